"""Mail through the host's own transfer agent, into a real mailbox: the question, its link, a message, the way out."""

import email
import email.policy
import json
import mailbox
import os
import re
import secrets
import subprocess
import urllib.request

from harness import Service, claim, equal, scenario, until


def inbox(user):
    path = f"/var/mail/{user}"
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        # Somebody may be writing; what is half there is read again.
        return [email.message_from_bytes(bytes(message), policy=email.policy.default) for message in mailbox.mbox(file.name)]


def text(message):
    return message.get_content().strip()


def notify_mail(directory, stack):
    user = f"mwd-e2e-{secrets.token_hex(4)}"
    subprocess.run(["useradd", "--no-create-home", "--shell", "/usr/sbin/nologin", user], check=True)
    stack.callback(lambda: (subprocess.run(["userdel", user], capture_output=True), os.path.exists(f"/var/mail/{user}")
                            and os.unlink(f"/var/mail/{user}")))
    address = f"{user}@localhost"
    service = Service(directory, stack, environment={"MWD_NOTIFICATIONS_MAIL_FROM": "mwd@localhost"}).start()
    arn = service.ctl("topic", "create", "AdminAlert", "--display-name", "Admin Alert")["TopicArn"]
    service.ctl("subscription", "add", "AdminAlert", address)
    service.ctl("topic", "publish", "AdminAlert", "before anybody has confirmed")
    (question,) = until("the question is in the mailbox", lambda: inbox(user), 20)
    equal("it comes from the topic", question["From"], "Admin Alert <mwd@localhost>")
    claim("and asks", "chosen to subscribe" in text(question) and arn in text(question), text(question))
    link = re.search(r"http://\S+Action=ConfirmSubscription\S+", text(question))[0]
    page = urllib.request.urlopen(urllib.request.Request(link, headers={"Accept": "text/html"}), timeout=10).read().decode()
    claim("the page behind its link says so, with a way out", "Unsubscribe" in page and arn in page, page)
    service.ctl("topic", "publish", "AdminAlert", "Hello World! Grüße 🔔\n.\nafter a line with a dot", "--subject", "Test")
    mails = until("the message is in the mailbox", lambda: len(inbox(user)) == 2 and inbox(user), 20)
    equal("its subject", mails[1]["Subject"], "Test")
    claim("its text, whole", text(mails[1]).startswith("Hello World! Grüße 🔔\n.\nafter a line with a dot"), text(mails[1]))
    claim("what was published before the confirmation never came", "before" not in text(mails[1]))
    claim("a way out, for people and for their programs", "Action=Unsubscribe" in text(mails[1])
          and "Action=Unsubscribe" in mails[1]["List-Unsubscribe"], mails[1].as_string())

    service.call("SNS.Subscribe", TopicArn=arn, Protocol="email-json", Endpoint=address)
    mails = until("the question as JSON", lambda: len(inbox(user)) == 3 and inbox(user), 20)
    document = json.loads(text(mails[2]))
    equal("it is SNS's document", document["Type"], "SubscriptionConfirmation")
    service.ctl("subscription", "confirm", "AdminAlert", document["Token"])
    service.ctl("topic", "publish", "AdminAlert", "to both")
    mails = until("both have it", lambda: len(inbox(user)) == 5 and inbox(user), 20)
    kinds = sorted("json" if text(mail).startswith("{") else "text" for mail in mails[3:])
    equal("one as text, one as JSON", kinds, ["json", "text"])
    urllib.request.urlopen(re.search(r"http://\S+Action=Unsubscribe\S+", text(mails[1]))[0], timeout=10).read()
    mails = until("the farewell", lambda: len(inbox(user)) == 6 and inbox(user), 20)
    claim("it says how to come back", "Action=ConfirmSubscription" in text(mails[5]), text(mails[5]))
    refused = service.run("subscription", "add", "AdminAlert", "--protocol", "email", "-oQ/tmp@localhost")
    claim("an address that is an option is refused", refused.returncode != 0, refused)
    refused = service.run("subscription", "add", "AdminAlert", "--protocol", "email", "two words@localhost")
    claim("so is one with a blank", refused.returncode != 0 and "Email address" in refused.stderr, refused)
    service.ctl("subscription", "add", "AdminAlert", "nobody.of.that.name@localhost")
    owed = until("a mailbox that is not there is the agent's to tell", lambda: [
        delivery for delivery in service.ctl("delivery", "list", "--topic", "AdminAlert")["Deliveries"]
        if delivery["Endpoint"].startswith("nobody") and delivery["Attempts"]], 20)
    claim(f"what became of it can be seen: {owed[0]['State']}, {owed[0]['LastAnswer']}", owed[0]["LastAnswer"])


scenario(notify_mail)
