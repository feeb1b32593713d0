import Foundation
import Testing

@testable import Documents

@Suite struct GuideTests {
    private static var guide: String {
        get throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            return try String(contentsOf: root.appending(path: "docs/documents.md"), encoding: .utf8)
        }
    }

    @Test func `the guide's example is valid, clean and runs both steps`() throws {
        let guide = try Self.guide
        let start = try #require(guide.range(of: "```yaml\n"))
        let end = try #require(guide.range(of: "```", range: start.upperBound..<guide.endIndex))
        let content = try document(String(guide[start.upperBound..<end.lowerBound]))
        #expect(content.lintWarnings == [])
        let plan = try content.plan(with: content.bind(["service": ["nginx.service"]]))
        #expect(plan.steps.map(\.name) == ["sayGoodNight", "stopService"])
        #expect(plan.executionTimeoutSeconds == 3_720)
    }

    @Test(arguments: LintWarning.Rule.allCases)
    func `the guide explains every lint rule`(_ rule: LintWarning.Rule) throws {
        #expect(try Self.guide.contains("`\(rule.rawValue)`"))
    }

    @Test(arguments: ShippedDocument.all.map(\.name))
    func `the guide lists every document that comes with the service`(_ name: String) throws {
        #expect(try Self.guide.contains("| `\(name)` |"))
    }
}
