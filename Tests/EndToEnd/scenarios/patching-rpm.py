"""Patching by update notices: a node with dnf and one with zypper, their severities, dates, and what has no notice."""

import datetime

from harness import claim, equal, scenario
from harness.patching import begin
from harness.patchlab import PatchLab

# What the lab's rpm repository has, by severity; see its PACKAGES.
CRITICAL = {"mwr-alpha": "1.1"}
IMPORTANT = {"mwr-delta": "1.1", "mwr-epsilon": "1.1", "mwr-held": "1.1", "mwr-helper": "1.1"}
MODERATE = {"linux-firmware": "1.1", "mwr-epoch": "1:1.0"}
LOW = {"mwr-gamma": "1.10"}
RECENT = {"mwr-recent": "1.1"}
# A bugfix or an enhancement; and what no notice names.
NOTICED = {"mwr-beta": "1.1", "mwr-conf": "1.1", "mwr-eta": "1.1"}
UNNOTICED = {"mwr-zeta": "1.1"}
STUBBORN = ("mwr-delta", "mwr-held")


def full(*parts):
    """Versions as rpm writes them, with epoch and release."""
    return {
        name: f"{'' if ':' in version else '0:'}{version}-1" for part in parts for name, version in part.items()
    }


def rules(classes=("*",), severities=("*",), nonsecurity=False, **when):
    return {"PatchRules": [{
        "PatchFilterGroup": {"PatchFilters": [
            {"Key": "CLASSIFICATION", "Values": list(classes)}, {"Key": "SEVERITY", "Values": list(severities)},
        ]},
        "ComplianceLevel": "CRITICAL", "EnableNonSecurity": nonsecurity, **(when or {"ApproveAfterDays": 0}),
    }]}


def rpm(directory, stack):
    lab = PatchLab(directory, stack, rpm=1, zypper=1)
    service, patching = begin(directory, stack, lab)
    (dnf,), (zypper,) = lab.of("rpm"), lab.of("zypper")
    service.ctl("node", "tag", dnf.name, "Patch Group=rpm")
    service.ctl("node", "tag", zypper.name, "Patch Group=rpm")
    baseline = patching.baseline("notices", "rpm", "ROCKY_LINUX", rules())
    approvals(patching, dnf, baseline)
    dead_mirror(patching, lab, dnf)
    installs(patching, dnf, baseline)
    rejected(patching, lab, dnf, baseline)
    suse(patching, lab, zypper)


def approvals(patching, node, baseline):
    first = node.versions()

    def approved(text, wanted, **members):
        patching.change(baseline, **members)
        patching.scan(node)
        equal(f"dnf: {text}", patching.patches(node, "Missing"), full(wanted))

    security = CRITICAL | IMPORTANT | MODERATE | LOW | RECENT
    approved("every security notice; 1.10 is newer than 1.9, and an epoch beats a version", security,
             ApprovalRules=rules(["Security"]))
    approved("a rule for all notices takes the others too, and not what has none", security | NOTICED, ApprovalRules=rules())
    approved("by severity, older than a week: the recent notice waits", CRITICAL | IMPORTANT,
             ApprovalRules=rules(["Security"], ["Critical", "Important"], ApproveAfterDays=7))
    approved("days are whole: two days after its day it is approved", CRITICAL | RECENT,
             ApprovalRules=rules(["Security"], ["Critical"], ApproveAfterDays=2))
    approved("and not after three", CRITICAL, ApprovalRules=rules(["Security"], ["Critical"], ApproveAfterDays=3))
    approved("until a date: the version that was newest then, 1.9, and nothing later",
             CRITICAL | {"mwr-gamma": "1.9"}, ApprovalRules=rules(["Security"], ApproveUntilDate="2024-02-10"))
    day = f"{datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=3):%Y-%m-%d}"
    approved("a notice of two days ago is not one of three days ago", CRITICAL,
             ApprovalRules=rules(["Security"], ["Critical"], ApproveUntilDate=day))
    approved("with what is no security update: bugfixes, enhancements, and what has no notice", security | NOTICED | UNNOTICED,
             ApprovalRules=rules(nonsecurity=True))
    approved("bugfixes alone", {name: NOTICED[name] for name in ("mwr-beta", "mwr-conf")},
             ApprovalRules=rules(["Bugfix"]))
    approved("by a CVE and by a notice on the approved list, without any rule", LOW | {"mwr-epoch": "1:1.0"},
             ApprovalRules={"PatchRules": []}, ApprovedPatches=["CVE-2024-1005", "LSA-2024:0004"])
    patching.change(baseline, ApprovedPatches=[])
    equal("dnf: scans change nothing on the node", node.versions(), first)


def dead_mirror(patching, lab, node):
    patching.change(patching.state(node)["BaselineId"], ApprovalRules=rules())
    before = patching.state(node)
    with lab.dead_mirror("rpm"):
        told = patching.told(patching.scan(node, wanted="Failed"))
    claim("dnf: a dead mirror fails the step, though the repository says that it may be skipped", "PatchLinux Failed" in told, told)
    equal("dnf: and the earlier report stands", patching.state(node), before)


