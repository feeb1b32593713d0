"""The unmodified aws CLI and boto3 patch real Debian nodes; snapshots are downloaded; mwctl shows the same."""

import http.client
import json
import urllib.parse
import uuid

from harness import claim, equal, scenario, until
from harness.clients import CLI, client, shaped
from harness.patching import begin
from harness.patchlab import SECURITY, STUBBORN, PatchLab
from harness.service import FINAL

TIDY = {name: version for name, version in SECURITY.items() if name not in STUBBORN}
RULES = {"PatchRules": [{
    "PatchFilterGroup": {"PatchFilters": [
        {"Key": "PRODUCT", "Values": ["Debian12"]}, {"Key": "PRIORITY", "Values": ["Required", "Important", "Standard", "Optional", "Extra"]},
    ]}, "ComplianceLevel": "CRITICAL", "ApproveAfterDays": 7,
}]}


def aws_patching(directory, stack):
    lab = PatchLab(directory, stack, debian=2)
    service, patching = begin(directory, stack, lab, "Patch Group=web")
    made = service.ctl("key", "create", "--role", "admin")
    key, secret = made["AccessKeyId"], made["SecretAccessKey"]
    aws, ssm = CLI(service, key, secret), client(service, key, secret)
    baseline = prepare(aws)
    patched(aws, lab, baseline)
    complied(aws, ssm, lab)
    models(ssm, lab, baseline)
    snapshots(aws, lab, baseline)
    by_mwctl(service, lab)
    undone(aws, lab, baseline)


def prepare(aws):
    baseline = aws(
        "create-patch-baseline", "--name", "debian-security", "--operating-system", "DEBIAN", "--approval-rules", json.dumps(RULES),
        "--rejected-patches", *sorted(STUBBORN), "--description", "What is urgent", "--tags", "Key=Team,Value=linux",
    )["BaselineId"]
    claim("aws: a baseline has an ID of its own", baseline.startswith("pb-") and len(baseline) == 20, baseline)
    equal("aws: register-patch-baseline-for-patch-group", aws(
        "register-patch-baseline-for-patch-group", "--baseline-id", baseline, "--patch-group", "web"),
        {"BaselineId": baseline, "PatchGroup": "web"})
    other = aws("create-patch-baseline", "--name", "other", "--operating-system", "DEBIAN")["BaselineId"]
    aws.refused("aws: a group has one baseline per operating system", "AlreadyExistsException",
                "register-patch-baseline-for-patch-group", "--baseline-id", other, "--patch-group", "web")
    aws.refused("aws: a baseline in use stays", "ResourceInUseException", "delete-patch-baseline", "--baseline-id", baseline)
    aws("delete-patch-baseline", "--baseline-id", other)
    got = aws("get-patch-baseline", "--baseline-id", baseline)
    equal("aws: get-patch-baseline gives back what was sent",
          (got["ApprovalRules"]["PatchRules"][0]["PatchFilterGroup"], got["RejectedPatches"], got["PatchGroups"], got["Description"]),
          (RULES["PatchRules"][0]["PatchFilterGroup"], sorted(STUBBORN), ["web"], "What is urgent"))
    equal("aws: get-patch-baseline-for-patch-group", aws(
        "get-patch-baseline-for-patch-group", "--patch-group", "web", "--operating-system", "DEBIAN")["BaselineId"], baseline)
    return baseline


def send(aws, operation):
    command = aws(
        "send-command", "--document-name", "AWS-RunPatchBaseline", "--targets", "Key=tag:Patch Group,Values=web", "--parameters",
        f"Operation={operation},RebootOption=NoReboot", "--timeout-seconds", "600", "--comment", operation,
    )["Command"]["CommandId"]

    def ended():
        (found,) = aws("list-commands", "--command-id", command)["Commands"]
        return found if found["Status"] in FINAL else None

    equal(f"aws: send-command {operation} succeeds", until("it ended", ended, 120, every=1)["Status"], "Success")
    return command


def states(aws, lab):
    found = aws("describe-instance-patch-states", "--instance-ids", *(node.id for node in lab.nodes))["InstancePatchStates"]
    return {state["InstanceId"]: state for state in found}


