"""The lab: four nodes, one at a time, one error allowed, and a command that fails everywhere."""

from harness import Service, claim, equal, scenario


def lab(directory, stack):
    service = Service(directory, stack).start()
    for number in range(1, 5):
        service.add_local(f"node-{number}", "Workload=Test")
    again = service.run("node", "add", "node-1", "--transport", "local")
    equal("node add ends with 1 for a name that is taken", again.returncode, 1)
    claim("and says so", "There is already a node “node-1”." in again.stderr, again.stderr)

    sent = service.run(
        "command", "send", "--tag", "Workload=Test", "--parameter", "commands=exit 3",
        "--max-concurrency", "1", "--max-errors", "1", "--watch",
    )
    equal("command send --watch ends with 1 when the work failed", sent.returncode, 1)
    last = sent.stdout.strip().splitlines()[-1]
    claim("its last line counts the nodes", "2 Failed, 2 Terminated" in last, last)
    command = service.call("ListCommands")["Commands"][0]
    equal("two nodes failed, two were never reached", service.statuses(command["CommandId"]),
          ["Failed", "Failed", "Terminated", "Terminated"])
    equal("the command failed", (command["Status"], command["StatusDetails"]), ("Failed", "Failed"))
    equal("its counters agree",
          (command["TargetCount"], command["CompletedCount"], command["ErrorCount"], command["DeliveryTimedOutCount"]),
          (4, 4, 2, 0))

    window, target = service.window("lab", target={"tag:Workload": ["Test"]})
    service.task(window, target, "exit 1", concurrency="1", errors="1")
    opened = service.run("window", "open", "lab", "--watch")
    equal("window open --watch ends with 1 when the work failed", opened.returncode, 1)
    (execution,) = service.executions(window)
    equal("the window execution failed", execution["Status"], "FAILED")
    (task,) = service.tasks(execution["WindowExecutionId"])
    equal("so did its task", task["Status"], "FAILED")
    (command,) = service.commands_of(execution["WindowExecutionId"], task["TaskExecutionId"])
    equal("in the window, too, two nodes failed and two were never reached", service.statuses(command),
          ["Failed", "Failed", "Terminated", "Terminated"])
    equal("and the command failed", service.command(command)["StatusDetails"], "Failed")
    for invocation in service.invocations(command, details=True):
        steps = invocation["CommandPlugins"]
        if invocation["StatusDetails"] == "Terminated":
            claim("a node that was never reached shows no work", all("ResponseStartDateTime" not in s for s in steps), steps)
        else:
            equal("a node that failed shows its exit status", [s["ResponseCode"] for s in steps], [1])


scenario(lab)
