import Foundation
import Testing

@testable import Patching

/// Update notices as yum 3.4.3 writes them.
@Suite(.timeLimit(.minutes(2))) struct YumNoticeTests {
    /// yum writes further values behind a tab, and ends the line of `Updated` only by what comes next.
    @Test func `every CVE and Bugzilla number of a notice counts`() throws {
        let run = try ScriptRun()
        let line = String(repeating: "=", count: 79)
        try run.write(
            """

            \(line)
              Important: mwr-epoch security update
            \(line)
              Update ID : LAB-2024:0005
                Release : el7
                   Type : security
                 Status : final
                 Issued : 2024-01-10 00:00:00
                Updated : 2024-01-12 12:00:00       Bugs : 12345 - Fix CVEs : of yore
            \t    : 12346 - another
                   CVEs : CVE-2024-1005
            \t    : CVE-2024-1006
            Description : Of the lab.
                        : Type : of no concern
               Severity : Important
            \(line)
              mwr-alpha security update
            \(line)
              Update ID : LAB-2024:0006
                   Type : security
                Updated : 2024-02-01       CVEs : CVE-2024-2001
            \t    : CVE-2024-2002
            \t    : CVE-2024-2003
            Description : Of the lab.
            updateinfo info done

            """, to: "answer")
        try run.write("", to: "dates")
        try run.write(
            "LAB-2024:0005\tmwr-epoch\tnoarch\t0:2-1\nLAB-2024:0006\tmwr-alpha\tnoarch\t0:2-1\n", to: "covers")
        var text = ScriptText(
            parts: [PackageResources.begin_sh, PackageResources.rpm_sh, PackageResources.collect_dnf_sh])
        text.call("p_private=$BASE\nput_notices")
        let notices = try run.run(text.text).split(separator: "\n").filter { $0.hasPrefix("notice\t") }
        #expect(
            notices == [
                "notice\t1\tLAB-2024:0005\tsecurity\tImportant\t\t1705060800\tCVE-2024-1005,CVE-2024-1006\t12345,12346",
                "notice\t2\tLAB-2024:0006\tsecurity\t\t\t1706745600\tCVE-2024-2001,CVE-2024-2002,CVE-2024-2003\t",
            ])
    }
}
