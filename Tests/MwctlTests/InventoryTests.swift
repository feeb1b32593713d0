import AWSWire
import Foundation
import Testing

@testable import mwctl

@Suite struct InventoryTests {
    static let ansible = """
        {"_meta": {"hostvars": {
            "web1": {"ansible_host": "10.0.0.11", "ansible_port": 2222, "ansible_user": "ops",
                     "ansible_ssh_private_key_file": "/etc/mwd/id", "ansible_become": true},
            "web2": {"ansible_port": "22", "ansible_become": "yes"},
            "control": {"ansible_connection": "local"}}},
         "all": {"children": ["ungrouped", "web", "europe"]},
         "ungrouped": {"hosts": ["control", "bare"]},
         "web": {"hosts": ["web1", "web2"]},
         "europe": {"children": ["web", "europe"]}}
        """

    @Test func `an Ansible inventory gives hosts, connections and groups as tags`() throws {
        let entries = try InventoryFormat.ansible.entries(in: Self.ansible)
        #expect(entries.map(\.name) == ["bare", "control", "web1", "web2"])
        #expect(
            entries[2]
                == InventoryEntry(
                    name: "web1", transport: .ssh, host: "10.0.0.11", port: 2222, user: "ops",
                    identityFile: "/etc/mwd/id", sudo: true, tags: ["Group:web": "true", "Group:europe": "true"]))
        #expect(entries[3].host == "web2")
        #expect(entries[3].port == 22)
        #expect(entries[3].sudo)
        #expect(entries[1] == InventoryEntry(name: "control", transport: .local))
        #expect(entries[0] == InventoryEntry(name: "bare", host: "bare"))
    }

    @Test func `a CSV file may quote fields and order its columns freely`() throws {
        let text =
            "\u{FEFF}tags,name,host,port,sudo\r\n"
            + "\"Role=web;Note=a, \"\"b\"\"\",web1,10.0.0.11,2222,yes\r\n\r\n,\"web 2\",,,\n"
        #expect(
            try InventoryFormat.csv.entries(in: text) == [
                InventoryEntry(
                    name: "web1", host: "10.0.0.11", port: 2222, sudo: true,
                    tags: ["Role": "web", "Note": "a, \"b\""]),
                InventoryEntry(name: "web 2", host: "web 2"),
            ])
    }

    @Test(arguments: [
        (InventoryFormat.csv, "", "Line 1"), (.csv, "host\nh", "Line 1"), (.csv, "name,colour\nh,red", "Line 1"),
        (.csv, "name,name\na,b", "Line 1"), (.csv, "name,port\nweb1", "Line 2"),
        (.csv, "name,port\n\nweb1,99999", "Line 3"), (.csv, "name,sudo\nweb1,perhaps", "Line 2"),
        (.csv, "name,tags\nweb1,Role", "Line 2"), (.csv, "name,transport\nweb1,telnet", "Line 2"),
        (.csv, "name\n\"web1", "Line 2"), (.csv, "name\nweb1\nweb1", "web1"), (.csv, "name,host\n,h", "Line 2"),
        (.ansible, "[]", "The inventory"), (.ansible, "{", "The inventory"),
        (.ansible, #"{"_meta":{"hostvars":{"h":{"ansible_port":"ssh"}}}}"#, "h"),
    ]) func `a bad file is refused with the place`(format: InventoryFormat, text: String, place: String) {
        let problem = #expect(throws: InventoryProblem.self) { try format.entries(in: text) }
        #expect(problem?.place == place)
    }

    private func withFile<Result>(
        _ name: String, _ text: String, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mwctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return try await body(file.path)
    }

    private static let registered: JSONValue = [
        "Nodes": [["InstanceId": "mi-00000000000000001", "Name": "web1", "Tags": [["Key": "Role", "Value": "web"]]]]
    ]

    @Test func `a dry run refuses what the service would refuse`() async throws {
        let service = StubService(["ListNodes": ["Nodes": []]])
        let ran = try await withFile("nodes.csv", "name,host\nweb 1,-oProxyCommand=x\nweb2,b\n") {
            try await run("mwctl node import \($0) --dry-run -o json", service)
        }
        #expect(ran.status == 1)
        #expect(ran.output.contains("fail"))
        #expect(ran.output.contains("add"))
    }

    @Test func `importing twice adds nobody twice`() async throws {
        let service = StubService([
            "ListNodes": Self.registered, "AddNode": ["InstanceId": "mi-00000000000000002"],
        ])
        let ran = try await withFile("nodes.csv", "name,host,tags\nweb1,a,Role=db\nweb2,b,Role=web\n") {
            try await run("mwctl node import \($0) -o json", service)
        }
        #expect(ran.status == 0)
        #expect(service.inputs("AddNode").compactMap { $0["Name"]?.stringValue } == ["web2"])
        #expect(service.inputs("AddNode").first?["Tags"] == [["Key": "Role", "Value": "web"]])
        #expect(service.inputs("UpdateNodeTags").isEmpty)
        let json = try JSONValue(parsing: Array(ran.output.utf8), maximumBytes: 1 << 20)
        #expect(json["Nodes"]?[0]?["Action"] == "keep")
        #expect(json["Nodes"]?[1]?["InstanceId"] == "mi-00000000000000002")
    }

    @Test func `a dry run changes nothing`() async throws {
        let service = StubService(["ListNodes": Self.registered])
        let ran = try await withFile("hosts.json", Self.ansible) {
            try await run("mwctl node import \($0) --dry-run --update-tags", service)
        }
        #expect(ran.status == 0)
        #expect(service.calls.map(\.target) == ["MaintenanceWindows.ListNodes"])
        #expect(ran.output.contains("add"))
        #expect(ran.output.contains("tag"))
    }

    @Test func `one refused node does not keep the others out`() async throws {
        let refusal = CallFailure.refused(WireError(.validationException, "The host is not a host."))
        let service = StubService([
            "ListNodes": [.success(["Nodes": []])],
            "AddNode": [.failure(refusal), .success(["InstanceId": "mi-00000000000000002"])],
        ])
        let ran = try await withFile("nodes.csv", "name\nweb1\nweb2\n") {
            try await run("mwctl node import \($0)", service)
        }
        #expect(ran.status == ProgramStatus.failed.rawValue)
        #expect(service.inputs("AddNode").count == 2)
        #expect(ran.output.contains("The host is not a host."))
    }
}
