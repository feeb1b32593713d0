"""Eight nodes with a real sshd, and what can go wrong between them and the service."""

import json
import subprocess
import time

from harness import Service, claim, equal, scenario, until
from harness.nodes import SSHNodes

COUNT = 8
ALL = {"tag:Workload": ["Test"]}


def lines(path):
    return path.read_text().split() if path.exists() else []


def running(needle):
    """Processes with the needle among their arguments."""
    listing = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if needle in line]


def sshd(directory, stack):
    nodes = SSHNodes(directory, stack, COUNT)
    service = Service(directory, stack, path_first=nodes.path).start()
    ids = nodes.add_to(service, range(1, COUNT + 1), "Workload=Test")
    for number in range(1, 5):
        service.ctl("node", "tag", f"node-{number}", "Lab=yes")

    # What takes half a minute by its nature runs beside the rest.
    away = begin_away(service, nodes, directory)
    lab(service)
    cut(service, nodes, ids, directory)
    cancel(service, ids, directory)
    timeout(service, ids)
    host_keys(service, nodes, directory)
    reboot(service, nodes, ids, directory)
    end_away(service, nodes, directory, *away)


def lab(service):
    command = service.send("exit 1", {"tag:Lab": ["yes"]}, MaxConcurrency="1", MaxErrors="1")
    equal("over ssh: the command failed", service.await_command(command)["StatusDetails"], "Failed")
    equal("over ssh: two nodes failed, two were never reached", service.statuses(command),
          ["Failed", "Failed", "Terminated", "Terminated"])
    window, target = service.window("lab", target={"tag:Lab": ["yes"]})
    service.task(window, target, "exit 1", concurrency="1", errors="1")
    equal("over ssh: the window execution failed", service.await_execution(service.open(window))["Status"], "FAILED")
    (execution,) = service.executions(window)
    (task,) = service.tasks(execution["WindowExecutionId"])
    (command,) = service.commands_of(execution["WindowExecutionId"], task["TaskExecutionId"])
    equal("over ssh: so in the window", service.statuses(command), ["Failed", "Failed", "Terminated", "Terminated"])


def cut(service, nodes, ids, directory):
    mark = directory / "cut"
    mark.mkdir()
    script = f"echo begun; echo x >>{mark}/$AWS_SSM_INSTANCE_ID; sleep 4; echo x >>{mark}/$AWS_SSM_INSTANCE_ID.end; echo done"
    command = service.send(script, ALL)
    until("all nodes have begun", lambda: len(list(mark.iterdir())) == COUNT)
    for number in ids:
        nodes.cut(number)
    equal("cut on every node in the middle: the command succeeds", service.await_command(command)["Status"], "Success")
    for node in ids.values():
        equal(f"cut: {node} ran once", (lines(mark / node), lines(mark / f"{node}.end")), (["x"], ["x"]))
        equal("cut: the output is whole", service.output(command, node)["StandardOutputContent"], "begun\ndone\n")


def cancel(service, ids, directory):
    needle = f"7{time.time_ns() % 10**9}.5"
    script = f"(sleep {needle} & sleep {needle}); echo never"
    command = service.send(script, ALL)
    until("the work runs on every node", lambda: len(running(f"sleep {needle}")) == 2 * COUNT)
    service.ctl("command", "cancel", command)
    equal("cancel: the command is Cancelled", service.await_command(command)["StatusDetails"], "Cancelled")
    equal("cancel: so is every node", service.statuses(command), ["Cancelled"] * COUNT)
    equal("cancel: no process of it is left on any node", running(needle), [])


def timeout(service, ids):
    node = ids[1]
    command = service.send("echo begun; sleep 600", nodes=[node], seconds=5, MaxErrors="0")
    equal("timeout: the command says so", service.await_command(command)["StatusDetails"], "ExecutionTimedOut")
    output = service.output(command, node)
    equal("timeout: so does the node, with 137", (output["Status"], output["StatusDetails"], output["ResponseCode"]),
          ("TimedOut", "ExecutionTimedOut", 137))
    equal("timeout: what it wrote until then is there", output["StandardOutputContent"], "begun\n")


