"""Message validators that others wrote, from the package index, in an environment of their own; and OpenSSL.

They insist on Amazon's names for the certificate's address, and one of them for its issuer too; docs/notifications.md says
how each is told of another one.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

PACKAGES = ["aws-sns-message-validator==0.0.5", "aws-sns-verifier==0.1.14"]
# What those need; the versions they pin exclude each other.
NEEDS = ["cryptography", "requests", "requests-cache", "pydantic>=2.11", "logfire-api"]

CHECKS = {
    "aws-sns-message-validator": """
import json, sys
from sns_message_validator import SNSMessageValidator
SNSMessageValidator(cert_url_regex=r"^http://127\\.0\\.0\\.1:[0-9]+/").validate_message(json.load(sys.stdin))
""",
    "aws-sns-verifier": """
import json, sys
from aws_sns_verifier import validator
validator._DEFAULT_CERTIFICATE_URL_REGEX = r"^http://127\\.0\\.0\\.1:[0-9]+/"
validator._validate_certificate = lambda url: validator._get_certificate(url).public_key()
validator.validate_sns_signature(json.load(sys.stdin), auto_confirm_subscription=False)
""",
}


def _python():
    repository = pathlib.Path(__file__).resolve().parents[3]
    venv = repository / ".build-venv-sns"
    python = venv / "bin" / "python3"
    if not (venv / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *NEEDS], check=True)
        subprocess.run([*pip, "--no-deps", *PACKAGES], check=True)
        (venv / "complete").touch()
    return python


def _package(name):
    def accepts(message):
        done = subprocess.run(
            [_python(), "-c", CHECKS[name]], input=json.dumps(message), capture_output=True, text=True, timeout=60)
        return done.returncode == 0

    return accepts


def _openssl(message):
    """By the letter of the user guide: members in order, each name and value on a line."""
    confirmation = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
    notification = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    names = notification if message["Type"] == "Notification" else confirmation
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    digest = {"1": "-sha1", "2": "-sha256"}[message["SignatureVersion"]]
    with tempfile.TemporaryDirectory() as folder:
        pem = os.path.join(folder, "certificate.pem")
        with open(pem, "wb") as file:
            file.write(urllib.request.urlopen(message["SigningCertURL"], timeout=10).read())
        key, signature = os.path.join(folder, "key.pem"), os.path.join(folder, "signature")
        subprocess.run(["openssl", "x509", "-in", pem, "-pubkey", "-noout", "-out", key], check=True)
        with open(signature, "wb") as file:
            file.write(base64.b64decode(message["Signature"]))
        done = subprocess.run(
            ["openssl", "dgst", digest, "-verify", key, "-signature", signature], input=text.encode(), capture_output=True)
    return done.returncode == 0


def validators(version):
    """Names and functions of a message; only one of the packages knows version 2."""
    names = ["aws-sns-message-validator", "aws-sns-verifier"] if version == "1" else ["aws-sns-verifier"]
    return [(name, _package(name)) for name in names] + [("openssl", _openssl)]


def refused_by(accepts, message):
    return not accepts(message)
