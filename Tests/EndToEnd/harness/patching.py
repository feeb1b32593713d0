"""Patch commands and what they leave: the reports of the API, by the names of the lab's packages."""

from harness.claims import Broken
from harness.service import Service

# Approves what comes from a security archive, and nothing else.
APT_RULES = {"PatchRules": [{
    "PatchFilterGroup": {"PatchFilters": [{"Key": "PRODUCT", "Values": ["*"]}]}, "ComplianceLevel": "HIGH", "ApproveAfterDays": 0,
}]}


class Patching:
    def __init__(self, service, lab):
        self.service, self.lab = service, lab

    def baseline(self, name, group=None, system="DEBIAN", rules=APT_RULES, **members):
        made = self.service.call(
            "CreatePatchBaseline", Name=name, OperatingSystem=system, **({"ApprovalRules": rules} if rules else {}), **members
        )["BaselineId"]
        if group:
            self.service.call("RegisterPatchBaselineForPatchGroup", BaselineId=made, PatchGroup=group)
        return made

    def change(self, baseline, **members):
        self.service.call("UpdatePatchBaseline", BaselineId=baseline, **members)

    def send(self, operation, nodes, document="AWS-RunPatchBaseline", concurrency="50", **parameters):
        order = {
            "DocumentName": document, "InstanceIds": [node.id for node in nodes], "MaxErrors": "100%",
            "MaxConcurrency": concurrency,
            "Parameters": {"Operation": [operation]} | {name: [value] for name, value in parameters.items()},
        }
        return self.service.call("SendCommand", order)["Command"]["CommandId"]

    def run(self, operation, nodes, seconds=180, wanted="Success", **parameters):
        """Sends, waits and returns the command; it must end as `wanted`, unless that is None."""
        nodes = nodes if isinstance(nodes, list) else [nodes]
        command = self.send(operation, nodes, **parameters)
        found = self.service.await_command(command, seconds)
        if wanted and found["Status"] != wanted:
            raise Broken(f"{operation} {parameters}: {found['Status']} instead of {wanted}\n{self.told(command)}")
        return command

    def scan(self, nodes, **more):
        return self.run("Scan", nodes, **more)

    def install(self, nodes, **more):
        """Without a reboot, unless told otherwise."""
        return self.run("Install", nodes, **{"RebootOption": "NoReboot"} | more)

    def told(self, command):
        """All that the steps of a command wrote, node by node."""
        text = ""
        for invocation in self.service.invocations(command, details=True):
            text += f"{invocation['InstanceId']} {invocation['StatusDetails']}\n"
            for step in invocation["CommandPlugins"]:
                text += f"  {step['Name']} {step['StatusDetails']}: {step.get('Output', '')}\n"
        return text

    def steps(self, command, node):
        """Names and statuses of the steps on one node, in order."""
        for invocation in self.service.invocations(command, details=True):
            if invocation["InstanceId"] == node.id:
                return [(step["Name"], step["StatusDetails"]) for step in invocation["CommandPlugins"]]
        raise Broken(f"{command} has nothing of {node.name}")

    def state(self, node):
        """The node's counters and header; None when it never reported."""
        states = self.service.call("DescribeInstancePatchStates", InstanceIds=[node.id])["InstancePatchStates"]
        return states[0] if states else None

    def items(self, node, *states):
        filters = [{"Key": "State", "Values": list(states)}] if states else []
        return self.service.all("DescribeInstancePatches", "Patches", InstanceId=node.id, Filters=filters, MaxResults=100)

    def patches(self, node, *states):
        """{name: version} of the lab's packages in these states."""
        found = {}
        for item in self.items(node, *states):
            name, version = item["KBId"].rsplit(".", 1)[0], item["Title"].split(":", 1)[1]
            if name.startswith(("mw-", "mwr-", "linux-firmware")):
                found[name] = version
        return found

    def word(self, node, package):
        """State of one package."""
        for item in self.items(node):
            if item["KBId"].rsplit(".", 1)[0] == package:
                return item["State"]
        return None

    def note(self, node, package):
        """The sentence that the compliance item of a package has for people; None without one."""
        for item in self.service.all(
            "ListComplianceItems", "ComplianceItems", ResourceIds=[node.id], ResourceTypes=["ManagedInstance"], MaxResults=50,
        ):
            if item["Id"].rsplit(".", 1)[0] == package:
                return item["Details"].get("DetailedText")
        return None

    def compliance(self, node):
        found = self.service.call(
            "ListResourceComplianceSummaries", Filters=[{"Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL"}]
        )["ResourceComplianceSummaryItems"]
        return {item["ResourceId"]: item["Status"] for item in found}.get(node.id)


def begin(directory, stack, lab, *tags, environment=None):
    """A service that knows the lab's nodes."""
    service = Service(directory, stack, path_first=lab.path, environment=environment).start()
    lab.add_to(service, lab.nodes, *tags)
    return service, Patching(service, lab)
