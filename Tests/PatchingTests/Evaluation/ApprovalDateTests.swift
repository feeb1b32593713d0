import Foundation
import Testing

@testable import Patching

@Suite struct ApprovalDateTests {
    struct Row: CustomTestStringConvertible {
        let time: ApprovalTime
        let evaluatedAt: String
        let releasedAt: String
        let isApproved: Bool
        var testDescription: String { "\(time), released \(releasedAt), asked \(evaluatedAt)" }
    }

    @Test(
        "approval counts in whole UTC days",
        arguments: [
            Row(
                time: .afterDays(7), evaluatedAt: "2026-11-22T10:00:00Z", releasedAt: "2026-11-15T23:59:59Z",
                isApproved: true),
            Row(
                time: .afterDays(7), evaluatedAt: "2026-11-22T10:00:00Z", releasedAt: "2026-11-16T00:00:00Z",
                isApproved: false),
            Row(
                time: .afterDays(7), evaluatedAt: "2026-07-14T00:00:00Z", releasedAt: "2026-07-07T18:00:00Z",
                isApproved: true),
            Row(
                time: .afterDays(7), evaluatedAt: "2026-07-13T23:59:00Z", releasedAt: "2026-07-07T00:00:00Z",
                isApproved: false),
            Row(
                time: .afterDays(0), evaluatedAt: "2026-07-13T00:00:00Z", releasedAt: "2026-07-13T23:59:59Z",
                isApproved: true),
            Row(
                time: .afterDays(0), evaluatedAt: "2026-07-13T23:59:59Z", releasedAt: "2026-07-14T00:00:00Z",
                isApproved: false),
            Row(
                time: .untilDate("2026-11-16"), evaluatedAt: "2027-01-01T00:00:00Z",
                releasedAt: "2026-11-16T23:59:59Z", isApproved: true),
            Row(
                time: .untilDate("2026-11-16"), evaluatedAt: "2027-01-01T00:00:00Z",
                releasedAt: "2026-11-17T00:00:00Z", isApproved: false),
            Row(
                time: .afterDays(7), evaluatedAt: "2026-11-22T10:00:00Z", releasedAt: "2026-11-16T01:00:00+02:00",
                isApproved: true),
            Row(
                time: .afterDays(360), evaluatedAt: "2026-11-22T00:00:00Z", releasedAt: "2025-11-27T12:00:00Z",
                isApproved: true),
        ])
    func days(row: Row) throws {
        let rule = ApprovalRule(filters: [], time: row.time)
        let notice = Rpm.notice(issued: try Moments.at(row.releasedAt))
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [Rpm.offers("dbus", "2", notices: [notice])])
        let wanted = PatchBaseline.testing(.redHat, rules: [rule]).wants(node, at: try Moments.at(row.evaluatedAt))
        #expect(wanted == (row.isApproved ? ["dbus 2"] : []))
    }

    private func isApproved(_ offer: AvailablePackage, _ time: ApprovalTime = .afterDays(7)) -> Bool {
        let rule = ApprovalRule(filters: [], time: time, includesNonSecurity: true)
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [offer])
        return PatchBaseline.testing(.redHat, rules: [rule]).wants(node) == ["dbus 2"]
    }

    @Test func `a notice's update counts before its issue`() {
        let redated = Rpm.notice(issued: Moments.daysAgo(30), updated: Moments.daysAgo(1))
        #expect(!isApproved(Rpm.offers("dbus", "2", notices: [redated])))
        #expect(isApproved(Rpm.offers("dbus", "2", notices: [Rpm.notice(issued: Moments.daysAgo(30))])))
    }

    @Test func `a notice without a date, or no notice, falls back to the build time`() {
        let undated = Rpm.notice(issued: nil)
        #expect(!isApproved(Rpm.offers("dbus", "2", notices: [undated], builtAt: Moments.daysAgo(6))))
        #expect(isApproved(Rpm.offers("dbus", "2", notices: [undated], builtAt: Moments.daysAgo(7))))
        #expect(!isApproved(Rpm.offers("dbus", "2", builtAt: Moments.daysAgo(6))))
        #expect(isApproved(Rpm.offers("dbus", "2", builtAt: Moments.daysAgo(7))))
    }

    @Test func `without any date there is nothing to wait for`() {
        #expect(isApproved(Rpm.offers("dbus", "2", notices: [Rpm.notice(issued: nil)])))
        #expect(isApproved(Rpm.offers("dbus", "2")))
        #expect(isApproved(Rpm.offers("dbus", "2"), .untilDate("2020-01-01")))
    }

    @Test func `the earliest of several notices approves alone`() {
        let notices = [
            Rpm.notice("RHSA-2026:2", issued: Moments.daysAgo(1)),
            Rpm.notice("RHSA-2026:1", issued: Moments.daysAgo(9)),
        ]
        #expect(isApproved(Rpm.offers("dbus", "2", notices: notices)))
    }

    @Test(arguments: [ApprovalTime.afterDays(360), .untilDate("1999-01-01"), .untilDate("soon")])
    func `apt looks at no date`(time: ApprovalTime) {
        let rule = ApprovalRule(filters: [], time: time)
        let offer = AvailablePackage(
            key: Deb.key("dbus"), version: Deb.version("2"),
            origins: [PackageOrigin(archive: "bookworm-security")], builtAt: Moments.noon)
        let node = Deb.node([Deb.has("dbus", "1")], offers: [offer])
        #expect(PatchBaseline.testing(.debian, rules: [rule]).wants(node) == ["dbus 2"])
    }

    @Test(arguments: ["", "soon", "2026-02-30", "2026-13-01", "2026-1-01", "20261101", "2026-11-0１"])
    func `a date that is none approves nothing`(text: String) {
        #expect(CivilDay(text) == nil)
        #expect(!isApproved(Rpm.offers("dbus", "2", builtAt: Moments.daysAgo(900)), .untilDate(text)))
    }

    @Test func `days before 1970 and absurd dates are days too`() throws {
        #expect(CivilDay(of: try Moments.at("1969-12-31T23:59:59Z")).description == "1969-12-31")
        #expect(CivilDay("2024-02-29")?.adding(days: 366).description == "2025-03-01")
        #expect(CivilDay(of: .distantPast) < CivilDay(of: .distantFuture))
        #expect(CivilDay(of: .distantFuture).adding(days: .max) > CivilDay(of: .distantFuture))
        #expect(CivilDay(of: Date(timeIntervalSince1970: .infinity)) > CivilDay(of: Moments.noon))
    }
}
