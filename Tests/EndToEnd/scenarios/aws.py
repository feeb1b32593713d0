"""The unmodified aws CLI and boto3 over TCP, signed with keys that mwctl made; and what is refused."""

import datetime
import http.client
import json
import subprocess

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.exceptions

from harness import Service, claim, equal, scenario, until
from harness.clients import CLI, REGION, client
from harness.service import FINAL_EXECUTION


def whole_window(aws):
    window = aws(
        "create-maintenance-window", "--name", "nightly", "--schedule", "cron(0 2 ? * THU#3 *)", "--schedule-timezone",
        "Europe/Berlin", "--duration", "4", "--cutoff", "1", "--no-allow-unassociated-targets", "--description", "Tonight",
        "--tags", "Key=Team,Value=linux",
    )["WindowId"]
    target = aws(
        "register-target-with-maintenance-window", "--window-id", window, "--resource-type", "INSTANCE",
        "--targets", "Key=tag:Workload,Values=Test", "--owner-information", "on call", "--name", "test-nodes",
    )["WindowTargetId"]
    task = aws(
        "register-task-with-maintenance-window", "--window-id", window, "--task-type", "RUN_COMMAND", "--task-arn",
        "AWS-RunShellScript", "--targets", f"Key=WindowTargetIds,Values={target}", "--max-concurrency", "50%",
        "--max-errors", "0", "--priority", "1", "--name", "greet", "--task-invocation-parameters",
        json.dumps({"RunCommand": {"Parameters": {"commands": ["echo hello from $AWS_SSM_INSTANCE_ID", "echo oops >&2"]},
                                   "TimeoutSeconds": 60, "Comment": "{{WINDOW_ID}}"}}),
    )["WindowTaskId"]
    got = aws("get-maintenance-window", "--window-id", window)
    equal("aws: the window is as it was made",
          {name: got[name] for name in ("Name", "Schedule", "ScheduleTimezone", "Duration", "Cutoff", "Enabled", "Description")},
          {"Name": "nightly", "Schedule": "cron(0 2 ? * THU#3 *)", "ScheduleTimezone": "Europe/Berlin", "Duration": 4,
           "Cutoff": 1, "Enabled": True, "Description": "Tonight"})
    claim("aws: its next execution is a local time", got["NextExecutionTime"][10:] in ("T02:00+01:00", "T02:00+02:00"),
          got["NextExecutionTime"])
    equal("aws: its target is there",
          [t["WindowTargetId"] for t in aws("describe-maintenance-window-targets", "--window-id", window)["Targets"]], [target])
    equal("aws: its task is there",
          [t["WindowTaskId"] for t in aws("describe-maintenance-window-tasks", "--window-id", window)["Tasks"]], [task])
    equal("aws: its schedule can be asked for",
          len(aws("describe-maintenance-window-schedule", "--window-id", window, "--max-items", "3")["ScheduledWindowExecutions"]), 3)
    return window, target, task


FAR_AHEAD = 27


def opens_soon(aws, service, window):
    # The aws CLI has no way to open a window now; a date in three seconds will do, unless the machine is so busy that it
    # is past when the call arrives: then the window has no opening left, and gets a later one.
    for ahead in (3, 9, FAR_AHEAD):
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=ahead)
        aws("update-maintenance-window", "--window-id", window, "--schedule", f"at({soon:%Y-%m-%dT%H:%M:%S})",
            "--schedule-timezone", "UTC")
        if "NextExecutionTime" in service.ctl("window", "show", window) or service.executions(window):
            return