def installs(patching, node, baseline):
    patching.change(baseline, ApprovalRules=rules(["Security"], ["Critical", "Important"], ApproveAfterDays=7))
    first = node.versions()
    wanted = CRITICAL | {name: version for name, version in IMPORTANT.items() if name not in STUBBORN}
    command = patching.install(node, wanted="Failed")
    equal("dnf: exactly the approved versions are installed; a script that fails holds up nobody else", node.versions(),
          first | full(wanted))
    equal("dnf: the one that fails and the locked one are Failed", patching.patches(node, "Failed", "Missing"),
          full({name: IMPORTANT[name] for name in STUBBORN}))
    claim("dnf: the report says why", all(patching.note(node, name) for name in STUBBORN), patching.told(command))
    equal("dnf: the others wait for the reboot", patching.patches(node, "InstalledPendingReboot"), full(wanted))
    severities = {item["KBId"]: (item["Classification"], item["Severity"]) for item in patching.items(node)}
    equal("dnf: each has its notice's class and severity",
          (severities["mwr-alpha.noarch"], severities["mwr-helper.noarch"]), (("Security", "Critical"), ("Security", "Important")))
    patching.change(baseline, RejectedPatches=list(STUBBORN))
    before = node.versions()
    told = patching.told(patching.install(node))
    claim("dnf: a second install does nothing", node.versions() == before and "Changed:" not in told, told)
    patching.change(baseline, ApprovalRules=rules(nonsecurity=True))
    boot = node.boot_id
    patching.install(node, RebootOption="RebootIfNeeded")
    rest = MODERATE | LOW | RECENT | NOTICED | UNNOTICED
    equal("dnf: all that is left, with what has no notice", node.versions(), before | full(rest))
    claim("dnf: RebootIfNeeded reboots once", node.boot_id != boot and node.reboots == 1, (boot, node.reboots))
    # Its repository still offers the release's own package, and the rule takes everything.
    equal("dnf: and the fresh report is compliant", (patching.compliance(node), patching.patches(node, "Installed")),
          ("COMPLIANT", full(wanted, rest, {"mwr-release": "9.4"})))
    equal("dnf: the changed file of settings is kept", node.lines("etc/mwr-conf.conf")[-1], "changed = here")


def rejected(patching, lab, node, baseline):
    lab.reset(node)
    patching.change(baseline, ApprovalRules=rules(["Security"], ["Critical", "Important"], ApproveAfterDays=7),
                    RejectedPatches=[*STUBBORN, "mwr-helper"], RejectedPatchesAction="BLOCK")
    patching.install(node, wanted="Failed")
    equal("dnf, BLOCK: what needs the rejected one stays too", {
        name: node.versions()[name] for name in ("mwr-alpha", "mwr-epsilon", "mwr-helper")
    }, full({"mwr-alpha": "1.1", "mwr-epsilon": "1.0", "mwr-helper": "1.0"}))
    equal("dnf, BLOCK: and is Failed; the rejected are InstalledRejected",
          (patching.patches(node, "Failed"), patching.patches(node, "InstalledRejected").keys()),
          (full({"mwr-epsilon": "1.1"}), {*STUBBORN, "mwr-helper"}))
    patching.change(baseline, RejectedPatchesAction="ALLOW_AS_DEPENDENCY")
    patching.install(node, RebootOption="RebootIfNeeded")
    equal("dnf, ALLOW_AS_DEPENDENCY: it comes with what needs it", {
        name: node.versions()[name] for name in ("mwr-epsilon", "mwr-helper", *STUBBORN)
    }, full({"mwr-epsilon": "1.1", "mwr-helper": "1.1"} | dict.fromkeys(STUBBORN, "1.0")))
    equal("dnf, ALLOW_AS_DEPENDENCY: and is InstalledOther", (patching.word(node, "mwr-helper"), patching.compliance(node)),
          ("INSTALLED_OTHER", "COMPLIANT"))


def suse(patching, lab, node):
    patching.baseline("suse", "rpm", "SUSE", rules(["Security"], ["Critical", "Important"], ApproveAfterDays=7))
    first = node.versions()
    patching.scan(node)
    equal("zypper: by severity and date", patching.patches(node, "Missing"), full(CRITICAL, IMPORTANT))
    with lab.dead_mirror("rpm"):
        patching.scan(node, wanted="Failed")
    patching.install(node, wanted="Failed")
    wanted = full(CRITICAL, {name: version for name, version in IMPORTANT.items() if name not in STUBBORN})
    equal("zypper: exactly the approved versions are installed, the failing and the locked one apart", node.versions(), first | wanted)
    equal("zypper: those are Failed", patching.patches(node, "Failed", "Missing").keys(), set(STUBBORN))
    equal("zypper: the others wait for the reboot", patching.patches(node, "InstalledPendingReboot"), wanted)
    patching.change(patching.state(node)["BaselineId"], RejectedPatches=list(STUBBORN))
    boot, before = node.boot_id, node.versions()
    patching.install(node, RebootOption="RebootIfNeeded")
    claim("zypper: a second install brings nothing, and reboots for the first", node.versions() == before and node.boot_id != boot,
          (before, node.versions(), boot))
    equal("zypper: compliant", patching.compliance(node), "COMPLIANT")


scenario(rpm)
