import AWSWire
import Foundation
import NodeAccess
import Synchronization
import Testing
import WindowCore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct NodeAndTagTests {
    @Test func `a node reads back as it was added`() async throws {
        try await API.run { api async throws in
            let id = try await api.send(
                AddNodeRequest(
                    name: "web-1", transport: "ssh", host: "web-1.example.test", port: 2222, user: "deploy",
                    identityFile: "/etc/keys/id", sudo: true, acceptNewHostKey: true, spoolDirectory: "/var/spool/x",
                    tags: [.init(key: "Role", value: "web")])
            ).instanceId!
            let node = try await api.send(GetRegisteredNodeRequest(name: "web-1")).node
            #expect(
                node
                    == .init(
                        instanceId: id, name: "web-1", transport: "ssh", host: "web-1.example.test", port: 2222,
                        user: "deploy", identityFile: "/etc/keys/id", sudo: true, acceptNewHostKey: true,
                        spoolDirectory: "/var/spool/x", tags: [.init(key: "Role", value: "web")],
                        pingStatus: "Inactive", registeredAt: .noon))
            let again: JSONValue = ["Name": "web-1", "Transport": "local"]
            #expect(try await api.refusal("MaintenanceWindows.AddNode", again) == "ValidationException")
        }
    }

    struct Bad: CustomTestStringConvertible {
        let members: JSONValue
        var testDescription: String { members.text() }
    }

    @Test(arguments: [
        Bad(members: ["Name": "a", "Transport": "ssh"]), Bad(members: ["Name": "a", "Transport": "telnet"]),
        Bad(members: ["Name": "a", "Transport": "local", "Host": "b"]),
        Bad(members: ["Name": "a", "Transport": "ssh", "Host": "-oProxyCommand=x"]),
        Bad(members: ["Name": "a", "Transport": "ssh", "Host": "b", "Port": 0]),
        Bad(members: ["Name": "", "Transport": "local"]), Bad(members: ["Transport": "local"]),
        Bad(members: ["Name": "a", "Transport": "local", "SpoolDirectory": "relative"]),
    ])
    func `a bad node is refused`(_ bad: Bad) async throws {
        try await API.run { api async throws in
            #expect(try await api.refusal("MaintenanceWindows.AddNode", bad.members) == "ValidationException")
        }
    }

    @Test func `a check learns the node's facts`() async throws {
        try await API.run { api async throws in
            let id = try await api.addNode("web-1")
            let check = try await api.send(CheckNodeRequest(instanceId: id))
            #expect(check.healthy == true)
            #expect(check.findings == [])
            #expect(check.node?.pingStatus == "Online")
            #expect(check.node?.platformName == "Debian GNU/Linux")
            let information = try await api.send(DescribeInstanceInformationRequest()).instanceInformationList?.first
            #expect(information?.pingStatus == "Online")
            #expect(information?.lastPingDateTime == .noon)
            #expect(information?.resourceType == "ManagedInstance")
            api.clock.advance(by: 2 * 86_400)
            #expect(try await api.send(GetRegisteredNodeRequest(instanceId: id)).node?.pingStatus == "ConnectionLost")
        }
    }

    @Test func `a removed node is gone from the registry`() async throws {
        try await API.run { api async throws in
            let id = try await api.addNode("web-1")
            try await api.send(RemoveNodeRequest(instanceId: id))
            for operation in ["RemoveNode", "GetNode", "CheckNode", "UpdateNodeTags"] {
                #expect(
                    try await api.refusal("MaintenanceWindows.\(operation)", ["InstanceId": .string(id)])
                        == "DoesNotExistException", "\(operation)")
            }
        }
    }

    @Test func `nodes are listed by what they are, in pages`() async throws {
        try await API.run { api async throws in
            for index in 10..<22 {
                _ = try await api.addNode("node-\(index)", tags: ["Parity": index.isMultiple(of: 2) ? "even" : "odd"])
            }
            var names: [String] = []
            var token: String?
            repeat {
                let page = try await api.send(
                    ListRegisteredNodesRequest(
                        filters: [.init(key: "tag:Parity", values: ["even"])], maxResults: 4, nextToken: token))
                names += (page.nodes ?? []).compactMap(\.name)
                token = page.nextToken
            } while token != nil
            #expect(names == stride(from: 10, to: 22, by: 2).map { "node-\($0)" })
            let unknown: JSONValue = ["Filters": [["Key": "Colour", "Values": ["red"]]]]
            #expect(try await api.refusal("MaintenanceWindows.ListNodes", unknown) == "ValidationException")
            #expect(try await api.refusal("DescribeInstanceInformation", unknown) == "InvalidFilterKey")
        }
    }

    @Test func `tags are added, overwritten and removed on everything that has them`() async throws {
        try await API.run { api async throws in
            try await api.send(CreateDocumentRequest(content: DocumentOperationTests.twoSteps, name: "Doc-One"))
            for (type, id) in [
                ("MaintenanceWindow", try await api.createWindow()), ("ManagedInstance", try await api.addNode("n")),
                ("Document", "Doc-One"),
            ] {
                try await api.send(
                    AddTagsToResourceRequest(
                        resourceType: type, resourceId: id,
                        tags: [.init(key: "a", value: "1"), .init(key: "b", value: "2")]))
                try await api.send(
                    AddTagsToResourceRequest(resourceType: type, resourceId: id, tags: [.init(key: "a", value: "3")]))
                try await api.send(
                    RemoveTagsFromResourceRequest(resourceType: type, resourceId: id, tagKeys: ["b", "Workload"]))
                let tags = try await api.send(ListTagsForResourceRequest(resourceType: type, resourceId: id)).tagList
                #expect(tags == [.init(key: "a", value: "3")], "\(type)")
            }
        }
    }

    @Test func `tags of what does not exist are refused`() async throws {
        try await API.run { api async throws in
            for (type, id, code) in [
                ("MaintenanceWindow", "mw-0123456789abcdef0", "InvalidResourceId"),
                ("ManagedInstance", "mi-0123456789abcdef0", "InvalidResourceId"),
                ("Document", "Not-There", "InvalidResourceId"), ("Parameter", "x", "InvalidResourceType"),
            ] {
                let body: JSONValue = [
                    "ResourceType": .string(type), "ResourceId": .string(id),
                    "Tags": [["Key": "a", "Value": "b"]], "TagKeys": ["a"],
                ]
                for operation in ["AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource"] {
                    #expect(try await api.refusal(operation, body) == code, "\(operation) \(type)")
                }
            }
        }
    }

    @Test func `the tags of a node decide what targets match`() async throws {
        try await API.run { api async throws in
            let id = try await api.addNode("web-1", tags: [:])
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            func matching() async throws -> [String]? {
                try await api.send(PreviewMaintenanceWindowRequest(windowId: window)).targets?
                    .first { $0.windowTargetId == target }?.instanceIds
            }
            #expect(try await matching() == [])
            let tags = try await api.send(
                UpdateNodeTagsRequest(instanceId: id, tagsToAdd: [.init(key: "Workload", value: "Test")]))
            #expect(tags.tags == [.init(key: "Workload", value: "Test")])
            #expect(try await matching() == [id])
        }
    }
}
