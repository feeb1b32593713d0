"""One mwd with a data directory of its own, and the two ways to talk to it: the API over its socket, and mwctl."""

import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import time

from harness.claims import Broken, until

FINAL = {"Success", "Failed", "TimedOut", "Cancelled"}
FINAL_EXECUTION = {"SUCCESS", "FAILED", "TIMED_OUT", "CANCELLED", "SKIPPED_OVERLAPPING"}


class APIError(Exception):
    def __init__(self, status, code, message):
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


class FakeClock:
    """A wall clock that can be set while the service runs (wall-clock.c); the monotonic clock stays real."""

    SOURCE = pathlib.Path(__file__).with_name("wall-clock.c")

    def __init__(self, directory, now):
        """now: seconds since 1970 that the service shall believe it is."""
        compiler = shutil.which("cc") or shutil.which("clang")
        if not compiler:
            raise Broken("a C compiler is missing; the Swift toolchain brings clang")
        self.shim, self.file = pathlib.Path(directory) / "wall-clock.so", pathlib.Path(directory) / "wall-clock"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(self.shim), str(self.SOURCE)], check=True
        )
        self.set(now)

    def set(self, now):
        self.offset = now - time.time()
        # In place and at once: the service has the file mapped.
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600)
        os.pwrite(descriptor, struct.pack("=q", round(self.offset * 1e9)), 0)
        os.close(descriptor)

    @property
    def now(self):
        return time.time() + self.offset

    @property
    def environment(self):
        return {"LD_PRELOAD": str(self.shim), "WALL_CLOCK_OFFSET": str(self.file)}


