"""Patching three Debian nodes by a baseline: what a scan finds, what an install does, and what gets in its way."""

import contextlib
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import threading
import time

from harness import claim, equal, scenario, until
from harness.patching import APT_RULES, begin
from harness.patchlab import ORDINARY, SECURITY, STUBBORN, PatchLab

TIDY = {name: version for name, version in SECURITY.items() if name not in STUBBORN}


def apt(directory, stack):
    lab = PatchLab(directory, stack, debian=3)
    service, patching = begin(directory, stack, lab)
    rough, calm, swift = lab.nodes
    patching.baseline("security", "rough")
    patching.baseline("reachable", "tidy", RejectedPatches=sorted(STUBBORN))
    service.ctl("node", "tag", rough.name, "Patch Group=rough")
    for node in (calm, swift):
        service.ctl("node", "tag", node.name, "Patch Group=tidy")

    scans(patching, lab)
    dead_mirror(patching, lab, rough)
    locks(service, patching, rough, calm)
    installs(patching, calm)
    reboots(patching, calm, swift)
    overrides(directory, stack, patching, rough)
    stubborn(patching, lab, rough)
    rejected(service, patching, lab, calm, swift)
    one_by_one(service, patching, lab, swift)
    broken_off(service, patching, lab, swift)


def scans(patching, lab):
    rough, calm, swift = lab.nodes
    before = [(node.versions(), node.boot_id, node.lines("var/log/dpkg.log")) for node in lab.nodes]
    command = patching.scan(lab.nodes)
    equal("scan: exactly the security versions are Missing, and 1.10 is newer than 1.9", patching.patches(rough, "Missing"), SECURITY)
    for node in (calm, swift):
        equal(f"scan: on {node.name} without those that the baseline rejects", patching.patches(node, "Missing"), TIDY)
    for node in lab.nodes:
        equal(f"scan: what is no security update is InstalledOther on {node.name}",
              {name: patching.word(node, name) for name in ORDINARY}, dict.fromkeys(ORDINARY, "INSTALLED_OTHER"))
        state = patching.state(node)
        equal("scan: the counters agree with the list",
              {word: state[f"{word}Count"] for word in ("Missing", "Failed", "InstalledRejected", "InstalledPendingReboot")},
              {"Missing": len(SECURITY if node is rough else TIDY), "Failed": 0, "InstalledRejected": 0, "InstalledPendingReboot": 0})
        equal("scan: every package is in one state", sum(
            state[f"{word}Count"] for word in ("Installed", "InstalledOther", "InstalledPendingReboot", "InstalledRejected", "Missing",
                                               "Failed")), len(patching.items(node)))
        equal("scan: not compliant", patching.compliance(node), "NON_COMPLIANT")
    equal("scan: one snapshot for all nodes of the command", len({patching.state(node)["SnapshotId"] for node in lab.nodes}), 1)
    equal("scan: nothing was changed on the nodes, and none was rebooted",
          [(node.versions(), node.boot_id, node.lines("var/log/dpkg.log")) for node in lab.nodes], before)
    steps = [name for name, _ in patching.steps(command, rough)]
    equal("scan: the document's three steps are shown", steps, ["PatchWindows", "PatchLinux", "PatchMacOS"])


def dead_mirror(patching, lab, node):
    before = patching.state(node)
    with lab.dead_mirror():
        command = patching.scan(node, wanted="Failed")
        told = patching.told(command)
        claim("dead mirror: the step says what failed", "apt-get update failed" in told, told)
        failed = patching.install(node, wanted="Failed")
        claim("dead mirror: an install fails as well", "apt-get update failed" in patching.told(failed), patching.told(failed))
    equal("dead mirror: the earlier report stands", patching.state(node), before)
    equal("dead mirror: nothing was installed", node.versions(), node_versions({}))


