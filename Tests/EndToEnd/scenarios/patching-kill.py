"""kill -9 of the service at random moments while three nodes are patched with hooks, rebooted and looked at again.

MWD_E2E_SEED=N repeats the moments of an earlier run as closely as a machine can; KILLS=N changes their number.
"""

import json
import os
import random
import time

from harness import claim, equal, scenario
from harness.claims import Broken, say
from harness.patching import begin
from harness.patchlab import STUBBORN, PatchLab
from harness.service import FINAL

STEPS = [
    "ScanBeforeInstall", "DecideOnInstall", "PreInstallHook", "InstallWithoutReboot", "PostInstallHook", "DecideOnReboot",
    "InstallAndReboot", "OnExitHook",
]
HOOKS = ["pre", "post", "exit"]
PACKAGES = ["mw-alpha", "mw-epsilon"]


def kill(directory, stack):
    seed = int(os.environ.get("MWD_E2E_SEED") or random.randrange(10**6))
    kills = int(os.environ.get("KILLS") or 40)
    chance = random.Random(seed)
    say(f"seed {seed}, {kills} kills")
    lab = PatchLab(directory, stack, debian=3)
    service, patching = begin(directory, stack, lab, "Patch Group=killed")
    patching.baseline("security", "killed", RejectedPatches=sorted(STUBBORN))
    for hook in HOOKS:
        script = ["echo begin-%s >>/var/log/marks" % hook, "sleep 0.5", "echo end-%s >>/var/log/marks" % hook]
        content = {"schemaVersion": "2.2", "mainSteps": [
            {"action": "aws:runShellScript", "name": "mark", "inputs": {"runCommand": script}}]}
        service.call("CreateDocument", Name=f"hook-{hook}", DocumentType="Command", Content=json.dumps(content))

    done, rounds, where = 0, 0, {}
    while done < kills:
        rounds += 1
        if rounds > 1:
            for package in PACKAGES:
                lab.publish(package, f"1.{rounds}", "stable-security")
        done += one_round(service, patching, lab, chance, rounds, where, most=kills - done)
    say(f"killed {done} times in {rounds} rounds, while the nodes were at: "
        + ", ".join(f"{name} {count}" for name, count in sorted(where.items())))
    claim("the kills struck at several of the steps", len(where) >= 4, where)


def one_round(service, patching, lab, chance, number, where, most):
    """One patch command, killed until it has ended. Returns how often."""
    before = {node.name: (len(node.lines("var/log/marks")), node.boot_id, node.reboots) for node in lab.nodes}
    command = patching.send(
        "Install", lab.nodes, document="AWS-RunPatchBaselineWithHooks",
        **{f"{word}HookDocName": f"hook-{hook}" for word, hook in zip(("PreInstall", "PostInstall", "OnExit"), HOOKS)})
    done, deadline = 0, time.monotonic() + 240
    while service.command(command)["Status"] not in FINAL:
        if time.monotonic() > deadline:
            raise Broken(f"round {number} does not end:\n{patching.told(command)}")
        time.sleep(chance.choice((chance.uniform(0, 0.3), chance.uniform(0.3, 2.5))))
        if done == most:
            continue
        for invocation in service.invocations(command, details=True):
            steps = [step["Name"] for step in invocation["CommandPlugins"] if step["Status"] == "InProgress"]
            for name in steps or ["between two steps"]:
                where[name] = where.get(name, 0) + 1
        service.kill()
        done += 1
        if chance.random() < 0.2:
            # Once more, while it finds out what it had been doing.
            service.process = service.spawn()
            time.sleep(chance.uniform(0.02, 0.5))
            service.kill()
        service.start()
    check(service, patching, lab, command, number, before)
    return done


def check(service, patching, lab, command, number, before):
    told = f"round {number}"
    found = service.command(command)
    if found["Status"] != "Success":
        raise Broken(f"{told}: {found['StatusDetails']}\n{patching.told(command)}")
    for node in lab.nodes:
        marks, boot, reboots = before[node.name]
        equal(f"{told}, {node.name}: every hook ran once, to its end, in order", node.lines("var/log/marks")[marks:],
              [f"{word}-{hook}" for hook in HOOKS for word in ("begin", "end")])
        wanted = {package: f"1.{max(number, 1)}" if number > 1 else "1.1" for package in PACKAGES}
        equal(f"{told}, {node.name}: the approved versions are there", {name: node.versions()[name] for name in PACKAGES}, wanted)
        # Once when the disk was made, and once in every round.
        equal(f"{told}, {node.name}: each was installed once", {name: node.installs(name) for name in PACKAGES},
              dict.fromkeys(PACKAGES, number + 1))
        claim(f"{told}, {node.name}: rebooted once", node.reboots == reboots + 1 and node.boot_id != boot, (node.reboots, reboots))
        equal(f"{told}, {node.name}: all eight steps are there, with success", patching.steps(command, node),
              [(name, "Success") for name in STEPS])
        equal(f"{told}, {node.name}: the report is that after the reboot",
              (patching.compliance(node), patching.state(node)["InstalledPendingRebootCount"], patching.state(node)["Operation"],
               {name: patching.patches(node, "Installed").get(name) for name in PACKAGES}), ("COMPLIANT", 0, "Install", wanted))
    outputs = patching.told(command)
    equal(f"{told}: no step's output is lost or doubled", outputs.count("The node is rebooted now"), len(lab.nodes))


scenario(kill)
