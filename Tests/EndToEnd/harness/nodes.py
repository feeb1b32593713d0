"""Nodes with a real sshd, by Tests/Nodes/sshd-nodes, and an ssh_config of our own in front of theirs."""

import os
import pathlib
import random
import subprocess

from harness.claims import Broken

TOOL = pathlib.Path(__file__).resolve().parents[2] / "Nodes" / "sshd-nodes"


class SSHNodes:
    def __init__(self, directory, stack, count):
        self.directory = pathlib.Path(directory) / "nodes"
        self.aliases = ""
        stack.callback(self.stop)
        for _ in range(10):
            # Below the range from which the system takes ports for clients.
            self.base = random.randrange(20_000, 30_000, 100)
            done = self._tool("start", count, self.base, check=False)
            if done.returncode == 0:
                break
            self._tool("stop")
            if "is taken" not in done.stderr:
                raise Broken(done.stderr)
            subprocess.run(["rm", "-rf", str(self.directory)], check=True)
        else:
            raise Broken(done.stderr)
        # `ssh` finds its configuration by the user's entry in passwd, not by HOME: so a program of that name says where.
        self.path = pathlib.Path(directory) / "bin"
        self.path.mkdir()
        self.config = pathlib.Path(directory) / "ssh_config"
        wrapper = self.path / "ssh"
        wrapper.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F "{self.config}" "$@"\n')
        wrapper.chmod(0o755)
        self._write()

    def alias(self, name, port, known_hosts):
        """Another name for a port, with its own known_hosts."""
        self.aliases += f"Host {name}\n    HostName 127.0.0.1\n    Port {port}\n    UserKnownHostsFile {known_hosts}\n"
        self._write()

    def _write(self):
        # The first value wins in ssh_config, so the aliases come first.
        self.config.write_text(f"{self.aliases}Host *\n    Include {self.directory}/ssh_config\n")

    def port(self, number):
        return self.base + number

    def add_to(self, service, numbers, *tags):
        """Registers nodes and returns their IDs by number."""
        words = [word for tag in tags for word in ("--tag", tag)]
        return {
            number: service.ctl(
                "node", "add", f"node-{number}", "--transport", "ssh", "--host", f"node-{number}", *words
            )["InstanceId"]
            for number in numbers
        }

    def grow(self, count):
        self._tool("start", count, self.base)

    def cut(self, number):
        self._tool("cut", f"node-{number}")

    def reboots(self, number):
        file = self.directory / f"node-{number}" / "rebooted"
        return len(file.read_text().splitlines()) if file.exists() else 0

    def stop(self):
        if self.directory.exists():
            self._tool("stop")

    def _tool(self, command, *arguments, check=True):
        done = subprocess.run(
            [str(TOOL), command, str(self.directory), *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60,
            env={"PATH": os.environ["PATH"]},
        )
        if check and done.returncode != 0:
            raise Broken(f"sshd-nodes {command}: {done.stderr}")
        return done
