"""Keeps the nodes of a lab running: what stops is booted again, with a new boot ID and an empty /run."""

import fcntl
import os
import pathlib
import signal
import subprocess
import time
import uuid

from labnodes import TOOLS, write

# Between the end of a node and its next boot; a file `down-for` beside it says otherwise.
PAUSE = 0.5


class Machine:
    """One node: a process tree in namespaces of its own, whose first process is its sshd."""

    def __init__(self, place):
        self.place = place
        self.process = None
        self.boot_at = 0.0

    def tend(self):
        if self.process is not None and self.process.poll() is not None:
            self.process = None
            wanted = self.place / "down-for"
            self.boot_at = time.monotonic() + (float(wanted.read_text()) if wanted.exists() else PAUSE)
        # `off` is there while it is to stay off; the disk is not, while a reset replaces it.
        off = (self.place / "off").exists() or not (self.place / "root").exists()
        if self.process is None and not off and time.monotonic() >= self.boot_at:
            self.boot()

    def boot(self):
        write(self.place / "boot_id", f"{uuid.uuid4()}\n", 0o444)
        with open("/proc/uptime") as uptime:
            # Clocks that count from the boot count from this one: the uptime, and the boot time in /proc/stat.
            running = int(float(uptime.read().split()[0]))
        with open(self.place / "log", "ab") as log:
            self.process = subprocess.Popen(
                [
                    # Whoever kills this supervisor kills the nodes too.
                    "setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--uts", "--ipc", "--time",
                    "--boottime", str(-running), "--fork", "--kill-child", TOOLS / "node-init", self.place,
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/",
                env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
            )
        write(self.place / "pid", f"{self.process.pid}\n")

    def halt(self):
        if self.process is not None:
            pull_plug(self.place)
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


def pull_plug(place):
    """Kills the node's first process, and the kernel kills the rest. Its parent, unshare, ends when all are gone."""
    try:
        pid = int((place / "pid").read_text())
        for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        pass


def lock(lab):
    """The open file while nobody else supervises; None otherwise. It holds the process ID."""
    file = open(lab.directory / "supervisor", "a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def supervise(lab):
    file = lock(lab)
    if file is None:
        return
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    ending = []
    signal.signal(signal.SIGTERM, lambda *_: ending.append(True))
    machines, known = {}, None
    while not ending:
        # nodes.json grows when more nodes are wanted.
        if lab.file.stat().st_mtime_ns != known:
            known = lab.file.stat().st_mtime_ns
            for node in lab.nodes():
                machines.setdefault(node["name"], Machine(lab.directory / node["name"]))
        for machine in machines.values():
            machine.tend()
        time.sleep(0.05)
    for machine in machines.values():
        machine.halt()
