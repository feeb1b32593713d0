"""Frozen versions: what the first node of an execution resolved is what the others install, though the repository moves on."""

import contextlib

from harness import claim, equal, scenario, until
from harness.patching import begin
from harness.patchlab import STUBBORN, PatchLab

PARAMETERS = {"Operation": ["Install"], "RebootOption": ["NoReboot"]}


def frozen(directory, stack):
    lab = PatchLab(directory, stack, debian=3)
    service, patching = begin(directory, stack, lab, "Patch Group=frozen")
    patching.baseline("security", "frozen", RejectedPatches=sorted(STUBBORN))
    window, target = service.window("patch-night", target={"tag:Patch Group": ["frozen"]})
    service.task(window, target, PARAMETERS, concurrency="1", document="AWS-RunPatchBaseline")

    moved_on(service, patching, lab, window)
    next_one(service, lab, window)
    withdrawn(service, patching, lab, window)


def versions(lab, package):
    return [node.versions()[package] for node in lab.nodes]


def between(service, lab, window, change):
    """One execution; `change` happens when its first node is done, before any other has looked at its repositories.

    Returns the execution and the node that was first.
    """
    with contextlib.ExitStack() as waiting:
        # The lock keeps a node from reading the repositories' lists.
        locks = {node.id: contextlib.ExitStack() for node in lab.nodes}
        for node in lab.nodes:
            locks[node.id].enter_context(node.locked("var/lib/apt/lists/lock"))
            waiting.push(locks[node.id])
        execution = service.open(window)

        def begun():
            for task in service.tasks(execution):
                for command in service.commands_of(execution, task["TaskExecutionId"]):
                    for invocation in service.invocations(command):
                        if invocation["StatusDetails"] == "InProgress":
                            return command, invocation["InstanceId"]

        command, first = until("the first node has begun", begun, 30)
        locks[first].close()
        until("the first node is done", lambda: service.command(command)["CompletedCount"] == 1, 120)
        change()
        equal("the repository has changed while one node is done", service.command(command)["CompletedCount"], 1)
    service.await_execution(execution, 180)
    return execution, next(node for node in lab.nodes if node.id == first)


def moved_on(service, patching, lab, window):
    execution, first = between(
        service, lab, window, lambda: lab.publish("mw-alpha", "1.2", "stable-security", "Priority: standard"))
    equal("frozen: the execution succeeds", service.execution(execution)["Status"], "SUCCESS")
    equal("frozen: all three have what the first one resolved", versions(lab, "mw-alpha"), ["1.1"] * 3)
    offered = [node for node in lab.nodes if "1.2" in node.sh("apt-cache policy mw-alpha")]
    equal("frozen: though the later ones were offered a newer one", offered, [node for node in lab.nodes if node is not first])
    for node in lab.nodes:
        equal(f"frozen: {node.name} misses nothing", patching.patches(node, "Missing", "Failed"), {})
    states = [patching.state(node) for node in lab.nodes]
    equal("frozen: one snapshot", len({state["SnapshotId"] for state in states}), 1)
    snapshot = states[0]["SnapshotId"]
    (kept,) = service.call("MaintenanceWindows.DescribePatchSnapshot", SnapshotId=snapshot)["Snapshots"]
    settled = {version["Package"].rsplit(".", 1)[0]: version for version in kept["Versions"]}
    equal("frozen: the snapshot tells which version it settled on", settled["mw-alpha"]["Version"], "1.1")
    shown = service.run("snapshot", "show", snapshot)
    claim("frozen: so does mwctl snapshot show", shown.returncode == 0 and "mw-alpha" in shown.stdout, shown.stdout + shown.stderr)
    # The same snapshot again, by its ID: nothing newer either.
    patching.install(lab.nodes[0], SnapshotId=snapshot)
    equal("frozen: under the same snapshot ID nothing newer comes later", lab.nodes[0].versions()["mw-alpha"], "1.1")


def next_one(service, lab, window):
    execution = service.open(window)
    equal("next execution: succeeds", service.await_execution(execution, 180)["Status"], "SUCCESS")
    equal("next execution: takes the newer version on all three", versions(lab, "mw-alpha"), ["1.2"] * 3)


def withdrawn(service, patching, lab, window):
    """The first node took 1.12, which then vanishes from the archive: no other version is taken in its place."""
    lab.publish("mw-gamma", "1.12", "stable-security", "Priority: extra")

    def change():
        lab.withdraw("mw-gamma", "1.12", "stable-security")
        lab.publish("mw-gamma", "1.13", "stable-security", "Priority: extra")

    execution, first = between(service, lab, window, change)
    others = [node for node in lab.nodes if node is not first]
    equal("withdrawn: the first has it", first.versions()["mw-gamma"], "1.12")
    equal("withdrawn: the others kept what they had, 1.13 is not taken instead",
          {node.versions()["mw-gamma"] for node in others}, {"1.10"})
    (task,) = service.tasks(execution)
    (command,) = service.commands_of(execution, task["TaskExecutionId"])
    equal("withdrawn: they failed, the first did not", service.statuses(command), ["Failed", "Failed", "Success"])
    for node in others:
        equal(f"withdrawn: Failed on {node.name}, and only that", patching.patches(node, "Failed", "Missing").keys(), {"mw-gamma"})
        claim("withdrawn: and it is said why", "is not offered any more" in (patching.note(node, "mw-gamma") or ""),
              patching.note(node, "mw-gamma"))
    execution = service.open(window)
    equal("withdrawn: the next execution takes 1.13 everywhere",
          (service.await_execution(execution, 180)["Status"], versions(lab, "mw-gamma")), ("SUCCESS", ["1.13"] * 3))


scenario(frozen)
