"""SIGTERM in the middle of work, a node that forgets while the service is dead, two services on one directory, sockets
left behind, and a backup while running."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess

from harness import Service, claim, equal, scenario, until
from harness.nodes import SSHNodes

TARGET = {"tag:Workload": ["Test"]}


def lines(path):
    return path.read_text().split() if path.exists() else []


def graceful(service, directory, ids):
    mark = directory / "mark"
    mark.mkdir()
    script = (f"echo begin | tee -a {mark}/$AWS_SSM_INSTANCE_ID; "
              f"until [ -e {directory}/go ]; do sleep 0.2; done; echo end | tee -a {mark}/$AWS_SSM_INSTANCE_ID")
    window, target = service.window("stopped", target=TARGET)
    service.task(window, target, script)
    execution = service.open(window)
    until("every node is at work", lambda: len([p for p in mark.iterdir() if lines(p)]) == len(ids))
    again = service.run("window", "open", "stopped")
    equal("opening a window that is open ends with 1", again.returncode, 1)
    claim("and says that it is open", "is open; its execution has not ended" in again.stderr, again.stderr)
    status, seconds = service.stop()
    equal("SIGTERM in the middle of work: exit status 0", status, 0)
    claim("and within seconds", seconds < 10, seconds)
    claim("its socket is gone", not service.socket.exists())
    claim("the log's last word is that it stopped", "The service has stopped." in service.log.read_text().splitlines()[-1])
    (directory / "go").touch()
    until("the work goes on without a service", lambda: all(lines(p) == ["begin", "end"] for p in mark.iterdir()), 15)
    claim("the work goes on without a service", True)
    service.start()
    equal("the next start has the result", service.await_execution(execution)["Status"], "SUCCESS")
    (task,) = service.tasks(execution)
    (command,) = service.commands_of(execution, task["TaskExecutionId"])
    for node in ids:
        equal(f"{node}: ran once, with its whole output",
              (lines(mark / node), service.output(command, node)["StandardOutputContent"]), (["begin", "end"], "begin\nend\n"))


def forgetful(service, directory):
    marker, enough = directory / "forgotten", directory / "enough"
    node = service.add_local("forgetful", "Role=forgetful")
    command = service.send(f"echo ran >>{marker}; until [ -e {enough} ]; do sleep 0.2; done", nodes=[node])
    until("the step runs, and its start is noted", lambda: lines(marker) == ["ran"] and noted_start(service, command))
    service.kill()
    shutil.rmtree(service.data / "spool")
    service.start()
    enough.touch()
    equal("a step that its node forgot while the service was dead is Failed", service.await_command(command)["Status"], "Failed")
    said = service.output(command, node)["StandardErrorContent"]
    claim("and says why", "no trace of it" in said, said)
    equal("and ran once", lines(marker), ["ran"])


def noted_start(service, command):
    with contextlib.closing(sqlite3.connect(f"file:{service.data}/mwd.sqlite?mode=ro", uri=True)) as database:
        (noted,) = database.execute("SELECT startedWork FROM invocation WHERE commandID = ?", (command,)).fetchone()
    return noted is not None


def second(service):
    other = service.spawn()
    equal("a second service on the same directory ends with 1", other.wait(20), 1)
    claim("and says why", "Another mwd uses the data directory" in service.log.read_text())
    equal("the first one still answers", service.get("/ready")[0], 200)


def busy_port(service, directory, stack):
    other = Service(directory / "busy", stack)
    other.directory.mkdir()
    refused = other.spawn("--listen", f"127.0.0.1:{service.port}")
    equal("a service whose port is taken ends with 1", refused.wait(20), 1)
    said = other.log.read_text()
    claim("and names the address and a way out",
          f"The address 127.0.0.1:{service.port} is in use by another program." in said and "--listen HOST:PORT" in said, said)
    equal("the one that has the port still answers", service.get("/ready")[0], 200)


def stale_socket(service):
    mode = os.stat(service.socket).st_mode & 0o777
    equal("the socket's mode", oct(mode), "0o660")
    service.kill()
    claim("kill -9 leaves the socket file behind", service.socket.exists())
    service.start()
    claim("a start replaces it", service.run("status").returncode == 0)
    service.stop()
    # One that nobody ever listened on, and something that is no socket at all.
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    dead.bind(str(service.socket))
    dead.close()
    service.start()
    claim("a dead socket of somebody else is replaced, too", service.run("status").returncode == 0)
    service.stop()
    service.socket.write_text("precious")
    refused = service.spawn()
    equal("a file in its place is refused with 1", refused.wait(20), 1)
    equal("and kept", service.socket.read_text(), "precious")
    service.socket.unlink()
    service.start()


def backup(service, directory):
    copy = directory / "copy" / "data"
    copy.mkdir(parents=True, mode=0o700)
    command = service.send("sleep 1", TARGET)
    subprocess.run(["sqlite3", str(service.data / "mwd.sqlite"), f".backup '{copy}/mwd.sqlite'"], check=True, timeout=30)
    with sqlite3.connect(copy / "mwd.sqlite") as database:
        equal("a backup of the running store is whole", database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
    database.close()
    service.await_command(command)
    return copy.parent


def restart(directory, stack):
    nodes = SSHNodes(directory, stack, 2)
    service = Service(directory, stack, path_first=nodes.path).start()
    ids = [*nodes.add_to(service, (1, 2), "Workload=Test").values()]
    ids += [service.add_local(f"local-{number}", "Workload=Test") for number in (1, 2)]
    graceful(service, directory, ids)
    forgetful(service, directory)
    second(service)
    busy_port(service, directory, stack)
    stale_socket(service)
    copied = backup(service, directory)
    executions = [e["WindowExecutionId"] for e in service.executions(window_named(service, "stopped"))]
    equal("a last stop", service.stop()[0], 0)
    restored = Service(copied, stack, path_first=nodes.path).start()
    equal("a service on the backup knows the windows and their history",
          [e["WindowExecutionId"] for e in restored.executions(window_named(restored, "stopped"))], executions)
    # The command that ran at the moment of the backup is asked after again, and was not run again.
    until("nothing is unfinished", lambda: all(
        c["Status"] in ("Success", "Failed") for c in restored.call("ListCommands")["Commands"]), 30)
    claim("and everything in it ends", True)


def window_named(service, name):
    (window,) = service.call("DescribeMaintenanceWindows", Filters=[{"Key": "Name", "Values": [name]}])["WindowIdentities"]
    return window["WindowId"]


scenario(restart)
