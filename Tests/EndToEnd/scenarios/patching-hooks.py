"""Patching with hooks: every row of its decision table and every failure, by hooks that leave a line on the node.

The nodes' reboots are the lab's: everything on the node ends and it comes back under another boot ID; no kernel restarts.
"""

import json

from harness import APIError, claim, equal, scenario
from harness.patching import begin
from harness.patchlab import STUBBORN, PatchLab

DOCUMENT = "AWS-RunPatchBaselineWithHooks"
SCAN, DECIDE, PRE, INSTALL, POST, DECIDE_AGAIN, REBOOT, EXIT = STEPS = (
    "ScanBeforeInstall", "DecideOnInstall", "PreInstallHook", "InstallWithoutReboot", "PostInstallHook", "DecideOnReboot",
    "InstallAndReboot", "OnExitHook",
)
ALL = STEPS
MARKS = "var/log/marks"
# A line with the hook, the boot, and the version of mw-alpha that was there at that moment.
MARK = "echo {0} $(cat /proc/sys/kernel/random/boot_id) $(dpkg-query -W -f='${{Version}}' mw-alpha) >>/" + MARKS
NORMAL = {"Pre": MARK.format("pre"), "Post": MARK.format("post"), "Exit": MARK.format("exit")}
SPECIAL = {
    # Somebody else is faster than the install.
    "Overtake": MARK.format("pre") + "\napt-get -qq -y install mw-alpha=1.1 >/dev/null 2>&1",
    "PreFails": MARK.format("pre") + "\nexit 3",
    "PostFails": MARK.format("post") + "\nexit 3",
    "ExitFails": MARK.format("exit") + "\nexit 3",
    # The archive goes away between the two installs.
    "Cut": MARK.format("post") + "\nsed -i s/127.0.0.1/127.0.0.2/ /etc/apt/sources.list.d/lab.sources",
    "Asks": MARK.format("pre") + "\nexit 194",
    "Stops": MARK.format("pre") + "\nexit 168",
}


