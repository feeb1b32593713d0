"""The patch lab as a scenario uses it: fresh nodes, fresh repositories, and what is really on a node's disk.

The lab's images are kept below E2E_DIR from one scenario to the next, or in MWD_E2E_LAB, which a later run finds again.
"""

import contextlib
import fcntl
import os
import pathlib
import random
import shutil
import socket
import subprocess

from harness.claims import Broken, say

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "Patching" / "lab"
# The packages of the lab that have a security update, and the version a security-only baseline wants of each.
SECURITY = {
    "mw-alpha": "1.1", "mw-conf": "1.1", "mw-delta": "1.1", "mw-epoch": "1:1.0-1", "mw-epsilon": "1.1", "mw-gamma": "1.10",
    "mw-held": "1.1", "mw-helper": "1.1", "mw-kernel": "1.1", "mw-zeta": "1.1",
}
# What it must leave alone: its update is not a security one.
ORDINARY = {"mw-beta": "1.0"}
# Of the wanted, those that cannot be had: a script that fails, a hold.
STUBBORN = {"mw-delta", "mw-held"}


def call(*command, check=True, timeout=300):
    done = subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=timeout,
    )
    if check and done.returncode != 0:
        raise Broken(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stdout[-2000:]}")
    return done.stdout


class PatchNode:
    def __init__(self, lab, name, family):
        self.lab, self.name, self.family = lab, name, family
        self.place = lab.directory / name
        self.root = self.place / "root"
        # The service's ID of it, once it is registered.
        self.id = None

    def sh(self, script, check=True):
        """Runs a script on the node's disk. It needs no session there, and changes no boot."""
        return call("chroot", self.root, "sh", "-c", script, check=check)

    def versions(self):
        """What dpkg or rpm itself says: the version of each of the lab's packages, with its state when that is not `ii`."""
        if self.family != "debian":
            lines = self.sh("rpm -qa --qf '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n' 'mwr-*' linux-firmware").splitlines()
            return dict(map(str.split, lines))
        found = {}
        for line in self.sh("dpkg-query -W -f='${db:Status-Abbrev}|${Package}|${Version}\\n' 'mw-*'").splitlines():
            state, name, version = line.split("|")
            if state[1] not in "nc":
                found[name] = version if state.strip() in ("ii", "hi") else f"{version} {state.strip()}"
        return found

    def installs(self, package):
        """How often dpkg has unpacked the package since the node's first day, by its own log."""
        log = self.root / "var/log/dpkg.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return sum(f" upgrade {package}:" in line or f" install {package}:" in line for line in lines)

    @property
    def boot_id(self):
        return (self.place / "boot_id").read_text().strip()

    @property
    def reboots(self):
        """In how many boots the node was told to reboot. Told twice in one it still reboots once: the order names the boot."""
        return len({line.split()[0] for line in self.lines("var/log/reboots")})

    def lines(self, path):
        file = self.root / path
        return file.read_text().splitlines() if file.exists() else []

    def reboot(self):
        self.lab.nodes_tool("reboot", self.name)

    @contextlib.contextmanager
    def locked(self, path):
        """Holds a record lock as dpkg and apt do; the kernel knows no difference between this process and one there."""
        with open(self.root / path, "a") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            yield


class PatchLab:
    def __init__(self, directory, stack, debian=0, rpm=0, zypper=0):
        kept = os.environ.get("MWD_E2E_LAB") or os.environ.get("E2E_DIR")
        self.directory = pathlib.Path(kept or directory) / ("lab" if not os.environ.get("MWD_E2E_LAB") else "")
        stack.callback(self.stop)
        counts = {"debian": debian, "rpm": rpm, "zypper": zypper}
        for kind in ("apt", "rpm"):
            self._renew(kind)
        words = [word for family, count in counts.items() if count for word in (f"--{family}", count)]
        if not (self.directory / "nodes.json").exists():
            words += ["--port", free_base()]
        self.nodes_tool("start", *words)
        self.nodes = [
            PatchNode(self, f"{family}-{number}", family) for family, count in counts.items() for number in range(1, count + 1)
        ]
        self.reset(*self.nodes)
        # As in SSHNodes: `ssh` finds its configuration by the user's entry in passwd, so a program of that name says where.
        self.path = pathlib.Path(directory) / "bin"
        self.path.mkdir()
        wrapper = self.path / "ssh"
        wrapper.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F "{self.directory}/ssh_config" "$@"\n')
        wrapper.chmod(0o755)
        say(f"the lab stands: {', '.join(node.name for node in self.nodes)}")

    def _renew(self, kind):
        """What an earlier scenario published goes; the key stays, for the nodes' images trust it."""
        place = self.directory / kind
        if not place.exists():
            return
        self.repository(kind, "stop")
        if kind == "apt":
            (place / "dists").unlink(missing_ok=True)
        else:
            shutil.rmtree(place)

    def nodes_tool(self, command, *words):
        return call(TOOLS / "nodes", command, self.directory, *words)

    def repository(self, kind, command, *words):
        return call(TOOLS / f"{kind}-repository", self.directory / kind, command, *words)

    def publish(self, name, version, suite, *fields):
        self.repository("rpm" if name.startswith("mwr-") else "apt", "publish", name, version, suite, *fields)

    def withdraw(self, name, version, suite):
        self.repository("rpm" if name.startswith("mwr-") else "apt", "withdraw", name, version, suite)

    @contextlib.contextmanager
    def dead_mirror(self, kind="apt"):
        port = (self.directory / kind / ".port").read_text().strip()
        self.repository(kind, "stop")
        try:
            yield
        finally:
            self.repository(kind, "serve", port)

    def reset(self, *nodes):
        self.nodes_tool("reset", *(node.name for node in nodes))
        for node in nodes:
            # What the runner keeps, and what it says of earlier boots, is gone with the disk.
            (node.place / "down-for").unlink(missing_ok=True)

    def of(self, family):
        return [node for node in self.nodes if node.family == family]

    def add_to(self, service, nodes, *tags):
        words = [word for tag in tags for word in ("--tag", tag)]
        for node in nodes:
            node.id = service.ctl(
                "node", "add", node.name, "--transport", "ssh", "--host", node.name, *words
            )["InstanceId"]

    def stop(self):
        if (self.directory / "nodes.json").exists():
            self.nodes_tool("stop")


def free_base():
    """The first of a hundred ports, below the range from which the system takes ports for clients."""
    for _ in range(50):
        base = random.randrange(20_000, 30_000, 100)
        try:
            for port in (base, base + 1, *range(base + 11, base + 15), base + 31, base + 51):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    raise Broken("there are no free ports for a lab")
