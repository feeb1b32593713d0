"""Cutoff, overlap and missed openings, with a wall clock that is set forward while the service runs and while it is down."""

import datetime
import subprocess
import time

from harness import FakeClock, Service, claim, equal, scenario, until

TARGET = {"tag:Workload": ["Test"]}



def moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc).timestamp()


def text(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


def lines(path):
    return path.read_text().split() if path.exists() else []


def processes(needle):
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if needle in line]


class Story:
    def __init__(self, directory, stack):
        self.directory = directory
        self.clock = FakeClock(directory, moment("2027-03-02T10:10:00"))
        self.service = Service(directory, stack, clock=self.clock, environment={"MWD_SHORTEST_SPACING_SECONDS": "1"})
        self.service.start()
        for number in range(1, 5):
            self.service.add_local(f"node-{number}", "Workload=Test")

    def mark(self, name):
        return self.directory / f"{name}.mark"

    def held(self, name):
        """A script that notes its begin, waits for a file, and notes its end."""
        return (f"echo begin >>{self.mark(name)}; until [ -e {self.directory}/{name}.go ]; do sleep 0.2; done; "
                f"echo end >>{self.mark(name)}")

    def release(self, name):
        (self.directory / f"{name}.go").touch()

    def task_statuses(self, execution):
        """Statuses by priority."""
        found = {}
        for task in self.service.tasks(execution):
            detail = self.service.call(
                "GetMaintenanceWindowExecutionTask", WindowExecutionId=execution, TaskId=task["TaskExecutionId"])
            found[detail["Priority"]] = (task["Status"], task["TaskExecutionId"])
        return found

    # A clock that runs over the cutoff

    def over_the_cutoff(self):
        service, clock = self.service, self.clock
        # Every window: an hour long, two nodes at once of four. Opened by hand at ten past ten, so its cutoff is 11:10.
        def window(name, *tasks):
            made, target = service.window(name, schedule="cron(0 3 1 1 ? 2030)", target=TARGET)
            for priority, (script, behaviour) in enumerate(tasks, 1):
                service.task(made, target, script, concurrency="2", Priority=priority, CutoffBehavior=behaviour)
            return made

        needle = f"8{time.time_ns() % 10**9}.5"
        held_cancel = f"echo begin >>{self.mark('cancel')}; sleep {needle}"
        windows = {
            "cancel": window("cancel", (held_cancel, "CANCEL_TASK"), (f"echo never >>{self.mark('cancel')}", "CONTINUE_TASK")),
            "continue": window("continue", (self.held("continue"), "CONTINUE_TASK")),
            "lower": window("lower", (self.held("lower"), "CONTINUE_TASK"), (f"echo never >>{self.mark('lower2')}", "CONTINUE_TASK")),
        }
        opened = {name: service.open(made) for name, made in windows.items()}
        # This one opened at 10:10 and is due again at 10:30, which will be in the past when the clock is next looked at.
        overlapping, target = service.window("overlap", schedule="cron(30 10 ? * * *)", duration=2, target=TARGET)
        service.task(overlapping, target, self.held("overlap"))
        opened["overlap"] = service.open(overlapping)
        until("the first nodes are at work",
              lambda: [len(lines(self.mark(name))) for name in ("cancel", "continue", "lower", "overlap")] == [2, 2, 2, 4])
        equal("cutoff: work runs on two nodes", len(processes(f"sleep {needle}")), 2)

        clock.set(moment("2027-03-02T11:10:30"))
        # The service is not told: it looks at the wall every half minute.
        execution = service.await_execution(opened["cancel"], 45)
        equal("CANCEL_TASK: the execution is TIMED_OUT", execution["Status"], "TIMED_OUT")
        tasks = self.task_statuses(opened["cancel"])
        equal("CANCEL_TASK: its task is TIMED_OUT, and so is the one that never started",
              {priority: status for priority, (status, _) in tasks.items()}, {1: "TIMED_OUT", 2: "TIMED_OUT"})
        (command,) = service.commands_of(opened["cancel"], tasks[1][1])
        equal("CANCEL_TASK: running nodes were cancelled, the others never reached",
              service.statuses(command), ["Cancelled"] * 4)
        equal("CANCEL_TASK: nothing of it runs any more", processes(f"sleep {needle}"), [])
        equal("CANCEL_TASK: no node was begun after the cutoff, and no other task", lines(self.mark("cancel")), ["begin"] * 2)

        until("the lower group is TIMED_OUT",
              lambda: self.task_statuses(opened["lower"])[2][0] == "TIMED_OUT", 45)
        equal("CONTINUE_TASK: at the cutoff it goes on", self.task_statuses(opened["lower"])[1][0], "IN_PROGRESS")
        equal("CONTINUE_TASK: so does its execution", service.execution(opened["lower"])["Status"], "IN_PROGRESS")
        equal("CONTINUE_TASK: and the other one", self.task_statuses(opened["continue"])[1][0], "IN_PROGRESS")
        for name in ("continue", "lower"):
            self.release(name)
        equal("CONTINUE_TASK: the execution succeeds after its end", service.await_execution(opened["continue"])["Status"], "SUCCESS")
        equal("CONTINUE_TASK: nodes were still begun after the cutoff", sorted(lines(self.mark("continue"))), ["begin"] * 4 + ["end"] * 4)
        (command,) = service.commands_of(opened["continue"], self.task_statuses(opened["continue"])[1][1])
        equal("CONTINUE_TASK: all four nodes succeeded", service.statuses(command), ["Success"] * 4)
        equal("a lower group that did not start by the cutoff makes the execution TIMED_OUT",
              service.await_execution(opened["lower"])["Status"], "TIMED_OUT")
        equal("its first task succeeded", self.task_statuses(opened["lower"])[1][0], "SUCCESS")
        equal("its second never ran", lines(self.mark("lower2")), [])

        skipped = until("the overlap is noticed", lambda: [
            e for e in service.executions(overlapping) if e["Status"] == "SKIPPED_OVERLAPPING"], 45)
        equal("overlap: one opening was skipped", len(skipped), 1)
        equal("overlap: at the moment when it was due, and at once over",
              (text(skipped[0]["StartTime"]), skipped[0]["EndTime"]), ("2027-03-02T10:30:00", skipped[0]["StartTime"]))
        equal("overlap: the skipped one has no tasks", service.tasks(skipped[0]["WindowExecutionId"]), [])
        self.release("overlap")
        equal("overlap: the running one ends as if nothing had been", service.await_execution(opened["overlap"])["Status"], "SUCCESS")
        equal("overlap: its work ran once per node", sorted(lines(self.mark("overlap"))), ["begin"] * 4 + ["end"] * 4)

    # Openings that came while nobody watched

    def missed(self):
        service, clock = self.service, self.clock

        def window(name, schedule, duration, cutoff):
            made, target = service.window(name, schedule=schedule, duration=duration, cutoff=cutoff, target=TARGET)
            service.task(made, target, f"echo ran >>{self.mark(name)}")
            return made

        for made in service.all("DescribeMaintenanceWindows", "WindowIdentities"):
            service.call("DeleteMaintenanceWindow", WindowId=made["WindowId"])
        late = window("late", "cron(0 12 ? * * *)", 3, 1)
        too_late = window("too-late", "cron(0 12 ? * * *)", 1, 0)
        often = window("often", "cron(0/15 * ? * * *)", 1, 0)
        between = window("gap", "cron(0 12 ? * * *)", 3, 2)
        while_running = window("while-running", "cron(0 14,15 ? * * *)", 2, 0)
        once = window("once", "at(2027-03-02T12:30:00)", 1, 0)
        status, seconds = service.stop()
        equal("the service stops by itself", status, 0)

        # Down from ten past eleven until half past one on the next day: two noons, and many quarters of an hour.
        clock.set(moment("2027-03-03T13:30:20"))
        service.start()
        (execution,) = until("the late opening", lambda: service.executions(late))
        equal("missed, before its cutoff: it opens late and succeeds", service.await_execution(execution["WindowExecutionId"])["Status"], "SUCCESS")
        (shown,) = service.executions(late)
        started = text(shown["StartTime"])
        claim("missed: only the latest of two", len(service.executions(late)) == 1, service.executions(late))
        claim("missed: the late one started when the service did", "2027-03-03T13:30" in started, started)
        claim("missed: the late one says when it was due",
              shown["StatusDetails"].startswith("Opened 54") and "it was due at 2027-03-03T12:00:00Z" in shown["StatusDetails"], shown)
        equal("missed: it ran once on each node", lines(self.mark("late")), ["ran"] * 4)

        for name, made in (("after its cutoff", too_late), ("after its cutoff, before its end", between)):
            (entry,) = until("the history entry", lambda made=made: service.executions(made))
            equal(f"missed, {name}: a history entry", (entry["Status"], text(entry["StartTime"])), ("CANCELLED", "2027-03-03T12:00:00"))
            claim(f"missed, {name}: it says so", entry["StatusDetails"].startswith("Missed"), entry)
            equal(f"missed, {name}: no task", service.tasks(entry["WindowExecutionId"]), [])
        (entry,) = until("the history entry", lambda: service.executions(once))
        equal("missed for good: at() has its entry, too", entry["Status"], "CANCELLED")
        claim("missed for good: and no next one", "NextExecutionTime" not in service.call("GetMaintenanceWindow", WindowId=once))
        entries = until("often", lambda: service.executions(often))
        equal("missed a hundred times: one execution", len(entries), 1)
        equal("missed a hundred times: the latest", service.await_execution(entries[0]["WindowExecutionId"])["Status"], "SUCCESS")
        equal("missed a hundred times: run once", lines(self.mark("often")), ["ran"] * 4)
        for name in ("too-late", "gap", "once"):
            equal(f"missed: nothing ran of {name}", lines(self.mark(name)), [])
        self.original_cutoff()
        self.jump(while_running)

    def original_cutoff(self):
        """A late opening has what is left of its window, not a whole one."""
        service, clock = self.service, self.clock
        made, target = service.window("left", schedule="cron(0 14 ? * * *)", duration=2, cutoff=1, target=TARGET)
        service.task(made, target, self.held("left"), concurrency="1", CutoffBehavior="CANCEL_TASK")
        service.stop()
        clock.set(moment("2027-03-03T14:59:50"))
        service.start()
        (execution,) = until("it opens ten seconds before its cutoff", lambda: service.executions(made))
        # 15:00 is a moment away, an hour after the opening it would be 15:59.
        ended = service.await_execution(execution["WindowExecutionId"], 40)
        equal("a late opening keeps its original cutoff", ended["Status"], "TIMED_OUT")
        claim("and is stopped at it", text(ended["EndTime"]).startswith("2027-03-03T15:00:"), text(ended["EndTime"]))
        equal("on the one node that had begun", lines(self.mark("left")), ["begin"])

    def jump(self, window):
        """The clock is set over several openings while the service runs."""
        service, clock = self.service, self.clock
        before = len(service.executions(window))
        clock.set(moment("2027-03-05T15:20:00"))
        until("the jump is noticed", lambda: len(service.executions(window)) > before, 45)
        entries = service.executions(window)
        equal("set two days forward while it runs: one execution", len(entries) - before, 1)
        equal("set forward: it opens late", service.await_execution(entries[0]["WindowExecutionId"])["Status"], "SUCCESS")
        # Backwards: what was opened is not opened again.
        clock.set(moment("2027-03-05T14:59:55"))
        service.stop()
        service.start()
        claim("set back, and over the same moment again: not opened twice", self.stays(window, len(entries)))

    def stays(self, window, count):
        end = time.monotonic() + 8
        while time.monotonic() < end:
            if len(self.service.executions(window)) != count:
                return False
            time.sleep(0.5)
        return True


def cutoff(directory, stack):
    story = Story(directory, stack)
    story.over_the_cutoff()
    story.missed()


scenario(cutoff)
