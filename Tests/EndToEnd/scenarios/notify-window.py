"""What happens in a window reaches a real receiver: the lab's outcome, and the events of our own."""

import json

from harness import Service, claim, equal, scenario, until
from harness.webhooks import Receiver


def subscribe(service, topic, receiver, **attributes):
    arn = service.ctl("topic", "create", topic)["TopicArn"]
    service.call("SNS.Subscribe", TopicArn=arn, Protocol="http", Endpoint=receiver.url, Attributes=attributes)
    until(f"{topic} is confirmed", lambda: service.call("SNS.GetTopicAttributes", TopicArn=arn)
          ["Attributes"]["SubscriptionsConfirmed"] == "1")
    return arn


def notify_window(directory, stack):
    service = Service(directory, stack).start()
    nodes = [service.add_local(f"node-{number}", "Workload=Test") for number in range(1, 5)]
    commands, invocations, events = Receiver(stack), Receiver(stack), Receiver(stack)
    command_topic = subscribe(service, "commands", commands)
    invocation_topic = subscribe(service, "invocations", invocations)
    subscribe(service, "events", events)
    service.ctl("rule", "create", "windows", "--topic", "events", "--pattern",
                json.dumps({"detail-type": [{"prefix": "Maintenance Window"}]}))

    window, target = service.window("lab", target={"tag:Workload": ["Test"]})
    _, empty = service.window("unused", target={"tag:Workload": ["Nobody"]})
    nobody = service.call("RegisterTargetWithMaintenanceWindow", WindowId=window, ResourceType="INSTANCE",
                          Targets=[{"Key": "tag:Workload", "Values": ["Nobody"]}])["WindowTargetId"]
    for number, (arn, kind) in enumerate([(command_topic, "Command"), (invocation_topic, "Invocation")]):
        service.call(
            "RegisterTaskWithMaintenanceWindow", WindowId=window, TaskType="RUN_COMMAND", TaskArn="AWS-RunShellScript",
            Targets=[{"Key": "WindowTargetIds", "Values": [target] + ([nobody] if number == 0 else [])}],
            MaxConcurrency="1", MaxErrors="1", Priority=number + 1,
            TaskInvocationParameters={"RunCommand": {
                "Parameters": {"commands": ["exit 1"]},
                "NotificationConfig": {"NotificationArn": arn, "NotificationEvents": ["All"], "NotificationType": kind}}})
    execution = service.open(window)
    equal("the execution failed", service.await_execution(execution)["Status"], "FAILED")

    def statuses(receiver):
        return [(json.loads(text)["status"]) for text in receiver.texts]

    until("the command's messages are there", lambda: "Failed" in statuses(commands))
    equal("the command's messages, in order and once", statuses(commands), ["InProgress", "Failed"])
    bodies = [json.loads(text, object_pairs_hook=list) for text in commands.texts]
    equal("its body has the documented members in their order", [name for name, _ in bodies[0]],
          ["commandId", "documentName", "instanceIds", "requestedDateTime", "expiresAfter", "outputS3BucketName",
           "outputS3KeyPrefix", "status", "eventTime"])
    claim("its subject is for people", "AWS-RunShellScript" in commands.notifications[-1]["Subject"]
          and "Failed" in commands.notifications[-1]["Subject"], commands.notifications[-1]["Subject"])
    until("the nodes' messages are there", lambda: statuses(invocations).count("Failed") == 2)
    by_node = {}
    for text in invocations.texts:
        body = json.loads(text)
        by_node.setdefault(body["instanceId"], []).append(body["status"])
    equal("two nodes were told of from start to failure, each message once",
          sorted(value for value in by_node.values() if value[0] == "InProgress"), [["InProgress", "Failed"]] * 2)
    claim("all are this fleet's", set(by_node) <= set(nodes), by_node)

    def of(kind):
        return [json.loads(text) for text in events.texts if json.loads(text)["detail-type"].startswith(kind)]

    until("the end of the execution is told", lambda: of("Maintenance Window Execution")
          and of("Maintenance Window Execution")[-1]["detail"]["status"] == "FAILED")
    equal("the execution's events, in order and once",
          [event["detail"]["status"] for event in of("Maintenance Window Execution")], ["PENDING", "IN_PROGRESS", "FAILED"])
    equal("the tasks' events", [event["detail"]["status"] for event in of("Maintenance Window Task Execution")],
          ["IN_PROGRESS", "FAILED"] * 2)
    equal("too many errors were told, once a task", len(of("Maintenance Window Error Threshold")), 2)
    (nobodies,) = of("Maintenance Window Target Empty")
    equal("an empty target was told", nobodies["detail"]["window-target-id"], nobody)
    claim("in the bus's shape", set(nobodies) == {"version", "id", "detail-type", "source", "account", "time", "region",
                                                  "resources", "detail"}, nobodies)
    equal("the subjects are for people", [message["Subject"] for message in events.notifications
          if json.loads(message["Message"])["detail-type"].startswith("Maintenance Window Execution")][-1],
          "Window lab: execution FAILED")
    ids = [json.loads(text)["id"] for text in events.texts]
    claim("no event came twice", len(ids) == len(set(ids)), ids)
    tail = service.run("events", "tail", "--pattern", json.dumps({"detail": {"status": ["FAILED"]}}), "-o", "json")
    seen = [json.loads(line) for line in tail.stdout.splitlines()]
    claim("events tail tells the same with the same IDs", {event["id"] for event in seen} & set(ids), tail.stdout[:500])


scenario(notify_window)
