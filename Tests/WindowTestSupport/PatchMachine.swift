import Foundation
package import NodeAccess

/// One node of a ``PatchLab``: a Debian 12 whose packages are names with versions.
package struct PatchMachine: Sendable {
    /// What every node can get.
    package struct Repository: Sendable {
        /// Versions by name, all from the security archive.
        package var offers: [String: [String]] = [:]
        /// What each package cannot be installed without, in its newest version on offer.
        package var brings: [String: [String]] = [:]
        /// Packages that fail to install.
        package var broken: Set<String> = []
        /// The exit codes of hooks, by their last line; 0 where nothing is said.
        package var hooks: [String: Int] = [:]
        /// Packages that hooks bring in, by their last line.
        package var hookPackages: [String: [String: String]] = [:]
        /// The document at every address.
        package var document = ""
        /// Repositories do not answer.
        package var isDead = false

        package init() {}
    }

    /// Versions by name.
    package var packages: [String: String]
    package var held: Set<String> = []
    /// What the package manager complains of at every look.
    package var remarks: [String] = []
    /// What really ran here, in order: `look`, `simulate`, `fetch`, `install` with what it was to bring, hooks, `reboot`.
    package private(set) var ran: [String] = []
    private let name: String
    package private(set) var boots = 1
    /// Works that are over.
    package var spool: [SpoolID: NodeWorkReport] = [:]
    /// Works that have begun and not ended.
    private var running: Set<SpoolID> = []

    package init(name: String, packages: [String: String]) {
        self.name = name
        self.packages = packages
    }

    package var bootID: String { "\(name)-boot-\(boots)" }

    /// Every work that this node still knows of.
    package var remembered: Set<SpoolID> { running.union(spool.keys) }

    static func kind(of script: String) -> String {
        let last = script.split(separator: "\n").last.map(String.init) ?? ""
        return last == "collect" ? "look" : last
    }

    package mutating func reboot() {
        ran.append("reboot")
        for id in running { spool[id] = NodeWorkReport(outcome: .interruptedByReboot, bootID: bootID) }
        running = []
        boots += 1
    }

    mutating func cancel(_ id: SpoolID) {
        guard spool[id] == nil else { return }
        spool[id] = NodeWorkReport(outcome: .cancelled, bootID: running.contains(id) ? bootID : "")
        running.remove(id)
    }

    /// Starts the work unless it started before.
    /// - Returns: whether the node has taken it, now or earlier.
    mutating func begin(
        _ work: NodeWork, what: String, in repository: Repository, trouble: PatchLab.Trouble?
    ) -> Bool {
        guard spool[work.id] == nil, !running.contains(work.id) else { return true }
        if work.isKnownStarted {
            spool[work.id] = NodeWorkReport(outcome: .lost("The node has no trace of it."))
            return false
        }
        switch trouble {
        case .hangsDuring?:
            ran.append("\(what) begins")
            running.insert(work.id)
        case .ended(let outcome)?:
            ran.append("\(what) ends")
            spool[work.id] = NodeWorkReport(outcome: outcome, bootID: bootID)
        case .done(let outcome)?:
            _ = perform(work, what, repository)
            spool[work.id] = NodeWorkReport(outcome: outcome, bootID: bootID)
        default:
            spool[work.id] = perform(work, what, repository)
        }
        return true
    }

    private mutating func perform(_ work: NodeWork, _ what: String, _ repository: Repository) -> NodeWorkReport {
        let wanted = Self.wanted(of: work.script)
        ran.append(([what] + wanted.map { "\($0.name)=\($0.version)" }).joined(separator: " "))
        switch what {
        case "look":
            if repository.isDead, work.script.contains("\np_refresh=1\n") {
                return report(1, lines: ["error\trefresh\tThe mirror does not answer."], isWhole: false)
            }
            return report(0, lines: look(repository))
        case "simulate": return report(0, lines: wanted.flatMap { simulate($0, repository) })
        case "install": return report(0, lines: install(wanted, repository))
        case "fetch":
            let bytes = repository.document.utf8.count
            let text = "fetched\t\(bytes)\n\(repository.document)\nend\n"
            return NodeWorkReport(outcome: .exited(0), standardOutput: text, bootID: bootID)
        default:
            packages.merge(repository.hookPackages[what] ?? [:]) { $1 }
            return NodeWorkReport(
                outcome: .exited(repository.hooks[what] ?? 0), standardOutput: "\(what)\n", bootID: bootID)
        }
    }

    private func report(_ code: Int, lines: [String], isWhole: Bool = true) -> NodeWorkReport {
        let head = [
            "format\t1", "system\tPRETTY_NAME\tDebian GNU/Linux 12 (bookworm)", "system\tVERSION_ID\t12",
            "system\tID\tdebian", "boot\t\(bootID)", "manager\tapt",
        ]
        let text = (head + lines + (isWhole ? ["end"] : [])).joined(separator: "\n") + "\n"
        return NodeWorkReport(outcome: .exited(code), standardOutput: text, bootID: bootID)
    }

    private func look(_ repository: Repository) -> [String] {
        let installed = packages.sorted(by: <).map { name, version in
            "installed\t\(name)\tamd64\t\(version)\t\t\(held.contains(name) ? 1 : 0)\t1795000000\tadmin\toptional"
        }
        let offers = repository.offers.sorted { $0.key < $1.key }.flatMap { name, versions in
            versions.map { "offer\t\(name)\tamd64\t\($0)\t1\tadmin\toptional\t" }
        }
        return installed + ["archive\t1\tstable-security\tDebian-Security"] + offers
            + remarks.map { "remark\t\($0)" }
    }

    private func simulate(_ patch: (name: String, version: String), _ repository: Repository) -> [String] {
        (repository.brings[patch.name] ?? []).compactMap { companion in
            repository.offers[companion]?.last.map {
                "brings\t\(patch.name)\tamd64\t\(patch.version)\t\(companion)\tamd64\t\($0)"
            }
        }
    }

    private mutating func install(
        _ wanted: [(name: String, version: String)], _ repository: Repository
    ) -> [String] {
        var lines: [String] = []
        for (name, version) in wanted {
            if held.contains(name) || repository.broken.contains(name) {
                lines.append("note\t\(name)\tamd64\t\(name) cannot be installed.")
            } else if repository.offers[name]?.contains(version) != true {
                lines.append("note\t\(name)\tamd64\tE: Version '\(version)' for '\(name)' was not found")
            } else {
                let companions = (repository.brings[name] ?? []).compactMap { companion in
                    repository.offers[companion]?.last.map { (companion, $0) }
                }
                for (name, version) in companions + [(name, version)] where packages[name] != version {
                    lines.append("change\t\(name)\tamd64\t\(packages[name] ?? "")\t\(version)")
                    packages[name] = version
                }
            }
        }
        return lines
    }

    /// What a script was told to bring.
    private static func wanted(of script: String) -> [(name: String, version: String)] {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.lastIndex(of: "put_wanted() {") else { return [] }
        return lines[(start + 2)...].prefix { !$0.hasPrefix("mwd_end") }.compactMap { line in
            let fields = line.split(separator: "\t")
            return fields.count == 3 ? (String(fields[0]), String(fields[2])) : nil
        }
    }
}