def host_keys(service, nodes, directory):
    known, right = directory / "known", (nodes.directory / "node-2" / "host_key.pub").read_text().split()[:2]
    known.mkdir()
    port = nodes.port(1)
    (known / "wrong").write_text(f"[127.0.0.1]:{port} {' '.join(right)}\n")
    for name in ("wrong", "unknown", "learned"):
        nodes.alias(f"{name}-key", port, known / name)
    add = ("node", "add", "--transport", "ssh")
    mark = directory / "must-not-exist"
    for name, code in (("wrong", "HostKeyChanged"), ("unknown", "HostKeyUnknown")):
        node = service.ctl(*add, f"{name}-key", "--host", f"{name}-key")["InstanceId"]
        began = time.monotonic()
        command = service.send(f"touch {mark}", nodes=[node])
        equal(f"{name} host key: the command", service.await_command(command)["Status"], "Failed")
        claim(f"{name} host key: known within seconds", time.monotonic() - began < 15, time.monotonic() - began)
        output = service.output(command, node)
        equal(f"{name} host key: undeliverable", output["StatusDetails"], "Undeliverable")
        trace = service.invocations(command)[0].get("TraceOutput", "")
        claim(f"{name} host key: the trace says why", "host key" in trace.lower(), trace)
        checked = service.run("node", "check", f"{name}-key", "-o", "json")
        findings = [finding["Code"] for finding in json.loads(checked.stdout)["Findings"]]
        equal(f"{name} host key: node check says {code} and ends with 1", (findings, checked.returncode), ([code], 1))
    claim("nothing was run where the key is not the known one", not mark.exists(), mark)
    node = service.ctl(*add, "learned-key", "--host", "learned-key", "--accept-new-host-key")["InstanceId"]
    command = service.send("true", nodes=[node])
    equal("unknown host key with --accept-new-host-key: works", service.await_command(command)["Status"], "Success")
    claim("and is learned", f":{port} " in (known / "learned").read_text())


def reboot(service, nodes, ids, directory):
    node, mark = ids[2], directory / "reboot"
    before = service.call("MaintenanceWindows.GetNode", Name="node-2")["Node"].get("BootId")
    steps = {
        "first": f"echo first >>{mark}",
        "second": f"echo second >>{mark}; [ $(grep -c second {mark}) = 2 ] || exit 194; echo after the reboot",
        "third": f"echo third >>{mark}",
    }
    document = {
        "schemaVersion": "2.2",
        "mainSteps": [
            {"action": "aws:runShellScript", "name": name, "inputs": {"runCommand": [script]}}
            for name, script in steps.items()
        ],
    }
    service.call("CreateDocument", Name="Rebooting", Content=json.dumps(document), DocumentType="Command")
    command = service.call("SendCommand", DocumentName="Rebooting", InstanceIds=[node])["Command"]["CommandId"]
    equal("exit 194: the command succeeds after a reboot", service.await_command(command, 60)["Status"], "Success")
    equal("exit 194: the step ran twice, the ones beside it once", lines(mark), ["first", "second", "second", "third"])
    equal("exit 194: the node was rebooted once", nodes.reboots(2), 1)
    after = service.call("MaintenanceWindows.GetNode", Name="node-2")["Node"]["BootId"]
    claim("exit 194: the node has another boot ID", after and after != before, (before, after))


def begin_away(service, nodes, directory):
    """A node that comes later, and one that never does."""
    mark = directory / "away"
    nodes.alias("late", nodes.port(COUNT + 1), nodes.directory / "known_hosts")
    nodes.alias("never", nodes.port(COUNT + 2), nodes.directory / "known_hosts")
    add = ("node", "add", "--transport", "ssh")
    late = service.ctl(*add, "late", "--host", "late")["InstanceId"]
    never = service.ctl(*add, "never", "--host", "never")["InstanceId"]
    delayed = service.send(f"echo x >>{mark}", nodes=[late])
    undelivered = service.send(f"echo y >>{mark}", nodes=[never], TimeoutSeconds=30)
    until("a node that is down is Delayed", lambda: service.statuses(delayed) == ["Delayed"], 20)
    claim("node down: its invocation is Delayed", service.command(delayed)["Status"] == "InProgress", service.command(delayed))
    return mark, delayed, undelivered


def end_away(service, nodes, directory, mark, delayed, undelivered):
    equal("node down: still Delayed", service.statuses(delayed), ["Delayed"])
    nodes.grow(COUNT + 1)
    equal("node back: Success", service.await_command(delayed, 90)["StatusDetails"], "Success")
    command = service.await_command(undelivered, 60)
    equal("never there: the command says so", command["StatusDetails"], "DeliveryTimedOut")
    equal("never there: counted as such", command["DeliveryTimedOutCount"], 1)
    equal("never there: so does the node", service.statuses(undelivered), ["DeliveryTimedOut"])
    equal("node back: its command ran once, the other never", lines(mark), ["x"])


scenario(sshd)
