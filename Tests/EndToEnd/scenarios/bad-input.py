"""Bad input, over the socket and signed over TCP: the right code, never a 5xx, nothing changed, and the service is up."""

import contextlib
import http.client
import json
import random
import socket
import threading
import time

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from harness import Service, claim, equal, scenario
from harness.claims import say

JSON = "application/x-amz-json-1.1"
INVALID = "ValidationException"
ABSENT = "DoesNotExistException"
UNKNOWN_WINDOW = "mw-0123456789abcdef0"
UUID = "01234567-89ab-4cde-8f01-23456789abcd"
REQUIRED = {"Name": "bad", "Schedule": "rate(1 day)", "Duration": 4, "Cutoff": 1, "AllowUnassociatedTargets": False}


def window(**changes):
    members = {**REQUIRED, **changes}
    return {name: value for name, value in members.items() if value is not None}


def table(service, mine, target):
    """operation, members, the code"""
    create = "CreateMaintenanceWindow"
    for schedule in (
        "", " ", "cron()", "cron(* * * * *)", "cron(0 12 * * * *)", "cron(0 12 ? * ? *)", "cron(60 12 ? * * *)", "cron(0 24 ? * * *)",
        "cron(0 12 ? 13 * *)", "cron(0 12 32 * ? *)", "cron(0 12 ? * 8 *)", "cron(0 12 ? * MON#6 *)", "cron(0 12 ? * * 2200)",
        "cron(0 0 12 * * ?)", "0 12 * * *", "@daily", "CRON(0 12 ? * * *)", " cron(0 12 ? * * *)", "cron(0 12 ? * * *) ",
        "rate(0 days)", "rate(-1 days)", "rate(1 fortnight)", "rate(1.5 hours)", "rate(99999999999999999999 days)",
        "rate(9223372036854775807 days)", "at(2027-02-30T00:00:00)", "at(2027-01-01)", "at(yesterday)", "cron(0 12 ? * * *" * 9,
        "x" * 257, "cron(0 12 ? * * * ); DROP TABLE window", "cron(\u0660 12 ? * * *)", "cron(0/0 12 ? * * *)",
        "cron(* * * * * ? *)",
    ):
        yield create, window(Schedule=schedule), INVALID
    yield create, window(Schedule=None), INVALID
    yield create, window(Schedule=7), ("SerializationException", INVALID)
    for zone in ("Mars/Olympus", "", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\n", "posixrules/..", "x" * 300, "."):
        yield create, window(ScheduleTimezone=zone), INVALID
    for offset, schedule in ((0, None), (7, None), (-1, None), (1, "rate(1 day)"), (1, "at(2030-01-01T00:00:00)")):
        yield create, window(ScheduleOffset=offset, Schedule=schedule or "cron(0 12 ? * * *)"), INVALID
    for duration, cutoff in ((4, 4), (4, 5), (1, 1), (0, 0), (25, 1), (-1, 0), (24, 24), (4, -1), (2**63, 1), (4, 2**31)):
        yield create, window(Duration=duration, Cutoff=cutoff), (INVALID, "SerializationException")
    for changes in ({"Duration": "4"}, {"Duration": 4.5}, {"Duration": [4]}, {"AllowUnassociatedTargets": "yes"}, {"Name": {}}):
        yield create, window(**changes), (INVALID, "SerializationException")
    for missing in REQUIRED:
        yield create, window(**{missing: None}), INVALID
    for name in ("", "ab", "x" * 129, "with blank", "ümlaut", "a/b", "new\nline", "nul\0nul"):
        yield create, window(Name=name), INVALID
    for name, date in (("StartDate", "tomorrow"), ("EndDate", "2020-01-01T00:00:00Z"), ("EndDate", ""), ("StartDate", "2027-13-01T00:00:00Z")):
        yield create, window(**{name: date}), INVALID
    yield create, window(StartDate="2030-01-02T00:00:00Z", EndDate="2030-01-01T00:00:00Z"), INVALID
    yield create, window(Description=""), INVALID
    yield create, window(Tags=[{"Key": "", "Value": ""}]), INVALID
    yield create, window(Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(1001)]), INVALID

    for operation in ("GetMaintenanceWindow", "UpdateMaintenanceWindow", "DescribeMaintenanceWindowTargets",
                      "DescribeMaintenanceWindowTasks"):
        yield operation, {"WindowId": UNKNOWN_WINDOW}, ABSENT
        yield operation, {"WindowId": "mw-1"}, INVALID
        yield operation, {"WindowId": "'; DROP TABLE window; --"}, INVALID
        yield operation, {}, INVALID
    # The merged window counts, not only what was sent.
    yield "UpdateMaintenanceWindow", {"WindowId": mine, "Duration": 1}, INVALID
    yield "UpdateMaintenanceWindow", {"WindowId": mine, "Cutoff": 6}, INVALID
    yield "UpdateMaintenanceWindow", {"WindowId": mine, "Schedule": "cron(nonsense)"}, INVALID
    yield "UpdateMaintenanceWindow", {"WindowId": mine, "Replace": True, "Name": "other"}, INVALID
    for operation, members in (
        ("GetMaintenanceWindowExecution", {"WindowExecutionId": UUID}),
        ("DescribeMaintenanceWindowExecutionTasks", {"WindowExecutionId": UUID}),
        ("GetMaintenanceWindowExecutionTask", {"WindowExecutionId": UUID, "TaskId": UUID}),
        ("GetMaintenanceWindowExecutionTaskInvocation", {"WindowExecutionId": UUID, "TaskId": UUID, "InvocationId": UUID}),
        ("CancelMaintenanceWindowExecution", {"WindowExecutionId": UUID}),
        ("GetMaintenanceWindowTask", {"WindowId": mine, "WindowTaskId": UUID}),
        ("DeregisterTargetFromMaintenanceWindow", {"WindowId": mine, "WindowTargetId": UUID}),
        ("DeregisterTaskFromMaintenanceWindow", {"WindowId": mine, "WindowTaskId": UUID}),
        ("UpdateMaintenanceWindowTarget", {"WindowId": mine, "WindowTargetId": UUID, "Name": "new"}),
        ("MaintenanceWindows.OpenMaintenanceWindow", {"WindowId": UNKNOWN_WINDOW}),
        ("MaintenanceWindows.PreviewMaintenanceWindow", {"WindowId": UNKNOWN_WINDOW}),
        ("MaintenanceWindows.GetNode", {"InstanceId": "mi-0123456789abcdef0"}),
    ):
        yield operation, members, (ABSENT, "InvalidInstanceId")
    register = "RegisterTargetWithMaintenanceWindow"
    yield register, {"WindowId": UNKNOWN_WINDOW, "ResourceType": "INSTANCE", "Targets": [{"Key": "tag:a", "Values": ["b"]}]}, ABSENT
    for criteria in ([], [{"Key": "nonsense", "Values": ["b"]}], [{"Key": "tag:", "Values": ["b"]}], [{"Values": ["b"]}],
                     [{"Key": "InstanceIds", "Values": ["../.."]}], "tag:a=b", [[]], [{"Key": f"tag:{n}", "Values": ["v"]} for n in range(6)]):
        yield register, {"WindowId": mine, "ResourceType": "INSTANCE", "Targets": criteria}, (INVALID, "SerializationException", "InvalidTarget")
    yield register, {"WindowId": mine, "ResourceType": "PLANET", "Targets": [{"Key": "tag:a", "Values": ["b"]}]}, INVALID

    task = {"WindowId": mine, "TaskType": "RUN_COMMAND", "TaskArn": "AWS-RunShellScript", "MaxConcurrency": "1", "MaxErrors": "1",
            "Targets": [{"Key": "WindowTargetIds", "Values": [target]}],
            "TaskInvocationParameters": {"RunCommand": {"Parameters": {"commands": ["true"]}}}}
    for limit in ("0", "0%", "-1", "101%", "1.5", "50 %", "%", "", "ten", "1e3", "99999999999", "%50", "٣"):
        yield "RegisterTaskWithMaintenanceWindow", task | {"MaxConcurrency": limit}, INVALID
    for limit in ("-1", "101%", "1.5", "%", "", "all"):
        yield "RegisterTaskWithMaintenanceWindow", task | {"MaxErrors": limit}, INVALID
    for changes in ({"TaskType": "NONSENSE"}, {"TaskType": "LAMBDA"}, {"Priority": -1}, {"CutoffBehavior": "PANIC"}, {"TaskArn": ""},
                    {"Targets": [{"Key": "WindowTargetIds", "Values": ["nonsense"]}]}, {"WindowId": "mw-1"}, {"Name": "a b"},
                    {"TaskInvocationParameters": {"RunCommand": {"TimeoutSeconds": 29}}},
                    {"TaskInvocationParameters": {"RunCommand": {"TimeoutSeconds": 2592001}}}):
        yield "RegisterTaskWithMaintenanceWindow", task | changes, (INVALID, ABSENT)
    yield "RegisterTaskWithMaintenanceWindow", task | {"WindowId": UNKNOWN_WINDOW}, ABSENT

    send = {"DocumentName": "AWS-RunShellScript", "Targets": [{"Key": "tag:a", "Values": ["b"]}], "Parameters": {"commands": ["true"]}}
    yield "SendCommand", send | {"DocumentName": "No-Such-Document"}, "InvalidDocument"
    yield "SendCommand", send | {"DocumentVersion": "99"}, "InvalidDocumentVersion"
    yield "SendCommand", send | {"Parameters": {"nonsense": ["x"]}}, "InvalidParameters"
    yield "SendCommand", send | {"Parameters": {}}, "InvalidParameters"
    yield "SendCommand", send | {"Parameters": {"commands": "true"}}, ("SerializationException", INVALID)
    yield "SendCommand", send | {"Parameters": {"commands": ["true"], "executionTimeout": ["never"]}}, "InvalidParameters"
    yield "SendCommand", send | {"TimeoutSeconds": 1}, INVALID
    yield "SendCommand", send | {"MaxConcurrency": "0"}, INVALID
    yield "SendCommand", {name: value for name, value in send.items() if name != "Targets"}, (INVALID, "InvalidInstanceId", "InvalidTarget")
    yield "SendCommand", {**send, "Targets": [], "InstanceIds": ["mi-0123456789abcdef0"]}, "InvalidInstanceId"
    yield "SendCommand", {**send, "Targets": [], "InstanceIds": ["web1; reboot"]}, (INVALID, "InvalidInstanceId")
    yield "GetCommandInvocation", {"CommandId": UUID, "InstanceId": "mi-0123456789abcdef0"}, ("InvocationDoesNotExist", "InvalidCommandId")
    yield "CancelCommand", {"CommandId": UUID}, "InvalidCommandId"
    yield "ListCommands", {"MaxResults": 0}, INVALID
    yield "ListCommands", {"MaxResults": 51}, INVALID
    yield "ListCommands", {"NextToken": "nonsense"}, ("InvalidNextToken", INVALID)
    yield "ListCommands", {"Filters": [{"key": "nonsense", "value": "x"}]}, (INVALID, "InvalidFilterKey")
    yield "DescribeMaintenanceWindows", {"MaxResults": 9}, INVALID
    yield "DescribeMaintenanceWindows", {"MaxResults": 101}, INVALID
    yield "DescribeMaintenanceWindows", {"NextToken": "bm9uc2Vuc2U="}, INVALID
    yield "DescribeMaintenanceWindows", {"Filters": [{"Key": "Colour", "Values": ["red"]}]}, INVALID
    for content in ("", "{", "[]", "schemaVersion: '9.9'\nmainSteps: []", "&a [*a]", "x: " + "[" * 2000, '{"schemaVersion":"2.2","mainSteps":[]}',
                    "\u0000", "a" * 65_537):
        yield ("CreateDocument", {"Name": "Bad-Document", "Content": content, "DocumentType": "Command"},
               (INVALID, "InvalidDocumentContent", "InvalidDocumentSchemaVersion", "MaxDocumentSizeExceeded"))
    yield "CreateDocument", {"Name": "AWS-Mine", "Content": '{"schemaVersion":"2.2","mainSteps":[]}'}, (INVALID, "InvalidDocumentContent")
    yield "DeleteDocument", {"Name": "AWS-RunShellScript"}, (INVALID, "InvalidDocumentOperation", "AccessDeniedException")
    yield "MaintenanceWindows.CreateAccessKey", {"Role": "emperor"}, INVALID
    yield "MaintenanceWindows.AddNode", {"Name": "bad", "Transport": "pigeon"}, INVALID
    yield "MaintenanceWindows.AddNode", {"Name": "bad", "Transport": "ssh", "Host": "-oProxyCommand=reboot"}, INVALID
    yield "MaintenanceWindows.AddNode", {"Name": "bad", "Transport": "ssh", "Host": "h", "Port": 65_536}, INVALID
    yield "MaintenanceWindows.AddNode", {"Name": "known", "Transport": "local"}, ("AlreadyExistsException", INVALID)
    for name in ("Nonsense", "", "createmaintenancewindow", "Create MaintenanceWindow", "../etc", "x" * 3000):
        yield f"AmazonSSM.{name}", {}, "UnknownOperationException"
    yield "MaintenanceWindows.CreateMaintenanceWindow", window(), "UnknownOperationException"
    yield "AmazonEC2.RunInstances", {}, "UnknownOperationException"


