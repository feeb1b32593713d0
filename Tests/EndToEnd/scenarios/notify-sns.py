"""SNS by its own clients: the aws CLI and boto3 create, subscribe, confirm, publish, filter and list; validators from the
package index accept what is delivered and refuse what was changed."""

import base64
import copy
import json
import subprocess
import urllib.request

import boto3
import botocore.config
import botocore.exceptions

from harness import Service, claim, equal, scenario, until
from harness.clients import CLI, REGION
from harness.validators import refused_by, validators
from harness.webhooks import Receiver


def sns_client(service, key, secret):
    return boto3.client(
        "sns", endpoint_url=f"http://127.0.0.1:{service.port}", region_name=REGION, aws_access_key_id=key,
        aws_secret_access_key=secret, config=botocore.config.Config(retries={"total_max_attempts": 1}))


def code_of(call, **members):
    try:
        call(**members)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    return None


def by_command_line(service, aws, stack):
    receiver = Receiver(stack)
    arn = aws("create-topic", "--name", "AdminAlert", "--attributes", "DisplayName=Admin Alert",
              "--tags", "Key=Team,Value=linux")["TopicArn"]
    equal("aws: the topic has SNS's ARN", arn, f"arn:aws:sns:{REGION}:000000000000:AdminAlert")
    equal("aws: created again it is the same", aws("create-topic", "--name", "AdminAlert")["TopicArn"], arn)
    answer = aws("subscribe", "--topic-arn", arn, "--protocol", "http", "--notification-endpoint", receiver.url)
    equal("aws: a new subscription waits for its confirmation", answer["SubscriptionArn"], "pending confirmation")
    until("the receiver has confirmed", lambda: aws("get-topic-attributes", "--topic-arn", arn)
          ["Attributes"]["SubscriptionsConfirmed"] == "1")
    (confirmation,) = receiver.of_type("SubscriptionConfirmation")
    claim("its question has a token and a link", len(confirmation["Token"]) == 64
          and confirmation["Token"] in confirmation["SubscribeURL"], confirmation)
    equal("and SNS's headers", receiver.headers[0]["x-amz-sns-message-type"], "SubscriptionConfirmation")
    message = aws("publish", "--topic-arn", arn, "--subject", "Test", "--message", "Hello World!")["MessageId"]
    until("the message is there", lambda: receiver.notifications)
    (got,) = receiver.notifications
    equal("aws publish: it arrives as it was published",
          (got["MessageId"], got["Subject"], got["Message"], got["TopicArn"]), (message, "Test", "Hello World!", arn))
    (subscription,) = aws("list-subscriptions-by-topic", "--topic-arn", arn)["Subscriptions"]
    equal("aws: the list shows it", (subscription["Protocol"], subscription["Endpoint"], subscription["Owner"]),
          ("http", receiver.url, "000000000000"))
    attributes = aws("get-subscription-attributes", "--subscription-arn", subscription["SubscriptionArn"])["Attributes"]
    equal("aws: its attributes say it is confirmed", attributes["PendingConfirmation"], "false")
    equal("aws: and SNS's default retries", json.loads(attributes["EffectiveDeliveryPolicy"])["healthyRetryPolicy"]["numRetries"], 3)
    equal("aws: tags", aws("list-tags-for-resource", "--resource-arn", arn)["Tags"], [{"Key": "Team", "Value": "linux"}])
    aws("tag-resource", "--resource-arn", arn, "--tags", "Key=Tier,Value=1")
    aws("untag-resource", "--resource-arn", arn, "--tag-keys", "Team")
    equal("aws: tags as changed", aws("list-tags-for-resource", "--resource-arn", arn)["Tags"], [{"Key": "Tier", "Value": "1"}])
    aws("set-topic-attributes", "--topic-arn", arn, "--attribute-name", "DisplayName", "--attribute-value", "Alert")
    equal("aws: an attribute as changed", aws("get-topic-attributes", "--topic-arn", arn)["Attributes"]["DisplayName"], "Alert")
    equal("aws: all topics", [topic["TopicArn"] for topic in aws("list-topics")["Topics"]], [arn])
    batch = aws("publish-batch", "--topic-arn", arn, "--publish-batch-request-entries",
                json.dumps([{"Id": "one", "Message": "1"}, {"Id": "two", "Message": "2", "Subject": "bad\nsubject"}]))
    equal("aws publish-batch: each entry by itself", ([e["Id"] for e in batch["Successful"]],
          [(e["Id"], e["Code"]) for e in batch["Failed"]]), (["one"], [("two", "InvalidParameter")]))
    return arn, receiver, subscription["SubscriptionArn"]


