"""kill -9 of the service at 50 random moments, while commands and windows run on eight sshd nodes and one local.

MWD_E2E_SEED=N repeats the moments of an earlier run as closely as a machine can; KILLS=N changes their number.
"""

import json
import os
import random
import threading
import time

from harness import APIError, Service, claim, equal, scenario, until
from harness.claims import say
from harness.nodes import SSHNodes
from harness.service import FINAL, FINAL_EXECUTION

COUNT = 8
ALL = {"tag:Workload": ["Test"]}
# Long enough that most kills strike in the middle, short enough that work does not pile up.
SCRIPT = "echo begin >>{file}; sleep 0.4; echo end >>{file}; echo done"


def kill(directory, stack):
    seed = int(os.environ.get("MWD_E2E_SEED") or random.randrange(10**6))
    kills = int(os.environ.get("KILLS") or 50)
    chance = random.Random(seed)
    say(f"seed {seed}, {kills} kills")
    nodes = SSHNodes(directory, stack, COUNT)
    service = Service(
        directory, stack, path_first=nodes.path, environment={"MWD_SHORTEST_SPACING_SECONDS": "1"}
    ).start()
    ids = [*nodes.add_to(service, range(1, COUNT + 1), "Workload=Test").values()]
    ids.append(service.add_local("control", "Workload=Test"))
    marks = directory / "marks"
    marks.mkdir()

    # A window that opens every other second by itself, with two tasks in turn.
    window, target = service.window("often", schedule="cron(0/2 * * * * ? *)", target=ALL)
    for priority in (1, 2):
        file = f"{marks}/{{{{WINDOW_EXECUTION_ID}}}}.{priority}.$AWS_SSM_INSTANCE_ID"
        service.task(window, target, SCRIPT.format(file=file), Priority=priority)

    sent = []
    for number in range(kills):
        name = f"command-{number}"
        order = {"name": name, "id": None}
        sent.append(order)
        # Half of the kills strike around the moment at which the command is accepted.
        sender = threading.Thread(target=send, args=(service, order, f"{marks}/{name}.$AWS_SSM_INSTANCE_ID"))
        sender.start()
        time.sleep(chance.choice((chance.uniform(0, 0.08), chance.uniform(0, 1.2))))
        service.kill()
        sender.join()
        if chance.random() < 0.2:
            # Once more, while it finds out what it had been doing.
            service.process = service.spawn()
            time.sleep(chance.uniform(0.02, 0.5))
            service.kill()
        service.start()
    say(f"killed {kills} times")
    service.call("UpdateMaintenanceWindow", WindowId=window, Enabled=False)

    until("every command is final", lambda: all(c["Status"] in FINAL for c in commands(service)), 60, 0.5)
    until("every execution is final",
          lambda: all(e["Status"] in FINAL_EXECUTION for e in service.executions(window)), 60, 0.5)
    known = {command["CommandId"]: command for command in commands(service)}
    by_name = {command["Comment"]: command for command in known.values() if command["Comment"]}
    accepted = [order for order in sent if order["id"]]
    claim(f"every command that was acknowledged ({len(accepted)}) is there",
          all(order["id"] in known for order in accepted), [o for o in accepted if o["id"] not in known])
    claim("none is there twice", len(by_name) == len([c for c in known.values() if c["Comment"]]), len(by_name))
    equal("every command succeeded", {c["Status"] for c in known.values()}, {"Success"})
    equal("on every node", {len(service.invocations(c)) for c in known} | {c["CompletedCount"] for c in known.values()},
          {len(ids)})
    others = [
        invocation for command in known for invocation in service.invocations(command, details=True)
        if invocation["StatusDetails"] != "Success"
    ]
    claim("every invocation is Success", not others, json.dumps(others[:3], indent=1))

    wanted = {f"{name}.{node}" for name in by_name for node in ids}
    executions = service.executions(window)
    opened = [e["WindowExecutionId"] for e in executions if e["Status"] == "SUCCESS"]
    equal("every execution succeeded, or was skipped while another ran",
          {e["Status"] for e in executions} - {"SKIPPED_OVERLAPPING"}, {"SUCCESS"})
    claim(f"the window opened ({len(opened)} times, {len(executions) - len(opened)} skipped)", len(opened) > kills / 10, executions)
    moments = [e["StartTime"] for e in executions]
    claim("no moment has two executions", len(moments) == len(set(moments)), sorted(moments))
    # An execution has the tasks that were registered when it opened: perhaps not both at the first.
    wanted |= {
        f"{execution}.{priority}.{node}"
        for execution in opened for priority in priorities(service, execution) for node in ids
    }
    found = {path.name: path.read_text().split() for path in marks.iterdir()}
    claim("nothing ran that was not recorded", set(found) <= wanted, sorted(set(found) - wanted)[:9])
    claim("nothing recorded did not run", wanted <= set(found), sorted(wanted - set(found))[:9])
    wrong = {name: lines for name, lines in found.items() if lines != ["begin", "end"]}
    claim(f"each of {len(found)} works ran exactly once, to its end", not wrong, wrong)
    for node in ids:
        for order in accepted[-3:]:
            output = service.output(order["id"], node)["StandardOutputContent"]
            if output != "done\n":
                claim("the output is whole", False, output)
    spools = lambda: [  # noqa: E731
        path.name for number in range(1, COUNT + 1)
        for path in (nodes.directory / f"node-{number}" / "spool").iterdir() if not path.name.startswith(".")
    ]
    until("the nodes' spools are cleared", lambda: not spools(), 40, 0.5)
    claim("nothing is left in the nodes' spools", True)


def priorities(service, execution):
    return [
        service.call("GetMaintenanceWindowExecutionTask", WindowExecutionId=execution, TaskId=task["TaskExecutionId"])[
            "Priority"
        ]
        for task in service.tasks(execution)
    ]


def commands(service):
    return service.all("ListCommands", "Commands", MaxResults=50)


def send(service, order, file):
    try:
        order["id"] = service.send(SCRIPT.format(file=file), ALL, Comment=order["name"])
    except (OSError, ValueError, APIError) as error:
        # Cut off by the kill: it may or may not have been accepted.
        order["error"] = repr(error)
    except Exception as error:  # http.client's own
        order["error"] = repr(error)


scenario(kill)