def bodies():
    """what it is, the body"""
    deep = "[" * 100_000 + "]" * 100_000
    yield "no body", b""
    yield "half an object", b'{"Name": "a"'
    yield "an array", b"[]"
    yield "a number", b"7"
    yield "two objects", b"{}{}"
    yield "a trailing comma", b'{"MaxResults": 10,}'
    yield "single quotes", b"{'MaxResults': 10}"
    yield "no UTF-8", b'{"NextToken": "\xff\xfe"}'
    yield "a lone surrogate", b'{"NextToken": "\\ud800"}'
    yield "a nul", b'{"NextToken": "a\x00b"}'
    yield "deep nesting", b'{"Filters": ' + deep.encode() + b"}"
    yield "deep objects", b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield "a form", b"Action=DescribeMaintenanceWindows"
    yield "10 MB of blanks", b" " * 10_000_000
    yield "10 MB of a name", b'{"Name": "' + b"x" * 10_000_000 + b'"}'
    yield "a huge number", b'{"MaxResults": 1' + b"0" * 1000 + b"}"
    yield "NaN", b'{"MaxResults": NaN}'


class Doors:
    """The two ways in, with one request each."""

    def __init__(self, service, key, secret):
        self.service = service
        self.signer = botocore.auth.SigV4Auth(botocore.credentials.Credentials(key, secret), "ssm", "us-east-1")

    def over_socket(self, headers, body):
        return self.service.request("POST", "/", body, headers, timeout=30)

    def over_tcp(self, headers, body):
        url = f"http://127.0.0.1:{self.service.port}/"
        request = botocore.awsrequest.AWSRequest("POST", url, data=body, headers=headers)
        self.signer.add_auth(request)
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        try:
            connection.request("POST", "/", body, dict(request.headers.items()))
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def both(self):
        return (("socket", self.over_socket), ("TCP", self.over_tcp))