class Hooks:
    def __init__(self, service, patching):
        self.service, self.patching = service, patching
        for name, script in (NORMAL | SPECIAL).items():
            self.document(name, {"runCommand": script.splitlines()})

    def document(self, name, inputs, **more):
        content = {"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "note", "inputs": inputs}]} | more
        self.service.call("CreateDocument", Name=name, DocumentType="Command", Content=json.dumps(content))

    def run(self, operation, node, wanted="Success", pre="Pre", post="Post", last="Exit", **parameters):
        return self.patching.run(
            operation, node, wanted=wanted, document=DOCUMENT, PreInstallHookDocName=pre, PostInstallHookDocName=post,
            OnExitHookDocName=last, **parameters)

    def case(self, text, node, operation, works, hooks, failed=(), reboots=0, **more):
        """Runs it once and claims which steps worked, which failed, which hooks ran in which boot, and the reboots."""
        boot, before, marks = node.boot_id, node.reboots, len(node.lines(MARKS))
        command = self.run(operation, node, wanted="Failed" if failed else "Success", **more)
        (invocation,) = self.service.invocations(command, details=True)
        steps = invocation["CommandPlugins"]
        told = self.patching.told(command)
        if [step["Name"] for step in steps] != list(STEPS):
            equal(f"{text}: all eight steps are shown", [step["Name"] for step in steps], list(STEPS))
        worked = [step["Name"] for step in steps if not step.get("Output", "").startswith("Step execution skipped due to")
                  or "PatchWindows" in step["Output"].splitlines()[0]]
        equal(f"{text}: exactly these steps do work: {', '.join(str(STEPS.index(name) + 1) for name in works)}", worked, list(works))
        equal(f"{text}: the others are shown as Success, the failed as Failed",
              {step["Name"]: step["Status"] for step in steps}, {name: "Failed" if name in failed else "Success" for name in STEPS})
        equal(f"{text}: the whole is {'Failed' if failed else 'Success'}", invocation["Status"], "Failed" if failed else "Success")
        lines = [line.split() for line in node.lines(MARKS)[marks:]]
        equal(f"{text}: the hooks run once, in order: {' '.join(hooks) or 'none'}", [line[0] for line in lines], list(hooks))
        equal(f"{text}: {reboots} reboots", (node.reboots - before, node.boot_id != boot), (reboots, reboots > 0))
        for name, where, _ in lines:
            if reboots:
                after = name == "exit"
                if (where == node.boot_id) != after:
                    claim(f"{text}: {name} ran {'after' if after else 'before'} the reboot", False, (name, where, boot, told))
        return told, lines


def hooks(directory, stack):
    lab = PatchLab(directory, stack, debian=3)
    service, patching = begin(directory, stack, lab)
    first, second, third = lab.nodes
    patching.baseline("security", "security", RejectedPatches=sorted(STUBBORN))
    patching.baseline("single", "single", rules=None, ApprovedPatches=["mw-alpha"])
    patching.baseline("failing", "failing", rules=None, ApprovedPatches=["mw-alpha", "mw-delta"])
    hooks = Hooks(service, patching)
    refusals(hooks, first)
    group(service, first, "security")
    table(patching, hooks, first)
    group(service, second, "single")
    nothing_installed(service, patching, hooks, second)
    group(service, third, "failing")
    failures(service, patching, lab, hooks, third)


def group(service, node, name):
    service.ctl("node", "tag", node.name, f"Patch Group={name}")


def refusals(hooks, node):
    hooks.document("Demanding", {"runCommand": ["true"]}, parameters={"needed": {"type": "String"}})
    for text, name in (("itself", DOCUMENT), ("a document that is not there", "Nowhere"), ("one that needs a parameter", "Demanding")):
        try:
            hooks.run("Install", node, pre=name)
            claim(f"a hook may not be {text}", False, "it was accepted")
        except APIError as error:
            claim(f"a hook may not be {text}: {error.code}", error.status == 400, error)
    equal("nothing has run", (node.lines(MARKS), node.versions()["mw-alpha"]), ([], "1.0"))


def table(patching, hooks, node):
    scan = (SCAN, DECIDE)
    work = ("pre", "post", "exit")
    hooks.case("Scan, something Missing", node, "Scan", scan, ())
    _, lines = hooks.case("Install, Missing, NoReboot", node, "Install", (*ALL[:6], EXIT), work, RebootOption="NoReboot")
    equal("the first hook ran before the install, the others after it", [line[2] for line in lines], ["1.0", "1.1", "1.1"])
    claim("what was installed is pending", patching.state(node)["InstalledPendingRebootCount"] > 0, patching.state(node))
    hooks.case("Scan, reboot pending", node, "Scan", scan, ())
    hooks.case("Install, nothing Missing, reboot pending, NoReboot", node, "Install", (*scan, EXIT), ("exit",), RebootOption="NoReboot")
    hooks.case("Install, nothing Missing, reboot pending, RebootIfNeeded", node, "Install", ALL, work, reboots=1,
               RebootOption="RebootIfNeeded")
    equal("the report after the reboot is fresh", (patching.compliance(node), patching.state(node)["InstalledPendingRebootCount"]),
          ("COMPLIANT", 0))
    for option in ("NoReboot", "RebootIfNeeded"):
        hooks.case(f"Install, nothing Missing, nothing pending, {option}", node, "Install", (*scan, EXIT), ("exit",), RebootOption=option)
    patching.lab.publish("mw-alpha", "1.2", "stable-security", "Priority: standard")
    _, lines = hooks.case("Install, Missing, RebootIfNeeded", node, "Install", ALL, work, reboots=1)
    equal("the first hook ran before the install, the others after it", [line[2] for line in lines], ["1.1", "1.2", "1.2"])
    equal("mw-alpha was installed once per version", node.installs("mw-alpha"), 3)
    patching.lab.withdraw("mw-alpha", "1.2", "stable-security")


def nothing_installed(service, patching, hooks, node):
    """What was missing is there before the install comes to it."""
    hooks.case("Install, Missing, RebootIfNeeded, but nothing was installed", node, "Install", (*ALL[:6], EXIT),
               ("pre", "post", "exit"), pre="Overtake")
    equal("what somebody else installed is just Installed", patching.patches(node, "Installed"), {"mw-alpha": "1.1"})
    group(service, node, "security")
    told, _ = hooks.case("hooks that are not given are AWS-Noop", node, "Install", ALL, (), reboots=1, pre="AWS-Noop",
                         post="AWS-Noop", last="AWS-Noop")
    claim("and all eight steps share one snapshot", told.count("snapshot ") == 4 and len(
        {line.split("snapshot ")[1] for line in told.splitlines() if "snapshot " in line}) == 1, told)


def failures(service, patching, lab, hooks, node):
    with lab.dead_mirror():
        hooks.case("Scan fails under Scan", node, "Scan", (SCAN,), (), failed=[SCAN])
        hooks.case("Scan fails under Install: only the last hook runs", node, "Install", (SCAN, EXIT), ("exit",), failed=[SCAN])
    hooks.case("the first hook fails: no patching", node, "Install", (SCAN, DECIDE, PRE, EXIT), ("pre", "exit"), failed=[PRE],
               pre="PreFails")
    equal("nothing was installed", node.versions()["mw-alpha"], "1.0")
    hooks.case("the first hook exits 194: a failure, no reboot", node, "Install", (SCAN, DECIDE, PRE, EXIT), ("pre", "exit"),
               failed=[PRE], pre="Asks")
    equal("still nothing was installed", node.versions()["mw-alpha"], "1.0")
    hooks.case("the install fails in part: no reboot", node, "Install", (SCAN, DECIDE, PRE, INSTALL, EXIT), ("pre", "exit"),
               failed=[INSTALL])
    equal("what came in waits for a reboot, the other is Failed",
          (patching.word(node, "mw-alpha"), patching.word(node, "mw-delta")), ("INSTALLED_PENDING_REBOOT", "FAILED"))
    node.sh("dpkg --remove --force-all mw-delta >/dev/null 2>&1; rm -f /var/lib/dpkg/info/mw-delta.postinst; dpkg --purge mw-delta", check=False)
    group(service, node, "security")
    hooks.case("the second hook fails: no reboot", node, "Install", (SCAN, DECIDE, PRE, INSTALL, POST, EXIT),
               ("pre", "post", "exit"), failed=[POST], post="PostFails")
    claim("what came in waits for a reboot", patching.state(node)["InstalledPendingRebootCount"] > 1, patching.state(node))
    hooks.case("the second install fails: no reboot", node, "Install", (*ALL[:7], EXIT), ("pre", "post", "exit"), failed=[REBOOT],
               post="Cut")
    node.sh("sed -i s/127.0.0.2/127.0.0.1/ /etc/apt/sources.list.d/lab.sources")
    hooks.case("the first hook exits 168: it ends, and all goes on; the last hook fails after the reboot", node, "Install", ALL,
               ("pre", "post", "exit"), failed=[EXIT], reboots=1, pre="Stops", last="ExitFails")
    equal("the node is compliant though the command failed", patching.compliance(node), "COMPLIANT")

    refusal = node.root / "etc/lab/refuse-reboot"
    refusal.touch()
    lab.publish("mw-alpha", "1.3", "stable-security", "Priority: standard")
    told, _ = hooks.case("the node refuses to reboot", node, "Install", ALL, ("pre", "post", "exit"), failed=[REBOOT])
    claim("the step says so", "Access denied" in told, told)
    equal("and what was installed is still pending", patching.patches(node, "InstalledPendingReboot"), {"mw-alpha": "1.3"})
    refusal.unlink()
    hooks.case("the next install reboots it", node, "Install", ALL, ("pre", "post", "exit"), reboots=1)


scenario(hooks)
