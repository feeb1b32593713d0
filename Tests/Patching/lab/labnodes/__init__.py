"""Nodes of the patch lab: whole root file systems, each the world of one sshd. `nodes` is the command."""

import json
import os
import pathlib
import subprocess

TOOLS = pathlib.Path(__file__).resolve().parents[1]


class Refused(Exception):
    """What the lab cannot do, in words for whoever asked."""


def run(*command, **options):
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options,
    )
    if done.returncode != 0:
        raise Refused(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout[-2000:]}")
    return done.stdout


def write(path, text, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.chmod(mode)
    new.rename(path)


def refuse_mounted(path):
    """What is mounted below a tree is somebody's world still, and not to be written over."""
    with open("/proc/self/mountinfo") as mounts:
        for line in mounts:
            if pathlib.Path(line.split()[4]).is_relative_to(path):
                raise Refused(f"{line.split()[4]} is mounted")


class Lab:
    """The directory of a lab and what nodes.json says of it."""

    def __init__(self, directory):
        self.directory = pathlib.Path(os.path.abspath(directory))
        self.file = self.directory / "nodes.json"

    def read(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {"nodes": []}

    def node(self, name):
        for node in self.read()["nodes"]:
            if node["name"] == name:
                return node
        raise Refused(f"there is no node {name} in {self.directory}")

    def nodes(self):
        return self.read()["nodes"]