def code(answer):
    status, body, headers = answer
    try:
        name = json.loads(body)["__type"].rsplit("#")[-1]
    except (ValueError, KeyError, TypeError):
        return status, None
    if headers.get("x-amzn-errortype") not in (None, name):
        return status, f"{name} in the body, {headers['x-amzn-errortype']} in the header"
    return status, name


def state(service):
    windows = service.all("DescribeMaintenanceWindows", "WindowIdentities")
    return json.dumps([
        windows,
        [service.all("DescribeMaintenanceWindowTargets", "Targets", WindowId=w["WindowId"]) for w in windows],
        [service.all("DescribeMaintenanceWindowTasks", "Tasks", WindowId=w["WindowId"]) for w in windows],
        service.call("ListCommands")["Commands"],
        [d["Name"] for d in service.call("ListDocuments")["DocumentIdentifiers"]],
        service.call("MaintenanceWindows.ListNodes")["Nodes"],
        len(service.call("MaintenanceWindows.ListAccessKeys")["AccessKeys"]),
    ], sort_keys=True)


def answers(service, doors, mine, target):
    wrong, count = [], 0
    for operation, members, wanted in table(service, mine, target):
        headers = {"Content-Type": JSON, "X-Amz-Target": operation if "." in operation else f"AmazonSSM.{operation}"}
        wanted = (wanted,) if isinstance(wanted, str) else wanted
        for door, post in doors.both():
            count += 1
            try:
                status, name = code(post(headers, json.dumps(members).encode()))
            except (OSError, http.client.HTTPException) as error:
                status, name = 0, repr(error)
            if status != 400 or name not in wanted:
                wrong.append(f"{door}: {operation} {json.dumps(members)[:150]}: {status} {name}, wanted {' or '.join(wanted)}")
    for line in wrong:
        say(f"    {line}")
    claim(f"{count} bad requests got the right code", not wrong, f"{len(wrong)} others, above")