def locks(service, patching, rough, calm):
    """Held for some seconds by somebody else: the lists while one node scans, dpkg's while another installs."""
    with rough.locked("var/lib/apt/lists/lock"), calm.locked("var/lib/dpkg/lock-frontend"):
        scan, install = patching.send("Scan", [rough]), patching.send("Install", [calm], RebootOption="NoReboot")
        began = time.monotonic()
        until("apt waits for dpkg's lock", lambda: "apt-get" in running_below(calm), 60)
        time.sleep(max(0, began + 6 - time.monotonic()))
        equal("locks: both wait", [service.command(command)["Status"] for command in (scan, install)], ["InProgress"] * 2)
        equal("locks: nothing is installed meanwhile", calm.versions()["mw-alpha"], "1.0")
    for name, command in (("scan", scan), ("install", install)):
        equal(f"locks: the {name} goes on when the lock is free", service.await_command(command, 120)["Status"], "Success")


def running_below(node):
    """Names of the processes of the node's world."""
    wrapper = (node.place / "pid").read_text().strip()
    (world,) = pathlib.Path(f"/proc/{wrapper}/task/{wrapper}/children").read_text().split()
    inside, names = os.readlink(f"/proc/{world}/ns/mnt"), []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(process / "ns/mnt") == inside:
                names.append((process / "comm").read_text().strip())
    return names


def installs(patching, node):
    """The install of `locks` has run on it."""
    wanted = node_versions(TIDY)
    equal("install: dpkg has exactly the approved versions, and the new dependency; nothing else is new", node.versions(), wanted)
    equal("install: without a reboot all of it is pending", patching.patches(node, "InstalledPendingReboot"),
          TIDY | {"mw-zeta-data": "1.1"})
    equal("install: nothing is Missing or Failed", patching.patches(node, "Missing", "Failed"), {})
    equal("install: not compliant until the reboot", patching.compliance(node), "NON_COMPLIANT")
    claim("install: the node's own wish for a reboot is shown", patching.state(node).get("RebootWanted") is True, patching.state(node))
    equal("install: the changed file of settings is kept", node.lines("etc/mw-conf.conf")[-1], "changed = here")
    claim("install: and the package's own is beside it", (node.root / "etc/mw-conf.conf.dpkg-dist").exists(), "no .dpkg-dist")
    log, boot = node.lines("var/log/dpkg.log"), node.boot_id
    command = patching.install(node)
    equal("second install: dpkg was not asked for anything", node.lines("var/log/dpkg.log"), log)
    claim("second install: nothing changed", "Changed:" not in patching.told(command), patching.told(command))
    equal("NoReboot: the node is in the same boot", (node.boot_id, node.reboots), (boot, 0))
    equal("second install: still pending", patching.state(node)["InstalledPendingRebootCount"], len(TIDY) + 1)


def node_versions(updated):
    """Of a node of the lab on which these were updated."""
    first = dict.fromkeys(SECURITY | ORDINARY, "1.0") | {"mw-epoch": "1:1.0~rc1-1"}
    return first | updated | ({"mw-zeta-data": "1.1"} if "mw-zeta" in updated else {})


def reboots(patching, calm, swift):
    report = patching.state(calm)
    calm.reboot()
    equal("a reboot alone changes no report", patching.state(calm), report)
    patching.scan(calm)
    # The dependency, too, is from the security archive.
    settled = TIDY | {"mw-zeta-data": "1.1"}
    equal("the scan after it finds all of it Installed", patching.patches(calm, "Installed"), settled)
    equal("compliant", (patching.compliance(calm), patching.state(calm)["InstalledPendingRebootCount"]), ("COMPLIANT", 0))

    boot = swift.boot_id
    command = patching.install(swift, RebootOption="RebootIfNeeded")
    claim("RebootIfNeeded: the node was rebooted, once", swift.boot_id != boot and swift.reboots == 1, (boot, swift.boot_id, swift.reboots))
    equal("RebootIfNeeded: exactly the approved versions", swift.versions(), node_versions(TIDY))
    equal("RebootIfNeeded: the fresh report has them Installed", patching.patches(swift, "Installed"), settled)
    equal("RebootIfNeeded: compliant", (patching.compliance(swift), patching.state(swift)["Operation"]), ("COMPLIANT", "Install"))
    told = patching.told(command)
    claim("RebootIfNeeded: the step says that it reboots", "rebooted now" in told, told)
    boot, log = swift.boot_id, swift.lines("var/log/dpkg.log")
    patching.install(swift, RebootOption="RebootIfNeeded")
    equal("nothing to install, nothing pending: no second reboot", (swift.boot_id, swift.reboots), (boot, 1))
    equal("and nothing done", swift.lines("var/log/dpkg.log"), log)