def signatures(service, sns, receiver, arn, stack):
    for version in ("1", "2"):
        sns.set_topic_attributes(TopicArn=arn, AttributeName="SignatureVersion", AttributeValue=version)
        text = f"signed {version}: \"quotes\", \\, ünïcödé 🔔, </xml>\nsecond line"
        sns.publish(TopicArn=arn, Message=text, Subject="A subject")
        got = until("it arrives", lambda: [m for m in receiver.notifications if m["Message"] == text])[0]
        equal(f"version {version}: the message says so", got["SignatureVersion"], version)
        pem = urllib.request.urlopen(got["SigningCertURL"], timeout=10).read()
        claim("its certificate is served without a key", pem.startswith(b"-----BEGIN CERTIFICATE-----"), pem[:40])
        samples = [got]
        if version == "1":
            samples += receiver.of_type("SubscriptionConfirmation")
        for name, accepts in validators(version):
            for message in samples:
                claim(f"{name} accepts a {message['Type']}, version {version}", accepts(message))
            for member in ("Message", "MessageId", "Subject", "Timestamp", "TopicArn"):
                changed = copy.deepcopy(got)
                changed[member] = changed[member][:-1] + ("0" if changed[member][-1] != "0" else "1")
                claim(f"{name} refuses a changed {member}", refused_by(accepts, changed))
            changed = copy.deepcopy(got)
            signature = bytearray(base64.b64decode(changed["Signature"]))
            signature[7] ^= 1
            changed["Signature"] = base64.b64encode(bytes(signature)).decode()
            claim(f"{name} refuses a changed signature", refused_by(accepts, changed))
    before = {m["SigningCertURL"] for m in receiver.notifications}
    service.ctl("topic", "rotate-key")
    sns.publish(TopicArn=arn, Subject="Rotated", Message="after the rotation")
    after = until("it arrives", lambda: [m for m in receiver.notifications if m["Message"] == "after the rotation"])[0]
    claim("a rotated key has another certificate", after["SigningCertURL"] not in before, after["SigningCertURL"])
    (old,) = before
    claim("and the earlier one is still served", urllib.request.urlopen(old, timeout=10).status == 200)
    for name, accepts in validators("2"):
        claim(f"{name} accepts what the new key signs", accepts(after))


def by_boto3(service, sns, stack):
    arn = sns.create_topic(Name="filtered")["TopicArn"]
    receivers = {}
    for name, attributes in {
        "all": {}, "raw": {"RawMessageDelivery": "true"},
        "by-attribute": {"FilterPolicy": json.dumps({"severity": ["HIGH", {"prefix": "CRIT"}], "count": [{"numeric": [">", 3]}]})},
        "by-body": {"FilterPolicy": json.dumps({"detail": {"status": [{"anything-but": "SUCCESS"}]}}), "FilterPolicyScope": "MessageBody"},
    }.items():
        receivers[name] = Receiver(stack)
        sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=receivers[name].url, Attributes=attributes)
    until("all have confirmed", lambda: sns.get_topic_attributes(TopicArn=arn)["Attributes"]["SubscriptionsConfirmed"] == "4")

    def number(value):
        return {"DataType": "Number", "StringValue": str(value)}

    def text(value):
        return {"DataType": "String", "StringValue": value}

    sns.publish(TopicArn=arn, Message="first", MessageAttributes={"severity": text("CRITICAL"), "count": number(4)})
    sns.publish(TopicArn=arn, Message="second", MessageAttributes={"severity": text("HIGH"), "count": number(2)})
    sns.publish(TopicArn=arn, Message=json.dumps({"detail": {"status": "FAILED"}}))
    sns.publish(TopicArn=arn, Message=json.dumps({"default": "fallback", "http": "for http"}), MessageStructure="json")
    until("the last has arrived", lambda: "for http" in receivers["all"].texts)
    failed = json.dumps({"detail": {"status": "FAILED"}})
    equal("boto3: without a filter all arrive, in order", receivers["all"].texts, ["first", "second", failed, "for http"])
    attribute = receivers["all"].notifications[0]["MessageAttributes"]
    equal("boto3: with their attributes", attribute, {"count": {"Type": "Number", "Value": "4"}, "severity": {"Type": "String", "Value": "CRITICAL"}})
    until("the raw one has all", lambda: len(receivers["raw"].messages) == 5)
    equal("boto3: raw delivery is the text alone", [m.get("Message") for m in receivers["raw"].messages if m.get("Type") == "Raw"],
          ["first", "second", "for http"])
    equal("boto3: a filter on attributes", receivers["by-attribute"].texts, ["first"])
    equal("boto3: a filter on the body", receivers["by-body"].texts, [failed])
    sns.delete_topic(TopicArn=arn)
    equal("boto3: what is deleted is gone", code_of(sns.get_topic_attributes, TopicArn=arn), ("NotFound", 404))


