"""The clients that are not ours: the unmodified `aws` and boto3, with keys that mwctl made."""

import json
import subprocess

import boto3
import botocore.config
import botocore.validate

from harness.claims import claim

REGION = "us-east-1"


class CLI:
    """`aws ssm`, or another of its services, with one key."""

    def __init__(self, service, key, secret, name="ssm"):
        self.name = name
        self.endpoint = f"http://127.0.0.1:{service.port}"
        self.environment = service.environment | {
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_PAGER": "",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
        }

    def run(self, *arguments):
        return subprocess.run(
            ["aws", "--endpoint-url", self.endpoint, "--output", "json", self.name, *map(str, arguments)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, env=self.environment, timeout=60,
        )

    def __call__(self, *arguments):
        done = self.run(*arguments)
        if done.returncode != 0:
            claim(f"aws {self.name} {' '.join(map(str, arguments))} succeeds", False, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def refused(self, text, code, *arguments):
        done = self.run(*arguments)
        claim(f"{text}: {code}", done.returncode != 0 and f"({code})" in done.stderr, (done.returncode, done.stderr))


def client(service, key, secret):
    return boto3.client(
        "ssm", endpoint_url=f"http://127.0.0.1:{service.port}", region_name=REGION, aws_access_key_id=key,
        aws_secret_access_key=secret, config=botocore.config.Config(retries={"total_max_attempts": 1}),
    )


def shaped(ssm, operation, exceptions=(), **members):
    """Calls boto3's `operation` and claims that the answer has the shape of the API's own model: what it requires, types
    and lengths. `exceptions`: members that are known to differ.
    """
    answer = getattr(ssm, operation)(**members)
    answer.pop("ResponseMetadata")
    name = ssm.meta.method_to_api_mapping[operation]
    shape = ssm.meta.service_model.operation_model(name).output_shape
    report = botocore.validate.ParamValidator().validate(answer, shape)
    problems = [line for line in report.generate_report().splitlines() if not any(word in line for word in exceptions)]
    claim(f"boto3: {operation} answers in the shape of the model", not problems, (problems, answer))
    return answer