def overrides(directory, stack, patching, node):
    address = serve_over_tls(directory, stack, node)
    before = patching.state(node)
    (directory / "https/none.json").write_text(json.dumps([{
        "OperatingSystem": "DEBIAN", "ApprovalRules": {"PatchRules": [APT_RULES["PatchRules"][0] | {"EnableNonSecurity": True}]},
    }]))
    told = patching.told(patching.scan(node, BaselineOverride=f"{address}/none.json"))
    claim("BaselineOverride: is judged by", "mw-beta.all:1.1" in told, told)
    claim("BaselineOverride: says that it is not recorded", "not recorded" in told, told)
    equal("BaselineOverride: the recorded report stands", patching.state(node), before)

    (directory / "https/list.yaml").write_text("patches:\n  - id: mw-beta.all\n    title: mw-beta.all:1.1\n  - id: 'mw-eps*'\n")
    command = patching.install(node, InstallOverrideList=f"{address}/list.yaml")
    equal("InstallOverrideList: installs what it lists, approved or not, and what that needs",
          node.versions(), node_versions({"mw-beta": "1.1", "mw-epsilon": "1.1", "mw-helper": "1.1"}))
    left = {name: version for name, version in SECURITY.items() if name not in ("mw-epsilon", "mw-helper")}
    equal("InstallOverrideList: what the baseline wants besides is Missing, not Failed", patching.patches(node, "Missing"), left)
    equal("InstallOverrideList: nothing is Failed", patching.state(node)["FailedCount"], 0)
    equal("InstallOverrideList: the report names it", patching.state(node)["InstallOverrideList"], f"{address}/list.yaml")
    patching.scan(node, InstallOverrideList=f"{address}/gone.yaml")
    equal("InstallOverrideList: is not even read on Scan", patching.patches(node, "Missing"), left)
    log = node.lines("var/log/dpkg.log")
    for text, name, said, more in (
        ("a list that is not there", "gone.yaml", "cannot be read", {}),
        ("a list that is none", "none.json", "patches", {}),
        ("both overrides", "list.yaml", "BaselineOverride", {"BaselineOverride": f"{address}/none.json"}),
    ):
        told = patching.told(patching.install(node, InstallOverrideList=f"{address}/{name}", wanted="Failed", **more))
        claim(f"{text}: fails and says why", said in told, told)
    equal("and nothing is installed", node.lines("var/log/dpkg.log"), log)


