import Foundation
import Testing
import WindowCore

@testable import WindowService

@Suite struct SnapshotTests {
    /// Reference: windows 7.3.
    @Test(arguments: [
        ("14bea65d-5ccc-462d-a2f3-e99c8b1d2f30", "f2e52cd3-7454-58ca-8c85-21c320cf56a2"),
        ("518d5565-5969-4cca-8f0e-da3b2a638355", "0ebecabc-3ea8-57a2-94e6-0baaa6efda6d"),
        ("00000000-0000-0000-0000-000000000000", "26198219-b253-56f7-96e2-8f8b3b1ce2d7"),
        ("14BEA65D-5CCC-462D-A2F3-E99C8B1D2F30", "f2e52cd3-7454-58ca-8c85-21c320cf56a2"),
    ])
    func `an execution has one snapshot ID for ever`(_ execution: String, snapshot: String) {
        #expect(SnapshotDerivation.snapshotID(of: ExecutionID(rawValue: execution)) == snapshot)
    }

    @Test func `version 5 is what RFC 9562 says`() throws {
        let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(NameBasedID.version5(of: "www.example.com", in: dns) == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test(arguments: [
        nil, [], [""], ["{{WINDOW_EXECUTION_ID}}"], ["{{ WINDOW_EXECUTION_ID }}"], ["{{ aws:ORCHESTRATION_ID }}"],
    ])
    func `asking for the execution's own is not giving one`(_ values: [String]?) {
        #expect(SnapshotDerivation.isAbsent(values))
    }

    @Test func `a snapshot that is given stays`() {
        #expect(!SnapshotDerivation.isAbsent(["f2e52cd3-7454-58ca-8c85-21c320cf56a2"]))
    }
}