def one_execution(aws, service, window, target, nodes):
    opens_soon(aws, service, window)
    until("the window opened by itself", lambda: service.executions(window), 30 + FAR_AHEAD)

    def ended():
        (execution,) = aws("describe-maintenance-window-executions", "--window-id", window)["WindowExecutions"]
        return execution if execution["Status"] in FINAL_EXECUTION else None

    execution = until("its execution ended", ended, 30, every=0.5)
    equal("aws: the execution succeeded", execution["Status"], "SUCCESS")
    identity = execution["WindowExecutionId"]
    (task,) = aws("describe-maintenance-window-execution-tasks", "--window-execution-id", identity)["WindowExecutionTaskIdentities"]
    equal("aws: so did its task", (task["Status"], task["TaskType"]), ("SUCCESS", "RUN_COMMAND"))
    detail = aws("get-maintenance-window-execution-task", "--window-execution-id", identity, "--task-id", task["TaskExecutionId"])
    equal("aws: the task shows its limits", (detail["MaxConcurrency"], detail["MaxErrors"]), ("50%", "0"))
    (invocation,) = aws(
        "describe-maintenance-window-execution-task-invocations", "--window-execution-id", identity,
        "--task-id", task["TaskExecutionId"],
    )["WindowExecutionTaskInvocationIdentities"]
    equal("aws: its invocation knows target and owner",
          (invocation["WindowTargetId"], invocation["OwnerInformation"], invocation["Status"]), (target, "on call", "SUCCESS"))
    single = aws(
        "get-maintenance-window-execution-task-invocation", "--window-execution-id", identity, "--task-id",
        task["TaskExecutionId"], "--invocation-id", invocation["InvocationId"],
    )
    equal("aws: and can be asked for by itself", single["ExecutionId"], invocation["ExecutionId"])
    command = invocation["ExecutionId"]
    listed = aws("list-command-invocations", "--command-id", command, "--details")["CommandInvocations"]
    equal("aws: every node is listed", {i["InstanceId"] for i in listed}, set(nodes))
    equal("aws: with success", {i["StatusDetails"] for i in listed}, {"Success"})
    equal("aws: the comment's pseudo parameter was filled in, or kept, alike everywhere",
          len({i.get("Comment") for i in listed}), 1)
    for node in nodes:
        result = aws("get-command-invocation", "--command-id", command, "--instance-id", node)
        equal(f"aws: {node} wrote what it should",
              (result["StandardOutputContent"], result["StandardErrorContent"], result["ResponseCode"]),
              (f"hello from {node}\n", "oops\n", 0))
    (listing,) = aws("list-commands", "--command-id", command)["Commands"]
    equal("aws: the command's counters", (listing["TargetCount"], listing["CompletedCount"], listing["ErrorCount"]), (4, 4, 0))


def changes(aws, window):
    done = aws("update-maintenance-window", "--window-id", window, "--name", "weekly", "--schedule", "rate(7 days)",
               "--duration", "2", "--cutoff", "0", "--no-allow-unassociated-targets", "--replace")
    claim("aws: update --replace clears what it was not given", "ScheduleTimezone" not in done and "Description" not in done, done)
    got = aws("get-maintenance-window", "--window-id", window)
    equal("aws: and keeps what it was", (got["Name"], got["Schedule"], got["Enabled"], "ScheduleTimezone" in got),
          ("weekly", "rate(7 days)", True, False))
    equal("aws: delete names the window", aws("delete-maintenance-window", "--window-id", window)["WindowId"], window)
    aws.refused("aws: a deleted window is gone", "DoesNotExistException", "get-maintenance-window", "--window-id", window)
    equal("aws: nothing is listed", aws("describe-maintenance-windows")["WindowIdentities"], [])


def by_boto3(service, key, secret, nodes):
    ssm = client(service, key, secret)
    sent = ssm.send_command(DocumentName="AWS-RunShellScript", InstanceIds=[nodes[0]], Parameters={"commands": ["sleep 1"]})
    command = sent["Command"]["CommandId"]
    until("the invocation exists", lambda: service.invocations(command))
    ssm.get_waiter("command_executed").wait(CommandId=command, InstanceId=nodes[0], WaiterConfig={"Delay": 1})
    claim("boto3: the waiter command_executed ends with success", True)
    sent = ssm.send_command(DocumentName="AWS-RunShellScript", InstanceIds=[nodes[0]], Parameters={"commands": ["exit 1"]})
    try:
        ssm.get_waiter("command_executed").wait(
            CommandId=sent["Command"]["CommandId"], InstanceId=nodes[0], WaiterConfig={"Delay": 1})
        claim("boto3: the waiter command_executed sees a failure", False, "it saw none")
    except botocore.exceptions.WaiterError as error:
        claim("boto3: the waiter command_executed sees a failure", "Failed" in str(error), error)
    for number in range(25):
        ssm.create_maintenance_window(
            Name=f"page-{number:02}", Schedule="rate(7 days)", Duration=1, Cutoff=0, AllowUnassociatedTargets=False)
    pages = list(ssm.get_paginator("describe_maintenance_windows").paginate(PaginationConfig={"PageSize": 10}))
    names = [window["Name"] for page in pages for window in page["WindowIdentities"]]
    equal("boto3: the paginator brings every window once, in pages",
          ([len(page["WindowIdentities"]) for page in pages], len(set(names))), ([10, 10, 5], 25))
    found = ssm.describe_maintenance_windows(Filters=[{"Key": "Name", "Values": ["page-07"]}])["WindowIdentities"]
    equal("boto3: filters work", [window["Name"] for window in found], ["page-07"])
    for window in {w["WindowId"] for page in pages for w in page["WindowIdentities"]}:
        ssm.delete_maintenance_window(WindowId=window)
    commands = [c["CommandId"] for page in ssm.get_paginator("list_commands").paginate(PaginationConfig={"PageSize": 1}) for c in page["Commands"]]
    claim("boto3: the paginator of commands, too", len(commands) == len(set(commands)) >= 3, commands)


