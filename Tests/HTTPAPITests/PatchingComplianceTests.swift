import AWSWire
import Foundation
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct PatchingComplianceTests {
    private func body(_ node: String, _ items: JSONValue, type: JSONValue = "Custom:AVCheck") -> JSONValue {
        [
            "ResourceId": .string(node), "ResourceType": "ManagedInstance", "ComplianceType": type,
            "ExecutionSummary": ["ExecutionTime": 1_550_505_600], "Items": items,
        ]
    }

    private func item(_ id: JSONValue, _ status: JSONValue = "COMPLIANT", _ severity: JSONValue = "CRITICAL")
        -> JSONValue
    {
        ["Id": id, "Title": "ScanHost", "Severity": severity, "Status": status]
    }

    @Test func `items that were put are listed, replaced whole by the next`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("node")
            let one = item("1").with("Details", ["Engine": "7"])
            #expect(try await api.call("PutComplianceItems", body(node, [one, item("2")])).json == [:])
            let list: JSONValue = ["ResourceIds": [.string(node)], "ResourceTypes": ["ManagedInstance"]]
            let items = try await api.call("ListComplianceItems", list).json["ComplianceItems"]?.arrayValue ?? []
            #expect(items.map { $0["Id"] } == ["1", "2"])
            #expect(items[0]["Details"] == ["Engine": "7"] && items[0]["Status"] == "COMPLIANT")
            #expect(items[0]["ExecutionSummary"] == ["ExecutionTime": 1_550_505_600])
            #expect(items[0]["ComplianceType"] == "Custom:AVCheck" && items[0]["ResourceId"] == .string(node))
            _ = try await api.call("PutComplianceItems", body(node, [item("3", "NON_COMPLIANT")]))
            let next = try await api.call("ListComplianceItems", list).json["ComplianceItems"]?.arrayValue ?? []
            #expect(next.map { $0["Id"] } == ["3"])
        }
    }

    @Test func `the stored content hash changes nothing`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("node")
            _ = try await api.call("PutComplianceItems", body(node, [item("1")]).with("ItemContentHash", "h"))
            _ = try await api.call("PutComplianceItems", body(node, [item("2")]).with("ItemContentHash", "h"))
            let list = try await api.send(ListComplianceItemsRequest(resourceIds: [node]))
            #expect(list.complianceItems?.map(\.id) == ["1"])
        }
    }

    @Test func `a partial upload replaces the listed items, of associations only`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("node")
            _ = try await api.call("PutComplianceItems", body(node, [item("1"), item("2")], type: "Association"))
            let partial = body(node, [item("2", "NON_COMPLIANT")], type: "Association").with("UploadType", "PARTIAL")
            _ = try await api.call("PutComplianceItems", partial)
            let list = try await api.send(ListComplianceItemsRequest(resourceIds: [node]))
            #expect(list.complianceItems?.map(\.id) == ["1", "2"])
            #expect(list.complianceItems?.map(\.status) == ["COMPLIANT", "NON_COMPLIANT"])
            #expect(
                try await api.refusal("PutComplianceItems", partial.with("ComplianceType", "Custom:A"))
                    == "ValidationException")
        }
    }

    @Test func `what is not a node, a type or a set of items is refused`() async throws {
        try await API.run { api async throws in
            let good = body(try await api.addNode("node"), [item("1")])
            for (change, code): ((String, JSONValue), String) in [
                (("ResourceId", "mi-0123456789abcdef0"), "InvalidResourceId"),
                (("ResourceType", "Bucket"), "InvalidResourceType"), (("ComplianceType", "Foo"), "ValidationException"),
                (("Items", [item("1"), item("1")]), "InvalidItemContentException"),
                (("Items", [item("1", "MAYBE")]), "ValidationException"),
            ] { #expect(try await api.refusal("PutComplianceItems", good.with(change.0, change.1)) == code) }
            for number in 1...10 {
                let type: JSONValue = .string("Custom:Type\(number)")
                #expect(try await api.call("PutComplianceItems", good.with("ComplianceType", type)).status == 200)
            }
            #expect(
                try await api.refusal("PutComplianceItems", good.with("ComplianceType", "Custom:Type11"))
                    == "ComplianceTypeCountLimitExceededException")
        }
    }

    @Test func `items that are too large, each or together, are refused by that name`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("node")
            func large(_ id: Int, details: Int) -> JSONValue {
                let text = JSONValue.string(String(repeating: "x", count: 4000))
                return item(.string("\(id)")).with(
                    "Details", .object(Dictionary(uniqueKeysWithValues: (0..<details).map { ("k\($0)", text) })))
            }
            #expect(try await api.call("PutComplianceItems", body(node, [large(1, details: 49)])).status == 200)
            #expect(
                try await api.refusal("PutComplianceItems", body(node, [large(1, details: 51)]))
                    == "ItemSizeLimitExceededException")
            // Below the limit of bodies, and beyond it.
            for count in [26, 30] {
                #expect(
                    try await api.refusal(
                        "PutComplianceItems", body(node, .array((0..<count).map { large($0, details: 10) })))
                        == "TotalSizeLimitExceededException")
            }
            let kept = try await api.send(ListComplianceItemsRequest(resourceIds: [node]))
            #expect(kept.complianceItems?.map(\.id) == ["1"])
        }
    }

    @Test func `summaries count nodes by type and items by node`() async throws {
        try await API.run { api async throws in
            let nodes = [try await api.addDebian("1"), try await api.addDebian("2"), try await api.addDebian("3")]
            try await api.report([.deb("a", .missing, level: .high), .deb("b", .installed)], on: nodes[0])
            try await api.report([.deb("b", .installed)], on: nodes[1])
            _ = try await api.call("PutComplianceItems", body(nodes[0].rawValue, [item("1")]))

            let types = try await api.send(ListComplianceSummariesRequest()).complianceSummaryItems ?? []
            #expect(types.map(\.complianceType) == ["Custom:AVCheck", "Patch"])
            #expect(types[1].compliantSummary?.compliantCount == 1)
            #expect(types[1].compliantSummary?.severitySummary?.unspecifiedCount == 1)
            #expect(types[1].nonCompliantSummary?.nonCompliantCount == 1)
            #expect(types[1].nonCompliantSummary?.severitySummary?.highCount == 1)

            let filters: [Wire.ComplianceStringFilter] = [
                .init(key: "ComplianceType", values: ["Patch"], type: "EQUAL"),
                .init(key: "Status", values: ["NON_COMPLIANT"], type: "EQUAL"),
            ]
            let bad = try await api.send(ListResourceComplianceSummariesRequest(filters: filters))
            let summary = try #require(bad.resourceComplianceSummaryItems?.first)
            #expect(bad.resourceComplianceSummaryItems?.count == 1 && summary.resourceId == nodes[0].rawValue)
            #expect(summary.overallSeverity == "HIGH" && summary.status == "NON_COMPLIANT")
            #expect(
                summary.compliantSummary?.compliantCount == 1 && summary.nonCompliantSummary?.nonCompliantCount == 1)
            #expect(summary.executionSummary?.executionType == "Command")
            let items = try await api.send(
                ListComplianceItemsRequest(filters: filters, resourceIds: [nodes[0].rawValue]))
            #expect(items.complianceItems?.map(\.id) == ["a.amd64"])
        }
    }

    @Test func `every item and every summary is on one page`() async throws {
        try await API.run { api async throws in
            var expected: Set<String> = []
            for number in 0..<7 {
                let node = try await api.addNode("node-\(number)")
                let ids = (0..<number * 3).map { "\(number)-\($0)" }
                expected.formUnion(ids)
                _ = try await api.call(
                    "PutComplianceItems",
                    body(node, .array(ids.map { item(.string($0), number % 2 == 0 ? "COMPLIANT" : "NON_COMPLIANT") })))
            }
            var (ids, token): ([String], String?) = ([], nil)
            repeat {
                let page = try await api.send(ListComplianceItemsRequest(nextToken: token, maxResults: 4))
                ids += (page.complianceItems ?? []).compactMap(\.id)
                token = page.nextToken
            } while token != nil
            #expect(ids.count == expected.count && Set(ids) == expected)

            var (nodes, next): ([String], String?) = ([], nil)
            repeat {
                let page = try await api.send(
                    ListResourceComplianceSummariesRequest(
                        filters: [.init(key: "Status", values: ["COMPLIANT"], type: "NOT_EQUAL")], nextToken: next,
                        maxResults: 1))
                nodes += (page.resourceComplianceSummaryItems ?? []).compactMap(\.resourceId)
                next = page.nextToken
            } while next != nil
            #expect(nodes.count == 3 && Set(nodes).count == 3)
        }
    }

    @Test func `filters compare as they are told, and unknown ones are refused`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("node")
            _ = try await api.call("PutComplianceItems", body(node, [item("aa"), item("ab"), item("b")]))
            func ids(_ key: String, _ type: String?, _ values: [String]) async throws -> [String] {
                let request = ListComplianceItemsRequest(
                    filters: [.init(key: key, values: values, type: type)], resourceIds: [node])
                return try await api.send(request).complianceItems!.compactMap(\.id)
            }
            #expect(try await ids("Id", "BEGIN_WITH", ["a"]) == ["aa", "ab"])
            #expect(try await ids("Id", "NOT_EQUAL", ["ab", "b"]) == ["aa"])
            #expect(try await ids("Id", nil, ["ab", "b"]) == ["ab", "b"])
            #expect(try await ids("ExecutionTime", "GREATER_THAN", ["2019-02-18T15:59:59Z"]).count == 3)
            #expect(try await ids("ExecutionTime", "GREATER_THAN", ["2019-02-18T16:00:00Z"]).isEmpty)
            #expect(try await ids("ExecutionTime", "LESS_THAN", ["2019-02-18T16:00:01Z"]).count == 3)
            for filter: JSONValue in [
                ["Key": "Colour", "Values": ["x"]], ["Key": "ExecutionTime", "Values": ["soon"]],
                ["Key": "Id", "Values": ["a", "b"], "Type": "LESS_THAN"],
            ] {
                #expect(
                    try await api.refusal(
                        "ListComplianceItems", ["ResourceIds": [.string(node)], "Filters": [filter]])
                        == "InvalidFilter")
            }
            #expect(
                try await api.refusal("ListComplianceItems", ["ResourceIds": [.string(node), "x"]])
                    == "ValidationException")
            #expect(try await api.refusal("ListComplianceItems", ["ResourceIds": ["x"]]) == "InvalidResourceId")
        }
    }
}