def malformed(doors):
    wrong = []
    for name, body in bodies():
        headers = {"Content-Type": JSON, "X-Amz-Target": "AmazonSSM.DescribeMaintenanceWindows"}
        for door, post in doors.both():
            try:
                status, found = code(post(headers, body))
            except (ConnectionError, http.client.HTTPException) as error:
                # A body that is not read to its end may meet a closed connection; the answer before it is what counts.
                status, found = (400, INVALID) if len(body) > 2**20 and isinstance(error, ConnectionError) else (0, repr(error))
            is_harmless = name == "no body" and status == 200
            if not is_harmless and (status not in (400, 413) or found not in ("SerializationException", INVALID)):
                wrong.append(f"{door}: {name}: {status} {found}")
    for line in wrong:
        say(f"    {line}")
    claim("bodies that are no request got a 400 that says so", not wrong, wrong)


def http_level(service, doors):
    target = {"X-Amz-Target": "AmazonSSM.DescribeMaintenanceWindows"}
    for door, post in doors.both():
        equal(f"{door}: no operation named", code(post({"Content-Type": JSON}, b"{}")), (400, "UnknownOperationException"))
        for kind in (None, "text/plain", "application/xml", "multipart/form-data", "application/x-amz-json-9.9"):
            headers = target | ({"Content-Type": kind} if kind else {})
            status, _ = code(post(headers, b"{}"))
            claim(f"{door}: content type {kind} gives {status}", status in (200, 400, 415), status)
    for method, path in (("GET", "/"), ("PUT", "/"), ("DELETE", "/"), ("GET", "/nonsense"), ("POST", "/nonsense"),
                         ("GET", "/../../etc/passwd"), ("GET", "/metrics/.."), ("HEAD", "/"), ("OPTIONS", "*")):
        status = service.request(method, path)[0]
        claim(f"{method} {path} gives {status}", 400 <= status < 500, status)