class _SocketConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Service:
    def __init__(self, directory, stack, clock=None, environment=None, path_first=None):
        self.directory = pathlib.Path(directory)
        self.data = self.directory / "data"
        self.socket = self.data / "mwd.sock"
        self.log = self.directory / "mwd.log"
        self.clock = clock
        binaries = pathlib.Path(os.environ["MWD_BIN_DIR"])
        self.mwd, self.mwctl = binaries / "mwd", binaries / "mwctl"
        # Nothing of the machine's own configuration, and of nobody's credentials.
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MWD_", "MWCTL_", "AWS_", "LD_"))
        }
        self.environment |= {"MWCTL_SOCKET": str(self.socket)} | (environment or {})
        if path_first:
            self.environment["PATH"] = f"{path_first}:{self.environment['PATH']}"
        self.process, self.port, self.starts = None, None, 0
        self.fixed_port = 0
        stack.callback(self._end)

    # Its life

    def spawn(self, *extra):
        arguments = [str(self.mwd), "serve", "--data-dir", str(self.data), "--listen", f"127.0.0.1:{self.fixed_port}", *extra]
        environment = self.environment
        if self.clock:
            environment = environment | self.clock.environment
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
            )

    def start(self):
        offset = self.log.stat().st_size if self.log.exists() else 0
        self.process = self.spawn()
        self.starts += 1

        def is_up():
            if self.process.poll() is not None:
                raise Broken(f"mwd ended with {self.process.returncode}: {self.log.read_text()[offset:]}")
            with open(self.log, "rb") as log:
                log.seek(offset)
                found = re.search(rb"address=127\.0\.0\.1:(\d+)", log.read())
            if not found:
                return False
            self.port = int(found[1])
            return self.get("/ready")[0] == 200

        until("mwd answers", is_up, seconds=30, every=0.02)
        return self

    def stop(self, seconds=30):
        """Asks it to stop. Returns its exit status and how long it took."""
        started = time.monotonic()
        self.process.terminate()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Broken(f"mwd did not stop within {seconds} s of SIGTERM") from None
        return status, time.monotonic() - started

    def kill(self):
        self.process.kill()
        self.process.wait()

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def _end(self):
        if self.is_running:
            try:
                self.stop(10)
            except Broken:
                self.kill()
                raise

    # The API, as the local administrator

    def request(self, method, path, body=None, headers=None, timeout=30):
        connection = _SocketConnection(str(self.socket), timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def get(self, path):
        status, body, _ = self.request("GET", path)
        return status, body.decode()

    def call(self, operation, members=None, **more):
        target = operation if "." in operation else f"AmazonSSM.{operation}"
        body = json.dumps((members or {}) | more)
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
        status, answer, _ = self.request("POST", "/", body, headers)
        answer = json.loads(answer)
        if status != 200:
            raise APIError(status, answer.get("__type"), answer.get("message"))
        return answer

    def all(self, operation, key, members=None, **more):
        """Every item of a listing, page by page."""
        members, items = (members or {}) | more, []
        while True:
            page = self.call(operation, members)
            items += page.get(key, [])
            if not page.get("NextToken"):
                return items
            members = members | {"NextToken": page["NextToken"]}

    def all_events(self):
        """The whole outbox, oldest first."""
        after, events = 0, []
        while True:
            page = self.call("MaintenanceWindows.ListEvents", After=after, MaxResults=50)
            if not page["Events"]:
                return events
            events += page["Events"]
            after = page["LastSequence"]

    # mwctl

    def run(self, *arguments, timeout=120):
        return subprocess.run(
            [str(self.mwctl), *map(str, arguments)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, env=self.environment, timeout=timeout,
        )

    def ctl(self, *arguments):
        """Runs mwctl, which must succeed, and returns what it printed as JSON."""
        done = self.run(*arguments, "-o", "json")
        if done.returncode != 0:
            raise Broken(f"mwctl {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    # What scenarios do all the time

    def add_local(self, name, *tags):
        words = [word for tag in tags for word in ("--tag", tag)]
        return self.ctl("node", "add", name, "--transport", "local", *words)["InstanceId"]

    def send(self, script, targets=None, nodes=None, seconds=None, **more):
        """Sends AWS-RunShellScript and returns the command's ID."""
        parameters = {"commands": script if isinstance(script, list) else [script]}
        if seconds:
            parameters["executionTimeout"] = [str(seconds)]
        if nodes:
            more["InstanceIds"] = nodes
        else:
            more["Targets"] = [{"Key": key, "Values": values} for key, values in targets.items()]
        order = {"DocumentName": "AWS-RunShellScript", "Parameters": parameters, "MaxErrors": "100%"} | more
        return self.call("SendCommand", order)["Command"]["CommandId"]

    def command(self, command):
        return self.call("ListCommands", CommandId=command)["Commands"][0]

    def invocations(self, command, details=False):
        return self.all("ListCommandInvocations", "CommandInvocations", CommandId=command, Details=details)

    def await_command(self, command, seconds=60):
        until(f"command {command} is final", lambda: self.command(command)["Status"] in FINAL, seconds)
        return self.command(command)

    def statuses(self, command):
        """StatusDetails of the nodes, sorted."""
        return sorted(invocation["StatusDetails"] for invocation in self.invocations(command))

    def output(self, command, node):
        return self.call("GetCommandInvocation", CommandId=command, InstanceId=node)

    def window(self, name, schedule="rate(30 days)", duration=1, cutoff=0, target=None, **more):
        """A window with one target; returns the IDs of both."""
        window = self.call(
            "CreateMaintenanceWindow", Name=name, Schedule=schedule, Duration=duration, Cutoff=cutoff,
            AllowUnassociatedTargets=False, **more,
        )["WindowId"]
        if not target:
            return window, None
        registered = self.call(
            "RegisterTargetWithMaintenanceWindow", WindowId=window, ResourceType="INSTANCE",
            Targets=[{"Key": key, "Values": values} for key, values in target.items()],
        )
        return window, registered["WindowTargetId"]

    def task(self, window, target, script, concurrency="50", errors="100%", document="AWS-RunShellScript", **more):
        parameters = script if isinstance(script, dict) else {"commands": [script]}
        return self.call(
            "RegisterTaskWithMaintenanceWindow", WindowId=window, TaskType="RUN_COMMAND", TaskArn=document,
            Targets=[{"Key": "WindowTargetIds", "Values": [target]}], MaxConcurrency=concurrency, MaxErrors=errors,
            TaskInvocationParameters={"RunCommand": {"Parameters": parameters}}, **more,
        )["WindowTaskId"]

    def open(self, window):
        return self.ctl("window", "open", window)["WindowExecutionId"]

    def execution(self, execution):
        return self.call("GetMaintenanceWindowExecution", WindowExecutionId=execution)

    def executions(self, window):
        return self.all("DescribeMaintenanceWindowExecutions", "WindowExecutions", WindowId=window)

    def tasks(self, execution):
        return self.all(
            "DescribeMaintenanceWindowExecutionTasks", "WindowExecutionTaskIdentities", WindowExecutionId=execution
        )

    def commands_of(self, execution, task):
        return [
            invocation["ExecutionId"]
            for invocation in self.all(
                "DescribeMaintenanceWindowExecutionTaskInvocations", "WindowExecutionTaskInvocationIdentities",
                WindowExecutionId=execution, TaskId=task,
            )
        ]

    def await_execution(self, execution, seconds=60):
        until(
            f"execution {execution} is final",
            lambda: self.execution(execution)["Status"] in FINAL_EXECUTION, seconds,
        )
        return self.execution(execution)