def patched(aws, lab, baseline):
    equal("aws: a node that never reported has no state", states(aws, lab), {})
    send(aws, "Scan")
    found = states(aws, lab)
    for node in lab.nodes:
        state = found[node.id]
        equal("aws: describe-instance-patch-states after the scan",
              (state["PatchGroup"], state["BaselineId"], state["Operation"], state["MissingCount"], state["CriticalNonCompliantCount"]),
              ("web", baseline, "Scan", len(TIDY), len(TIDY)))
    command = send(aws, "Install")
    for node in lab.nodes:
        equal(f"aws: dpkg on {node.name} agrees", {name: node.versions()[name] for name in TIDY}, TIDY)
        (patch,) = aws("describe-instance-patches", "--instance-id", node.id, "--filters", "Key=KBId,Values=mw-gamma.amd64")["Patches"]
        equal("aws: describe-instance-patches, one of them",
              {member: patch[member] for member in ("Title", "KBId", "Classification", "Severity", "State")},
              {"Title": "mw-gamma.amd64:1.10", "KBId": "mw-gamma.amd64", "Classification": "Security", "Severity": "Extra",
               "State": "INSTALLED_PENDING_REBOOT"})
        pending = aws("describe-instance-patches", "--instance-id", node.id, "--filters", "Key=State,Values=InstalledPendingReboot")
        equal("aws: describe-instance-patches by state", len(pending["Patches"]), len(TIDY) + 1)
        output = aws("get-command-invocation", "--command-id", command, "--instance-id", node.id, "--plugin-name", "PatchLinux")
        claim("aws: get-command-invocation shows the patch step", "mw-gamma.amd64 1.0 -> 1.10" in output["StandardOutputContent"], output)
    group = aws("describe-patch-group-state", "--patch-group", "web")
    equal("aws: describe-patch-group-state counts nodes",
          [group[name] for name in ("Instances", "InstancesWithInstalledPendingRebootPatches", "InstancesWithMissingPatches",
                                    "InstancesWithFailedPatches", "InstancesWithCriticalNonCompliantPatches")], [2, 2, 0, 0, 2])

    def by_count(filters):
        return len(aws("describe-instance-patch-states-for-patch-group", "--patch-group", "web", "--filters",
                       filters)["InstancePatchStates"])

    equal("aws: describe-instance-patch-states-for-patch-group filters",
          (by_count("Key=InstalledPendingRebootCount,Values=0,Type=GreaterThan"), by_count("Key=MissingCount,Values=0,Type=GreaterThan")),
          (2, 0))
    aws.refused("aws: by a count that there is not", "InvalidFilter", "describe-instance-patch-states-for-patch-group",
                "--patch-group", "web", "--filters", "Key=Nonsense,Values=0,Type=Equal")


def complied(aws, ssm, lab):
    first = lab.nodes[0]
    items = [
        item for page in ssm.get_paginator("list_compliance_items").paginate(
            ResourceIds=[first.id], ResourceTypes=["ManagedInstance"]) for item in page["ComplianceItems"]]
    by_id = {item["Id"]: item for item in items}
    equal("boto3: list-compliance-items pages through every patch, once", len(by_id), len(items))
    equal("boto3: an item", [by_id["mw-alpha.amd64"][name] for name in ("ComplianceType", "Status", "Severity", "Title")],
          ["Patch", "NON_COMPLIANT", "CRITICAL", "mw-alpha.amd64:1.1"])
    filtered = aws("list-compliance-items", "--resource-ids", first.id, "--resource-types", "ManagedInstance", "--filters",
                   "Key=Status,Values=NON_COMPLIANT,Type=EQUAL")["ComplianceItems"]
    equal("aws: list-compliance-items filters", {item["Id"].split(".")[0] for item in filtered}, {*TIDY, "mw-zeta-data"})
    (summary,) = aws("list-compliance-summaries")["ComplianceSummaryItems"]
    equal("aws: list-compliance-summaries counts nodes",
          (summary["ComplianceType"], summary["NonCompliantSummary"]["NonCompliantCount"],
           summary["NonCompliantSummary"]["SeveritySummary"]["CriticalCount"]), ("Patch", 2, 2))
    first.reboot()
    found = {item["ResourceId"]: item["Status"] for item in aws("list-resource-compliance-summaries")["ResourceComplianceSummaryItems"]}
    equal("aws: a reboot alone changes no compliance", found[first.id], "NON_COMPLIANT")
    send(aws, "Scan")
    found = {item["ResourceId"]: (item["Status"], item["OverallSeverity"])
             for item in aws("list-resource-compliance-summaries")["ResourceComplianceSummaryItems"]}
    equal("aws: the scan after it does", [found[node.id] for node in lab.nodes],
          [("COMPLIANT", "UNSPECIFIED"), ("NON_COMPLIANT", "CRITICAL")])
    aws("put-compliance-items", "--resource-id", first.id, "--resource-type", "ManagedInstance", "--compliance-type", "Custom:Backup",
        "--execution-summary", "ExecutionTime=2026-01-01T00:00:00Z", "--items", "Id=nightly,Title=Backup,Severity=HIGH,Status=NON_COMPLIANT")
    equal("aws: put-compliance-items adds a kind of its own",
          {item["ComplianceType"]: item["NonCompliantSummary"]["NonCompliantCount"]
           for item in aws("list-compliance-summaries")["ComplianceSummaryItems"]}, {"Custom:Backup": 1, "Patch": 1})


