"""How nodes are reached and content fetched: jump hosts, certificates, sudo, downloads over HTTP and Git."""

import functools
import http.server
import json
import os
import pathlib
import subprocess
import threading

from harness import Service, claim, equal, scenario
from harness.nodes import SSHNodes

USER = f"mwd-test-{os.getpid()}"


def tool(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more)


def reach(directory, stack):
    nodes = SSHNodes(directory, stack, 3)
    configure(nodes, directory)
    service = Service(directory, stack, path_first=nodes.path).start()
    jump(service, nodes)
    certificate(service, nodes)
    sudo(service, nodes, directory, stack)
    downloads(service, nodes, directory, stack)


def configure(nodes, directory):
    """What only the operator's ssh_config says: a jump host, and a certificate of an authority that nodes trust."""
    tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory / "authority")
    tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory / "badge")
    tool("ssh-keygen", "-q", "-s", directory / "authority", "-I", "night-shift", "-n", "root", directory / "badge.pub")
    trusted = nodes.directory / "authorized_keys"
    authority = (directory / "authority.pub").read_text()
    trusted.write_text(trusted.read_text() + f"cert-authority {authority}")
    config = nodes.config.read_text()
    nodes.config.write_text(
        f"Host behind\n    HostName 127.0.0.1\n    Port {nodes.port(2)}\n    HostKeyAlias [127.0.0.1]:{nodes.port(2)}\n"
        f"    ProxyCommand /usr/bin/ssh -F {nodes.config} -W %h:%p node-1\n"
        f"Host badge\n    HostName 127.0.0.1\n    Port {nodes.port(3)}\n    User root\n    IdentityFile {directory}/badge\n"
        f"    CertificateFile {directory}/badge-cert.pub\n    IdentitiesOnly yes\n    UserKnownHostsFile {nodes.directory}/known_hosts\n"
        f"{config}")


def succeeded(service, node, script, name, **more):
    command = service.send(script, nodes=[node], **more)
    equal(name, service.await_command(command)["Status"], "Success")
    return service.output(command, node)["StandardOutputContent"]


def add(service, name, *words):
    return service.ctl("node", "add", name, "--transport", "ssh", "--host", name, *words)["InstanceId"]


def jump(service, nodes):
    log = nodes.directory / "node-1" / "log"
    before = log.read_text().count("Accepted publickey")
    succeeded(service, add(service, "behind"), "true", "jump host: a node behind another one is reached")
    claim("jump host: by way of the other one", log.read_text().count("Accepted publickey") > before)


def certificate(service, nodes):
    succeeded(service, add(service, "badge"), "true", "certificate: a node that trusts its authority is reached")
    log = (nodes.directory / "node-3" / "log").read_text()
    claim("certificate: with the certificate", 'Accepted certificate ID "night-shift"' in log, log[-1500:])


def sudo(service, nodes, directory, stack):
    # A password that nobody can type; without one the account would count as locked.
    tool("useradd", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/sh", "--password", "*", USER)
    stack.callback(subprocess.run, ["userdel", USER], capture_output=True)
    # As that user sshd reads who may come in.
    for folder in (nodes.directory, directory, directory.parent):
        folder.chmod(folder.stat().st_mode | 0o055)
    (nodes.directory / "authorized_keys").chmod(0o644)
    refused = add(service, "node-2", "--user", USER, "--sudo")
    command = service.send("id -u", nodes=[refused])
    equal("sudo: without a rule for it the command fails", service.await_command(command)["Status"], "Failed")
    checked = json.loads(service.run("node", "check", "node-2", "-o", "json").stdout)
    claim("sudo: node check says so", any("sudo" in f["Code"].lower() for f in checked["Findings"]), checked)
    rule = pathlib.Path("/etc/sudoers.d") / USER
    stack.callback(rule.unlink, missing_ok=True)
    rule.write_text(f"{USER} ALL=(root) NOPASSWD: ALL\n")
    rule.chmod(0o440)
    equal("sudo: with the rule the work runs as root", succeeded(service, refused, "id -u", "sudo: with the rule it works"),
          "0\n")


def downloads(service, nodes, directory, stack):
    node = nodes.add_to(service, [1])[1]
    site = directory / "site"
    (site / "repository").mkdir(parents=True)
    (site / "inner.json").write_text(json.dumps({
        "schemaVersion": "2.2", "parameters": {"word": {"type": "String"}},
        "mainSteps": [{"action": "aws:runShellScript", "name": "speak", "inputs": {"runCommand": ["echo said {{ word }}"]}}]}))
    handler = functools.partial(Quiet, directory=site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    address = f"http://127.0.0.1:{server.server_port}/inner.json"
    source = {"url": address, "allowInsecureDownload": True}
    output = run_document(service, node, "HTTP", source, "HTTP: a document is fetched and run with its parameters")
    claim("HTTP: it ran", "said hello" in output, output)
    command = send_document(service, node, "HTTP", {"url": address})
    equal("HTTP: without https it is refused", service.await_command(command)["Status"], "Failed")

    git = ("git", "-C", str(site / "repository"), "-c", "user.name=t", "-c", "user.email=t@localhost")
    tool(*git, "init", "--quiet", "--initial-branch=main")
    (site / "repository" / "inner.json").write_text((site / "inner.json").read_text())
    tool(*git, "add", "inner.json")
    tool(*git, "commit", "--quiet", "-m", "one")
    key = (nodes.directory / "client_key").read_text()
    repository = f"ssh://root@127.0.0.1:{nodes.port(3)}{site}/repository"
    document = {
        "schemaVersion": "2.2", "mainSteps": [
            {"action": "aws:downloadContent", "name": "fetch", "inputs": {
                "sourceType": "Git", "destinationPath": "work/", "sourceInfo": {
                    "repository": repository, "getOptions": "branch:main", "privateSSHKey": key,
                    "skipHostKeyChecking": True}}},
            {"action": "aws:runShellScript", "name": "look", "inputs": {
                "workingDirectory": "work", "runCommand": ["find . -name inner.json -not -path './.git/*'"]}}]}
    path = directory / "git.json"
    path.write_text(json.dumps(document))
    service.ctl("document", "create", "FetchByGit", str(path))
    command = service.send("", nodes=[node], DocumentName="FetchByGit", Parameters={})
    state = service.await_command(command)["Status"]
    errors = service.invocations(command, details=True)
    equal("Git: a repository is fetched over ssh", state, "Success")
    claim("Git: its files are there", "inner.json" in json.dumps(errors), errors)


def send_document(service, node, kind, source):
    return service.send("", nodes=[node], DocumentName="AWS-RunDocument", Parameters={
        "sourceType": [kind], "sourceInfo": [json.dumps(source)], "documentParameters": [json.dumps({"word": "hello"})]})


def run_document(service, node, kind, source, name):
    command = send_document(service, node, kind, source)
    equal(name, service.await_command(command)["Status"], "Success")
    return json.dumps(service.invocations(command, details=True))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


scenario(reach)