def converse(port, data, seconds=2):
    """Sends bytes and returns what comes back until the connection ends or nothing more comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        received = b""
        # A server that has heard enough reads no further, but may have answered.
        with contextlib.suppress(OSError):
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while chunk := connection.recv(65_536):
                received += chunk
        return received


def wire_level(service):
    chance = random.Random(1)
    port = service.port
    garbage = {
        "random bytes": chance.randbytes(100_000),
        "a TLS hello": bytes.fromhex("1603010200010001fc0303") + chance.randbytes(500),
        "ssh": b"SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 without asking": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + chance.randbytes(100),
        "HTTP/0.9": b"GET /\r\n\r\n",
        "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "a length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "a negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "a length beyond all": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "bad chunks": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        "a line of 10 MB": b"GET /" + b"a" * 10_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "a header of 10 MB": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 10_000_000 + b"\r\n\r\n",
        "100,000 headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        "a valid request and garbage behind it": b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" + chance.randbytes(10_000),
        "a thousand requests at once": b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 1000,
        "a request split from the next": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n{}GET /health HTTP/1.1\r\nHost: x\r\n\r\n",
        "an expectation": b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
    }
    for name, data in garbage.items():
        began = time.monotonic()
        received = converse(port, data)
        first = received.split(b"\r\n", 1)[0].decode(errors="replace")
        claim(f"{name}: {first or 'no answer'}", received.startswith((b"HTTP/1.1 2", b"HTTP/1.1 4")) and b"HTTP/1.1 5" not in received, received[:200])
        claim(f"{name}: others are answered meanwhile", service.get("/ready")[0] == 200 and time.monotonic() - began < 10)
    equal("a thousand requests at once are all answered",
          converse(port, garbage["a thousand requests at once"]).count(b"HTTP/1.1 200 OK"), 1000)


def slow_clients(service):
    """Two hundred that send a byte now and then do not keep others waiting."""
    with contextlib.ExitStack() as stack:
        stop = threading.Event()
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", service.port))) for _ in range(200)]
        for number, connection in enumerate(slow):
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" if number % 2 else b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")

        def trickle():
            while not stop.wait(0.2):
                for connection in slow:
                    try:
                        connection.send(b"X")
                    except OSError:
                        pass

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            times = []
            for _ in range(20):
                began = time.monotonic()
                service.call("DescribeMaintenanceWindows")
                times.append(time.monotonic() - began)
                time.sleep(0.05)
            claim("200 slow clients keep nobody waiting", max(times) < 2, times)
        finally:
            stop.set()
            thread.join()


def bad_input(directory, stack):
    service = Service(directory, stack).start()
    service.add_local("known", "Workload=Test")
    made = service.ctl("key", "create", "--role", "admin")
    doors = Doors(service, made["AccessKeyId"], made["SecretAccessKey"])
    mine, target = service.window("mine", schedule="rate(1 day)", duration=6, cutoff=2, target={"tag:Workload": ["Test"]})
    service.task(mine, target, "true")
    before, process = state(service), service.process.pid
    answers(service, doors, mine, target)
    malformed(doors)
    http_level(service, doors)
    wire_level(service)
    slow_clients(service)
    equal("nothing has changed", state(service), before)
    claim("the service is the one that was started", service.is_running and service.process.pid == process)
    errors = [line for line in service.log.read_text(errors="replace").splitlines() if " error mwd" in line or " critical mwd" in line]
    claim("its log shows no error of its own", not errors, errors[:5])
    with open(f"/proc/{process}/status") as status:
        (peak,) = [int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")]
    claim(f"its memory stayed small (peak {peak} MB)", peak < 500, peak)
    equal("it stops as always", service.stop()[0], 0)


scenario(bad_input)