def models(ssm, lab, baseline):
    node, resource = lab.nodes[0].id, {"ResourceIds": [lab.nodes[0].id], "ResourceTypes": ["ManagedInstance"]}
    calls = [
        ("describe_instance_patch_states", {"InstanceIds": [node]}),
        ("describe_instance_patch_states_for_patch_group", {"PatchGroup": "web"}),
        ("describe_instance_patches", {"InstanceId": node}),
        ("describe_patch_group_state", {"PatchGroup": "web"}),
        ("describe_patch_groups", {}),
        ("describe_patch_baselines", {}),
        ("describe_patch_properties", {"OperatingSystem": "DEBIAN", "Property": "PRIORITY"}),
        ("describe_available_patches", {"Filters": [{"Key": "PRODUCT", "Values": ["Debian12"]}]}),
        ("get_patch_baseline", {"BaselineId": baseline}),
        ("get_default_patch_baseline", {"OperatingSystem": "DEBIAN"}),
        ("get_patch_baseline_for_patch_group", {"PatchGroup": "web", "OperatingSystem": "DEBIAN"}),
        ("update_patch_baseline", {"BaselineId": baseline, "Description": "What is urgent"}),
        ("list_compliance_items", resource),
        ("list_compliance_summaries", {}),
        ("list_resource_compliance_summaries", {}),
        ("get_deployable_patch_snapshot_for_instance", {"InstanceId": node, "SnapshotId": str(uuid.uuid4())}),
    ]
    for operation, members in calls:
        # Empty where nobody owns the node, as the user guide's examples show it.
        answer = shaped(ssm, operation, ["OwnerInformation"], **members)
        if list(answer.values()) == [[]]:
            claim(f"boto3: {operation} has something to say", False, answer)
    offered = ssm.describe_available_patches(Filters=[{"Key": "PRODUCT", "Values": ["Debian12"]}])["Patches"]
    claim("boto3: describe_available_patches knows what nodes were offered", any(patch.get("Name") == "mw-beta" for patch in offered), offered)
    try:
        ssm.describe_effective_patches_for_patch_baseline(BaselineId=baseline)
        claim("boto3: effective patches are a matter of Windows", False, "answered")
    except ssm.exceptions.UnsupportedOperatingSystem:
        claim("boto3: effective patches are a matter of Windows: UnsupportedOperatingSystem", True)


