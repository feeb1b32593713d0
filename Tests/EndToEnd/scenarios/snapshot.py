"""One snapshot ID for every node of an execution, derived from its ID; and one for every node of an ad-hoc command."""

import json
import uuid

from harness import Service, claim, equal, scenario

NAMESPACE = uuid.UUID("e90c222c-6b30-5af9-a98c-1d4152723495")
TARGET = {"tag:Workload": ["Test"]}
DOCUMENT = {
    "schemaVersion": "2.2",
    "parameters": {"SnapshotId": {"type": "String", "default": "", "allowedPattern": "^$|^[0-9a-f-]{36}$"}},
    "mainSteps": [
        {"action": "aws:runShellScript", "name": "tell", "inputs": {"runCommand": ["echo '{{ SnapshotId }}'"]}}
    ],
}


def snapshot(directory, stack):
    service = Service(directory, stack).start()
    nodes = [service.add_local(f"node-{number}", "Workload=Test") for number in range(1, 5)]
    service.call("CreateDocument", Name="Tell-Snapshot", Content=json.dumps(DOCUMENT), DocumentType="Command")

    def told(command):
        return {service.output(command, node)["StandardOutputContent"].strip() for node in nodes}

    window, target = service.window("snapshot", target=TARGET)
    own = str(uuid.uuid4())
    tasks = {
        1: {},
        2: {"SnapshotId": ["{{WINDOW_EXECUTION_ID}}"]},
        3: {"SnapshotId": ["{{ aws:ORCHESTRATION_ID }}"]},
        4: {"SnapshotId": [own]},
    }
    for priority, parameters in tasks.items():
        service.task(window, target, parameters, document="Tell-Snapshot", Priority=priority)
    seen = []
    for _ in range(2):
        execution = service.open(window)
        equal("the execution succeeds", service.await_execution(execution)["Status"], "SUCCESS")
        derived = str(uuid.uuid5(NAMESPACE, execution))
        for task in service.tasks(execution):
            task = task["TaskExecutionId"]
            priority = service.call("GetMaintenanceWindowExecutionTask", WindowExecutionId=execution, TaskId=task)["Priority"]
            (command,) = service.commands_of(execution, task)
            wanted = own if priority == 4 else derived
            equal(f"task {priority}, given {tasks[priority] or 'nothing'}: all four nodes are told the same", told(command), {wanted})
        seen.append(derived)
    claim("two executions have two snapshots", seen[0] != seen[1])

    command = service.call(
        "SendCommand", DocumentName="Tell-Snapshot", Targets=[{"Key": key, "Values": values} for key, values in TARGET.items()]
    )["Command"]["CommandId"]
    service.await_command(command)
    ids = told(command)
    claim("outside a window, too, all nodes of a command are told one", len(ids) == 1 and str(uuid.UUID(*ids)) in ids, ids)


scenario(snapshot)