def refusals(sns, arn):
    for words, wanted, call, members in [
        ("a metadata address", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="http", Endpoint="http://169.254.169.254/latest/")),
        ("the same, spelt otherwise", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="http", Endpoint="http://0xa9fea9fe/")),
        ("a link-local address", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="http", Endpoint="http://[fe80::1]/")),
        ("a file", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="http", Endpoint="file:///etc/passwd")),
        ("another scheme", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="https", Endpoint="gopher://127.0.0.1/")),
        ("a protocol there is not", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="sms", Endpoint="+4915112345678")),
        ("a filter that is no JSON", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="http", Endpoint="http://127.0.0.1:1/", Attributes={"FilterPolicy": "{"})),
        ("mail when it is off", ("InvalidParameter", 400), sns.subscribe, dict(Protocol="email", Endpoint="root@localhost")),
        ("an empty message", ("InvalidParameter", 400), sns.publish, dict(Message="")),
        ("a message too long", ("InvalidParameter", 400), sns.publish, dict(Message="x" * 262145)),
        ("a subject with a line break", ("InvalidParameter", 400), sns.publish, dict(Message="x", Subject="a\nb")),
        ("a wrong attribute type", ("ParameterValueInvalid", 400), sns.publish, dict(Message="x", MessageAttributes={"a": {"DataType": "Blob", "StringValue": "b"}})),
        ("a wrong structure", ("InvalidParameter", 400), sns.publish, dict(Message="x", MessageStructure="json")),
        ("a token nobody gave", ("InvalidParameter", 400), sns.confirm_subscription, dict(Token="0" * 64)),
    ]:
        equal(f"{words} is refused", code_of(call, TopicArn=arn, **members), wanted)
    equal("a topic there is not", code_of(sns.publish, TopicArn=arn + "x", Message="x"), ("NotFound", 404))
    equal("a name with a blank", code_of(sns.create_topic, Name="a b"), ("InvalidParameter", 400))


def notify_sns(directory, stack):
    service = Service(directory, stack).start()
    key = service.ctl("key", "create", "--role", "admin")
    aws = CLI(service, key["AccessKeyId"], key["SecretAccessKey"], "sns")
    sns = sns_client(service, key["AccessKeyId"], key["SecretAccessKey"])
    arn, receiver, subscription = by_command_line(service, aws, stack)
    signatures(service, sns, receiver, arn, stack)
    by_boto3(service, sns, stack)
    refusals(sns, arn)
    reader = service.ctl("key", "create", "--role", "reader")
    weak = sns_client(service, reader["AccessKeyId"], reader["SecretAccessKey"])
    equal("a reader may list", len(weak.list_topics()["Topics"]), 1)
    equal("a reader may not publish", code_of(weak.publish, TopicArn=arn, Message="x"), ("AuthorizationError", 403))
    wrong = sns_client(service, key["AccessKeyId"], "x" * 40)
    equal("a wrong secret is refused", code_of(wrong.list_topics), ("SignatureDoesNotMatch", 403))
    link = receiver.notifications[-1]["UnsubscribeURL"]
    answer = urllib.request.urlopen(urllib.request.Request(link, headers={"Accept": "text/html"}), timeout=10)
    claim("the link in a message unsubscribes, with a page for people", b"<html" in answer.read().lower())
    until("the receiver is told", lambda: receiver.of_type("UnsubscribeConfirmation"))
    equal("and gets nothing any more", code_of(sns.get_subscription_attributes, SubscriptionArn=subscription), ("NotFound", 404))


scenario(notify_sns)
