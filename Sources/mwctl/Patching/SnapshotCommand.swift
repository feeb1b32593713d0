import AWSWire
import ArgumentParser

struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Patch snapshots: what was approved when a patch run began.",
        discussion: """
            The nodes of one window execution, or of one command, share a snapshot: the baseline and the day count as \
            they were when the first node came, and a package goes to the version that the first node was given. For \
            three days the same ID means the same; afterwards it begins anew.

            Example:
              mwctl snapshot show 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
            """, subcommands: [SnapshotShow.self])
}

struct SnapshotShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a snapshot: groups, baseline, how long it counts, versions.",
        discussion: """
            The ID is in mwctl execution show, and in mwctl compliance show NODE. A version that is fixed is the one \
            that every older node gets; one that is a limit was found on a node that needed nothing, and none goes \
            beyond it.

            Example:
              mwctl snapshot show 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
              mwctl snapshot show 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30 -o yaml
            """)

    @Argument(help: ArgumentHelp("The snapshot's ID.", valueName: "id"))
    var argument: String?

    @Option(name: .customLong("snapshot-id"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var option: String?

    @Flag(help: "Also the versions that are only limits.")
    var all = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if (argument == nil) == (option == nil) { throw ValidationError("Name one snapshot, by its ID.") }
    }

    func run(_ session: Session) async throws {
        let id = argument ?? option ?? ""
        let reply = try await session.call(DescribePatchSnapshotRequest(snapshotId: id))
        let colours = session.console.terminal.showsColours
        let snapshots = reply.value.snapshots ?? []
        guard !snapshots.isEmpty else {
            throw Complaint(
                .notFound, "There is no snapshot \(id).",
                hint: "No node has been patched under it yet; `mwctl execution show` has the IDs of a window's.")
        }
        session.console.print(reply.json, as: output.output) {
            snapshots.map { text($0, colours: colours) }.joined(separator: "\n")
        }
    }

    private func text(_ snapshot: Wire.FrozenSnapshot, colours: Bool) -> String {
        var sheet = Sheet()
        sheet.add("Snapshot ID", snapshot.snapshotId)
        sheet.add("Patch group", snapshot.patchGroup?.isEmpty == false ? snapshot.patchGroup : "none")
        sheet.add("Operating system", snapshot.operatingSystem)
        sheet.add("Baseline", "\(snapshot.baselineName ?? "") (\(snapshot.baselineId ?? ""))")
        sheet.add("Frozen", Wording.instant(snapshot.createdDate))
        let end = Wording.instant(snapshot.expiresDate)
        sheet.add(
            "Counts until", Cell(snapshot.isCurrent == false ? "\(end), passed: the ID begins anew" : end))
        let versions = snapshot.versions ?? []
        let fixed = versions.filter { $0.isResolved == true }
        sheet.add("Versions", "\(fixed.count) fixed, \(versions.count - fixed.count) as limits")
        let shown = all ? versions : fixed
        guard !shown.isEmpty else { return sheet.rendered(colours: colours) }
        // Releases of one system have versions of their own.
        let hasReleases = Set(versions.map(\.product)).count > 1
        let table = Table(
            "PRODUCT", "PACKAGE", "VERSION", "KIND",
            rows: shown.map { version in
                [
                    Cell(hasReleases ? version.product : nil), Cell(version.package), Cell(version.version),
                    Cell(version.isResolved == true ? "fixed" : "limit", version.isResolved == true ? .plain : .faint),
                ]
            })
        return sheet.rendered(colours: colours) + "\n" + table.rendered(colours: colours)
    }
}