def download(address):
    parts = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def snapshots(aws, lab, baseline):
    node = lab.nodes[0].id
    identity = states(aws, lab)[node]["SnapshotId"]
    got = aws("get-deployable-patch-snapshot-for-instance", "--instance-id", node, "--snapshot-id", identity)
    equal("aws: the snapshot of the last command", (got["InstanceId"], got["SnapshotId"], got["Product"]), (node, identity, "Debian12"))
    address = got["SnapshotDownloadUrl"]
    status, body = download(address)
    equal("snapshot: downloaded without any key of ours", status, 200)
    content = json.loads(body)
    equal("snapshot: holds what nodes are told", sorted(content.keys() & {
        "patchBaseline", "patchGroup", "instanceId", "snapshotId", "region", "product", "accountId"}),
        ["accountId", "instanceId", "patchBaseline", "patchGroup", "product", "region", "snapshotId"])
    wanted = {
        "accountId", "baselineId", "name", "globalFilters", "approvalRules", "approvedPatches", "approvedPatchesComplianceLevel",
        "approvedPatchesEnableNonSecurity", "rejectedPatches", "rejectedPatchesAction", "sources", "operatingSystem", "createdTime",
        "modifiedTime", "description",
    }
    equal("snapshot: and the whole baseline", wanted - content["patchBaseline"].keys(), set())
    equal("snapshot: of this node", (content["patchBaseline"]["baselineId"], content["patchGroup"], content["snapshotId"]),
          (baseline, "web", identity))
    tampered = {
        "another node": address.replace(node, lab.nodes[1].id),
        "another snapshot": address.replace(identity, str(uuid.uuid4())),
        "another group": address.replace("group=web", "group=db"),
        "a later end": address.replace("expires=", "expires=9"),
        "another signature": address[:-1] + ("0" if address[-1] != "0" else "1"),
        "no signature": address.split("&signature")[0],
    }
    for text, changed in tampered.items():
        claim(f"snapshot: {text} is another address", changed != address, address)
        equal(f"snapshot: {text}: refused", download(changed)[0], 403)
    aws("update-patch-baseline", "--baseline-id", baseline, "--rejected-patches", "mw-alpha")
    equal("snapshot: is frozen, whatever becomes of the baseline",
          json.loads(download(address)[1])["patchBaseline"]["rejectedPatches"], sorted(STUBBORN))
    again = aws("get-deployable-patch-snapshot-for-instance", "--instance-id", node, "--snapshot-id", identity)
    equal("snapshot: asked for again it is the same", json.loads(download(again["SnapshotDownloadUrl"])[1])["patchBaseline"],
          content["patchBaseline"])
    aws("update-patch-baseline", "--baseline-id", baseline, "--rejected-patches", *sorted(STUBBORN))


def by_mwctl(service, lab):
    lab.publish("mw-alpha", "1.2", "stable-security", "Priority: standard")
    node = lab.nodes[0]

    def told(*words):
        done = service.run(*words)
        if done.returncode != 0:
            claim(f"mwctl {' '.join(words)} succeeds", False, done.stdout + done.stderr)
        return done.stdout

    dry = told("patch", "install", "--target", "tag:Patch Group=web", "--dry-run")
    claim("mwctl: --dry-run prints what each node would get", dry.count("mw-alpha") == 2 and "1.2" in dry, dry)
    equal("mwctl: and installs nothing", node.versions()["mw-alpha"], "1.1")
    why = told("baseline", "explain", "--node", node.name, "mw-alpha")
    claim("mwctl: explain names the rule", "rule" in why.lower() and "1.2" in why, why)
    why = told("baseline", "explain", "--node", node.name, "mw-held")
    claim("mwctl: explain names the list that rejects", "reject" in why.lower(), why)
    told("patch", "install", "--target", "tag:Patch Group=web", "--concurrency", "1")
    equal("mwctl: install does it, node by node", [node.versions()["mw-alpha"] for node in lab.nodes], ["1.2", "1.2"])
    shown = told("compliance", "show", node.name)
    claim("mwctl: compliance show knows the patch kind", "Patch" in shown or "patch" in shown, shown)
    summary = told("compliance", "summary")
    claim("mwctl: compliance summary counts by kind", "Custom:Backup" in summary, summary)


def undone(aws, lab, baseline):
    aws("deregister-patch-baseline-for-patch-group", "--baseline-id", baseline, "--patch-group", "web")
    default = aws("get-default-patch-baseline", "--operating-system", "DEBIAN")["BaselineId"]
    equal("aws: a group that is registered no more has the default",
          aws("get-patch-baseline-for-patch-group", "--patch-group", "web", "--operating-system", "DEBIAN")["BaselineId"], default)
    send(aws, "Scan")
    found = states(aws, lab)
    equal("aws: and its nodes are judged by that: what the other rejected is Missing now",
          {(found[node.id]["BaselineId"], found[node.id]["MissingCount"]) for node in lab.nodes}, {(default, len(STUBBORN))})
    equal("aws: and the baseline can go", aws("delete-patch-baseline", "--baseline-id", baseline)["BaselineId"], baseline)


scenario(aws_patching)