def serve_over_tls(directory, stack, node):
    """An https server on loopback whose authority the node trusts; returns its address."""
    place = directory / "https"
    place.mkdir()
    keys = directory / "keys"
    keys.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", keys / "key", "-out",
         keys / "certificate"], check=True, capture_output=True)
    trusted = node.root / "etc/ssl/certs/ca-certificates.crt"
    trusted.parent.mkdir(parents=True, exist_ok=True)
    trusted.write_bytes((keys / "certificate").read_bytes())

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(place))

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(keys / "certificate", keys / "key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    return f"https://localhost:{server.server_address[1]}"


def stubborn(patching, lab, node):
    """A package whose script fails, one on hold, and the others."""
    command = patching.install(node, wanted="Failed")
    told = patching.told(command)
    equal("failing script: dpkg has all the others at the approved version", {
        name: version for name, version in node.versions().items() if name not in STUBBORN | {"mw-beta"}
    }, {name: version for name, version in node_versions(SECURITY).items() if name not in STUBBORN | {"mw-beta"}})
    equal("failing script: dpkg has it half-configured, at the new version", node.versions()["mw-delta"], "1.1 iF")
    equal("held: untouched", node.versions()["mw-held"], "1.0")
    equal("both are Failed, and nothing else; nothing is Missing", patching.patches(node, "Failed", "Missing"),
          {name: SECURITY[name] for name in STUBBORN})
    equal("the others wait for the reboot", patching.patches(node, "InstalledPendingReboot").keys(),
          (SECURITY | {"mw-zeta-data": "", "mw-beta": ""}).keys() - STUBBORN)
    claim("the report says what the script said", "this script fails" in (patching.note(node, "mw-delta") or ""), told)
    claim("and that the other is on hold", "hold" in (patching.note(node, "mw-held") or ""), told)

    patching.scan(node)
    equal("scan with a broken package: it is Missing", patching.word(node, "mw-delta"), "MISSING")
    claim("scan with a broken package: and the report names it", "iF" in (patching.note(node, "mw-delta") or ""), patching.note(node, "mw-delta"))
    lab.publish("mw-gamma", "1.11", "stable-security", "Priority: extra")
    lab.publish("mw-epoch", "2:0.1-1", "stable-security", "Section: libs")
    command = patching.install(node, wanted="Failed")
    equal("install beside a broken package: the sound ones come in, the higher epoch too",
          (node.versions()["mw-gamma"], node.versions()["mw-epoch"]), ("1.11", "2:0.1-1"))
    equal("and are reported so", {patching.word(node, name) for name in ("mw-gamma", "mw-epoch")}, {"INSTALLED_PENDING_REBOOT"})
    equal("the broken one is Failed again", patching.word(node, "mw-delta"), "FAILED")
    lab.publish("mw-delta", "1.2", "stable-security")
    node.sh("apt-mark unhold mw-held")
    boot = node.boot_id
    patching.install(node, RebootOption="RebootIfNeeded")
    equal("a repaired version mends it; what is on hold no more comes too",
          (node.versions()["mw-delta"], node.versions()["mw-held"]), ("1.2", "1.1"))
    claim("and the node is rebooted and compliant", node.boot_id != boot and patching.compliance(node) == "COMPLIANT",
          (boot, node.boot_id, patching.state(node)))


def rejected(service, patching, lab, calm, swift):
    lab.reset(calm, swift)
    both = sorted(STUBBORN | {"mw-helper", "mw-alpha"})
    patching.baseline("allowing", "allow", RejectedPatches=both)
    patching.baseline("blocking", "block", RejectedPatches=both, RejectedPatchesAction="BLOCK")
    service.ctl("node", "tag", calm.name, "Patch Group=allow")
    service.ctl("node", "tag", swift.name, "Patch Group=block")
    patching.scan([calm, swift])
    for node in (calm, swift):
        equal(f"rejected, {node.name}: is not Missing, what needs it is", patching.patches(node, "Missing"), {
            name: "1.11" if name == "mw-gamma" else "2:0.1-1" if name == "mw-epoch" else version
            for name, version in SECURITY.items() if name not in both})
    equal("ALLOW_AS_DEPENDENCY: what is installed of it is InstalledOther",
          ({patching.word(calm, name) for name in both}, patching.state(calm)["InstalledRejectedCount"]), ({"INSTALLED_OTHER"}, 0))
    equal("BLOCK: what is installed of it is InstalledRejected", patching.patches(swift, "InstalledRejected").keys(), set(both))

    patching.install(calm, RebootOption="RebootIfNeeded")
    equal("ALLOW_AS_DEPENDENCY: the rejected one comes with the one that needs it, and not otherwise",
          {name: calm.versions()[name] for name in ("mw-epsilon", "mw-helper", "mw-alpha", "mw-held")},
          {"mw-epsilon": "1.1", "mw-helper": "1.1", "mw-alpha": "1.0", "mw-held": "1.0"})
    equal("ALLOW_AS_DEPENDENCY: and is InstalledOther; the node is compliant",
          (patching.word(calm, "mw-helper"), patching.word(calm, "mw-epsilon"), patching.compliance(calm)),
          ("INSTALLED_OTHER", "INSTALLED", "COMPLIANT"))

    patching.install(swift, RebootOption="RebootIfNeeded", wanted="Failed")
    equal("BLOCK: neither comes, the others do",
          {name: swift.versions()[name] for name in ("mw-epsilon", "mw-helper", "mw-alpha", "mw-gamma", "mw-zeta")},
          {"mw-epsilon": "1.0", "mw-helper": "1.0", "mw-alpha": "1.0", "mw-gamma": "1.11", "mw-zeta": "1.1"})
    equal("BLOCK: the one that needs it is Failed, and only that", patching.patches(swift, "Failed"), {"mw-epsilon": "1.1"})
    claim("BLOCK: and says which rejected package it needs", "mw-helper" in (patching.note(swift, "mw-epsilon") or ""),
          patching.note(swift, "mw-epsilon"))
    equal("BLOCK: not compliant", patching.compliance(swift), "NON_COMPLIANT")


def one_by_one(service, patching, lab, node):
    """What cannot be downloaded, and what would remove something: everything else comes all the same."""
    lab.reset(node)
    service.ctl("node", "tag", node.name, "Patch Group=tidy")
    lab.publish("mw-beta", "1.2", "stable-security", "Architecture: all", "Conflicts: mw-zeta")
    lab.publish("mw-alpha", "1.4", "stable-security", "Priority: standard")
    (lab.directory / "apt/pool/stable-security/mw-alpha_1.4.deb").unlink()
    patching.install(node, wanted="Failed")
    equal("a file that is gone, and an update that would remove something: those are Failed, and nothing else",
          patching.patches(node, "Failed", "Missing"), {"mw-alpha": "1.4", "mw-beta": "1.2"})
    found = node.versions()
    equal("the others are in, nothing was removed", {name: found.get(name) for name in ("mw-alpha", "mw-beta", "mw-gamma", "mw-zeta")},
          {"mw-alpha": "1.0", "mw-beta": "1.0", "mw-gamma": "1.11", "mw-zeta": "1.1"})
    for name in ("mw-alpha", "mw-beta"):
        claim(f"the report says of {name} why", patching.note(node, name), patching.note(node, name))
    lab.withdraw("mw-beta", "1.2", "stable-security")


def broken_off(service, patching, lab, node):
    """The plug is pulled, or the command cancelled, in the middle of a package's script: the next install finishes it."""
    for package, version, name, stop in (
        ("mw-alpha", "1.5", "plug", lambda command: node.reboot()),
        ("mw-epsilon", "1.5", "cancel", lambda command: service.ctl("command", "cancel", command)),
    ):
        lab.publish(package, version, "stable-security", "postinst=slow")
        before = node.installs(package)
        command = patching.send("Install", [node], RebootOption="NoReboot")
        # Half-configured: the package's script runs.
        until("the package is half-done", lambda: node.versions()[package] == f"{version} iF", 60)
        stop(command)
        ended = service.await_command(command, 120)["Status"]
        equal(f"{name}: the command is not called a success", ended, "Cancelled" if name == "cancel" else "Failed")
        # What a cancelled install left is seen by the next look.
        if name == "cancel":
            patching.scan(node)
        claim(f"{name}: the node has it half-done", node.versions()[package].startswith(f"{version} i"), node.versions()[package])
        equal(f"{name}: and the report calls it {'Missing' if name == 'cancel' else 'Failed'}", patching.word(node, package),
              "MISSING" if name == "cancel" else "FAILED")
        patching.install(node)
        equal(f"{name}: the next install finishes it", node.versions()[package], version)
        equal(f"{name}: it was unpacked once", node.installs(package), before + 1)
        equal(f"{name}: and nothing is left", patching.patches(node, "Failed", "Missing"), {})


scenario(apt)