def post_signed(service, key, secret, shift=0, change=None, region=REGION, name="ssm"):
    """A DescribeMaintenanceWindows signed by botocore with a clock that is `shift` seconds off."""
    request = botocore.awsrequest.AWSRequest(
        "POST", f"http://127.0.0.1:{service.port}/", data=b"{}",
        headers={"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.DescribeMaintenanceWindows"})
    signer = botocore.auth.SigV4Auth(botocore.credentials.Credentials(key, secret), name, region)
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=shift)
    # What SigV4Auth.add_auth does, with another clock.
    request.context["timestamp"] = now.strftime("%Y%m%dT%H%M%SZ")
    signer._modify_request_before_signing(request)
    canonical = signer.canonical_request(request)
    signer._inject_signature_to_request(request, signer.signature(signer.string_to_sign(request, canonical), request))
    headers, body = dict(request.headers.items()), b"{}"
    if change:
        body = change(headers) or body
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    try:
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()).get("__type")
    finally:
        connection.close()


def refusals(service, aws, key, secret, reader):
    window = ["create-maintenance-window", "--name", "refused", "--schedule", "rate(1 day)", "--duration", "2", "--cutoff",
              "1", "--no-allow-unassociated-targets"]
    CLI(service, key, "wrong" + secret[5:]).refused("a wrong secret", "InvalidSignatureException", *window)
    CLI(service, "AKIAIOSFODNN7EXAMPLE", secret).refused("an unknown key", "UnrecognizedClientException", *window)
    reading = CLI(service, *reader)
    claim("a reader may read", "WindowIdentities" in reading("describe-maintenance-windows"))
    reading.refused("a reader's write", "AccessDeniedException", *window)
    service.ctl("key", "revoke", reader[0])
    reading.refused("a revoked key", "UnrecognizedClientException", "describe-maintenance-windows")

    equal("signed by hand, it is accepted", post_signed(service, key, secret), (200, None))
    equal("four minutes off is still accepted", post_signed(service, key, secret, -240), (200, None))
    for shift, text in ((-600, "ten minutes old"), (600, "ten minutes in the future"), (-86400, "a day old")):
        equal(f"a signature {text}", post_signed(service, key, secret, shift), (400, "InvalidSignatureException"))
    equal("a signature for another region", post_signed(service, key, secret, region="eu-west-1"), (400, "InvalidSignatureException"))
    equal("a signature for another service", post_signed(service, key, secret, name="sts"), (400, "InvalidSignatureException"))

    def other_target(headers):
        headers["X-Amz-Target"] = "AmazonSSM.ListCommands"

    equal("another operation than the one that was signed", post_signed(service, key, secret, change=other_target), (400, "InvalidSignatureException"))
    equal("another body", post_signed(service, key, secret, change=lambda headers: b"{ }"), (400, "InvalidSignatureException"))

    def unsigned(headers):
        del headers["Authorization"]

    equal("no signature", post_signed(service, key, secret, change=unsigned), (400, "MissingAuthenticationTokenException"))

    def broken(headers):
        headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=nonsense"

    equal("half a signature", post_signed(service, key, secret, change=broken), (400, "IncompleteSignatureException"))
    equal("nothing was made by any of it", aws("describe-maintenance-windows")["WindowIdentities"], [])


def aws_clients(directory, stack):
    service = Service(directory, stack).start()
    nodes = [service.add_local(f"node-{number}", "Workload=Test") for number in range(1, 5)]
    keys = {}
    for role in ("operator", "reader"):
        made = service.ctl("key", "create", "--role", role)
        keys[role] = made["AccessKeyId"], made["SecretAccessKey"]
    key, secret = keys["operator"]
    aws = CLI(service, key, secret)
    window, target, _ = whole_window(aws)
    one_execution(aws, service, window, target, nodes)
    changes(aws, window)
    by_boto3(service, key, secret, nodes)
    refusals(service, aws, key, secret, keys["reader"])
    over_tcp = subprocess.run(
        [str(service.mwctl), "--endpoint", aws.endpoint, "node", "list", "-o", "json"],
        env=aws.environment, capture_output=True, text=True, timeout=30)
    equal("mwctl works over TCP with the same variables", over_tcp.returncode, 0)
    log = service.log.read_text()
    claim("the log shows no secret", not any(secret in log for _, secret in keys.values()))


scenario(aws_clients)
