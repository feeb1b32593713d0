"""Outages on either side: a receiver that is down while the service is killed again and again; receivers that misbehave."""

import json
import random
import time

from harness import Service, claim, equal, scenario, until
from harness.webhooks import Receiver, Rogue, certificate, closes, fails, floods, hangs, redirects

KILLS = 20
# Tries for minutes, so that the outage is shorter than the policy.
PATIENT = json.dumps({"healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 2, "numRetries": 100}})
HASTY = json.dumps({"healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 1, "numRetries": 1}})


def memory(service):
    with open(f"/proc/{service.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) // 1024


def subscribe(service, arn, receiver, protocol="http", **attributes):
    return service.call("SNS.Subscribe", TopicArn=arn, Protocol=protocol, Endpoint=receiver.url, Attributes=attributes,
                        ReturnSubscriptionArn=True)["SubscriptionArn"]


def confirmed(service, arn, count):
    until(f"{count} subscriptions are confirmed", lambda: service.call("SNS.GetTopicAttributes", TopicArn=arn)
          ["Attributes"]["SubscriptionsConfirmed"] == str(count))


def outage(service, stack):
    receiver = Receiver(stack)
    arn = service.ctl("topic", "create", "outage")["TopicArn"]
    subscribe(service, arn, receiver, DeliveryPolicy=PATIENT)
    confirmed(service, arn, 1)
    service.ctl("rule", "create", "everything", "--topic", "outage", "--pattern", '{"source":["aws.ssm"]}')
    for number in range(1, 5):
        service.add_local(f"node-{number}", "Workload=Test")
    window, target = service.window("lab", target={"tag:Workload": ["Test"]})
    service.task(window, target, "sleep 1; exit 1", concurrency="1", errors="1")
    until("the receiver has heard of the window", lambda: any(window in text for text in receiver.texts))
    receiver.stop()
    execution = service.open(window)
    published = []
    for kill in range(KILLS):
        published.append(f"message {kill}")
        service.call("SNS.Publish", TopicArn=arn, Message=published[-1])
        time.sleep(random.uniform(0, 0.5))
        service.kill()
        service.start()
    equal(f"the execution failed as it should, through {KILLS} kills", service.await_execution(execution, 120)["Status"], "FAILED")
    owed = service.ctl("delivery", "list", "--state", "owed", "--topic", "outage")["Deliveries"]
    claim("what is owed can be seen, with its tries and the last answer",
          any(delivery["Attempts"] > 0 and delivery["LastAnswer"] for delivery in owed), owed[:2])
    known = {event["Id"] for event in service.all_events() if event.get("EventJson")}
    receiver.start()

    def told():
        return {json.loads(text)["id"] for text in receiver.texts if text.startswith("{")}

    until("every event has arrived", lambda: known <= told(), 120, every=0.5)
    until("every message has arrived", lambda: set(published) <= set(receiver.texts), 60)
    seen = {}
    for message in receiver.notifications:
        seen.setdefault(message["MessageId"], set()).add(message["Message"])
    claim("what came twice came with the same ID and text", all(len(texts) == 1 for texts in seen.values()), seen)
    first = list(dict.fromkeys(text for text in receiver.texts if text in published))
    equal("the messages came in the order of their publication", first, published)
    twice = len(receiver.notifications) - len(seen)
    claim(f"{len(seen)} messages, {twice} of them twice", True)
    executions = [json.loads(text)["detail"]["status"] for text in receiver.texts
                  if text.startswith("{") and json.loads(text)["detail-type"].startswith("Maintenance Window Execution")]
    equal("the execution's life is told in order", list(dict.fromkeys(executions)), ["PENDING", "IN_PROGRESS", "FAILED"])


def rogues(service, directory, stack):
    arn = service.ctl("topic", "create", "rogues")["TopicArn"]
    good = Receiver(stack)
    subscribe(service, arn, good)
    strange = {name: Rogue(stack, behave) for name, behave in
               {"hangs": hangs, "closes": closes, "redirects": redirects, "fails": fails, "floods": floods}.items()}
    arns = {name: subscribe(service, arn, rogue, DeliveryPolicy=HASTY) for name, rogue in strange.items()}
    confirmed(service, arn, 1 + len(strange))
    for rogue in strange.values():
        claim("a rogue was tame until it was confirmed", rogue.confirmed.wait(10))
    untrusted = Receiver(stack, tls=certificate(directory))
    arns["untrusted"] = subscribe(service, arn, untrusted, "https", DeliveryPolicy=HASTY)
    before = memory(service)
    started = time.monotonic()
    texts = [f"message {number}" for number in range(50)]
    for text in texts:
        service.call("SNS.Publish", TopicArn=arn, Message=text)
    until("the good receiver has all", lambda: good.texts == texts, 10)
    claim(f"within {time.monotonic() - started:.1f} s, beside five that misbehave", True)
    for name in ("closes", "redirects", "fails", "floods", "hangs", "untrusted"):
        dead = until(
            f"what was for the one that {name} is a dead letter",
            lambda name=name: service.ctl("delivery", "list", "--state", "dead", "--subscription", arns[name])["Deliveries"],
            90, every=0.5)
        claim(f"the one that {name}: {dead[-1]['LastAnswer']}", dead[-1]["LastAnswer"], dead[-1])
    claim("nobody followed the redirect", strange["redirects"].connections >= 1)
    grown = memory(service) - before
    claim(f"memory grew by {grown} MB while gigabytes were offered", grown < 100, grown)
    # Its queue leaves at one message a time limit: too long for a test.
    service.ctl("subscription", "remove", arns["hangs"])
    until("nothing is owed any more", lambda: not service.ctl(
        "delivery", "list", "--state", "owed", "--topic", "rogues")["Deliveries"], 60, every=0.5)
    values = dict(line.rsplit(" ", 1) for line in service.get("/metrics")[1].splitlines() if line and line[0] != "#")
    claim("the metrics count the dead letters", float(values['mwd_deliveries{state="dead"}']) >= len(texts), values)
    # A dead letter can be had again once its receiver is mended.
    strange["fails"].is_tame = True
    count = service.ctl("delivery", "retry", "--subscription", arns["fails"])["Count"]
    equal("all of one subscription are owed again", count, len(texts))
    until("and delivered", lambda: not service.ctl(
        "delivery", "list", "--state", "dead", "--subscription", arns["fails"])["Deliveries"], 30)


def notify_outage(directory, stack):
    service = Service(directory, stack).start()
    # Addresses in messages name it, so it must come back on the same one.
    service.fixed_port = service.port
    outage(service, stack)
    rogues(service, directory, stack)


scenario(notify_outage)
