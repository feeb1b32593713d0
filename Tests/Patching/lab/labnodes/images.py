"""What is on a node's disk before its first boot: one image per family, copied for every node."""

import shutil

from labnodes import TOOLS, refuse_mounted, run, write

# Stands in for shutdown(8) and reboot(8). Returns before the end, as the real ones do; then the first process dies, and
# the node with it; the supervisor boots it again. `refuse-reboot` makes it fail; every wish is noted.
SHUTDOWN = """#!/bin/sh
if [ -e /etc/lab/refuse-reboot ]; then
    echo "${0##*/}: Access denied" >&2
    exit 1
fi
echo "$(cat /proc/sys/kernel/random/boot_id) ${0##*/} $*" >>/var/log/reboots
setsid sh -c 'sleep 0.3; kill -TERM 1' >/dev/null 2>&1 </dev/null &
exit 0
"""

# hold-lock FILE SECONDS: what dpkg and apt call locked is a record lock, which the shell cannot take.
HOLD_LOCK = """#!/usr/bin/perl
use Fcntl;
open my $file, ">>", $ARGV[0] or die $!;
my $lock = pack "s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0;
fcntl $file, F_SETLKW, $lock or die $!;
$| = 1;
print "held\n";
sleep $ARGV[1];
"""

SSHD = """ListenAddress 127.0.0.1:{port}
PidFile none
AuthorizedKeysFile /etc/lab/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 1000
MaxSessions 1000
PrintMotd no
HostKey /etc/ssh/host_key
LogLevel VERBOSE
"""


class Images:
    def __init__(self, lab, repositories):
        self.lab = lab
        self.repositories = repositories

    def image(self, family):
        """Made at the first need; remove it to have it made anew."""
        image = self.lab.directory / "images" / family
        if not image.exists():
            new = image.with_name(family + ".new")
            if new.exists():
                shutil.rmtree(new)
            new.parent.mkdir(exist_ok=True)
            getattr(self, family)(new)
            for program in ("shutdown", "reboot"):
                write(new / "usr/local/sbin" / program, SHUTDOWN, 0o755)
            write(new / "etc/lab/hold-lock", HOLD_LOCK, 0o755)
            shutil.copy(self.lab.directory / "client_key.pub", new / "etc/lab/authorized_keys")
            new.rename(image)
        return image

    def debian(self, tree):
        # wget reads the lists that an operator hands to a run.
        run(TOOLS / "debian-tree", tree, "wget")
        (tree / "etc/lab").mkdir()
        source = run(TOOLS / "apt-repository", self.repositories["apt"].path, "source", self.repositories["apt"].port)
        write(tree / "etc/apt/sources.list.d/lab.sources", source)
        packages = tree / "tmp/base"
        shutil.copytree(self.repositories["apt"].path / "pool/base", packages)
        run("chroot", tree, "sh", "-c", "dpkg --install /tmp/base/*.deb")
        shutil.rmtree(packages)
        run("chroot", tree, "apt-mark", "hold", "mw-held")
        with open(tree / "etc/mw-conf.conf", "a") as settings:
            settings.write("changed = here\n")

    def rpm(self, tree, manager="dnf", sources="etc/yum.repos.d"):
        run(TOOLS / "rpm-tree", tree, manager)
        (tree / "etc/lab").mkdir()
        repository = self.repositories["rpm"]
        write(tree / sources / "lab.repo", run(TOOLS / "rpm-repository", repository.path, "source", repository.port, manager))
        packages = tree / "tmp/base"
        shutil.copytree(repository.path / "base/Packages", packages)
        # Debian's rpm wants to be sure that it is meant.
        run("chroot", tree, "sh", "-c", "rpm --force-debian --upgrade /tmp/base/*.rpm")
        shutil.rmtree(packages)
        with open(tree / "etc/mwr-conf.conf", "a") as settings:
            settings.write("changed = here\n")
        if manager == "dnf":
            run("chroot", tree, "dnf", "--quiet", "--disablerepo=*", "versionlock", "add", "--raw", "mwr-held-0:1.0-1.*")
        else:
            run("chroot", tree, "zypper", "--non-interactive", "--quiet", "addlock", "mwr-held")

    def zypper(self, tree):
        self.rpm(tree, "zypper", "etc/zypp/repos.d")

    def lay_out(self, node):
        """The node's disk as it is on the first day; what was there before is gone."""
        place = self.lab.directory / node["name"]
        place.mkdir(exist_ok=True)
        key = place / "host_key"
        if not key.exists():
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", node["name"], "-f", key)
        # Only what changed is written, so a reset takes a second. By content: dpkg and rpm set the times of files back, and
        # two versions of a file may well have one length. The supervisor waits while there is no `root`.
        root, new = place / "root", place / "root.new"
        refuse_mounted(new)
        if root.exists():
            root.rename(new)
        run("rsync", "--archive", "--hard-links", "--numeric-ids", "--checksum", "--delete", f"{self.image(node['family'])}/", new)
        shutil.copy(key, new / "etc/ssh/host_key")
        write(new / "etc/ssh/sshd_config", SSHD.format(port=node["port"]))
        write(new / "etc/hostname", node["name"] + "\n")
        write(new / "etc/hosts", f"127.0.0.1 localhost {node['name']}\n")
        new.rename(root)
