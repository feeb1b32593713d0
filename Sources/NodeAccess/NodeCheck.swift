package import WindowCore

/// One thing a check found, for the operator.
package struct NodeFinding: Codable, Hashable, Sendable {
    package enum Severity: String, Codable, Sendable {
        /// Work cannot run on the node.
        case problem
        /// Work runs, but something will bite.
        case warning
    }

    package var severity: Severity
    /// Stable; scripts may compare it.
    package var code: String
    package var message: String
    package var hint: String?

    package init(severity: Severity, code: String, message: String, hint: String? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// What is wrong with a node, told from what it answered. Nothing found means that work can run.
package enum NodeCheck {
    /// Beyond this, certificates, signed requests and log lines begin to disagree.
    package static let toleratedClockSkewSeconds = 30.0
    package static let wantedSpoolFreeBytes = 64 << 20

    package static func findings(for error: NodeAccessError) -> [NodeFinding] {
        [NodeFinding(severity: .problem, code: error.code, message: error.message, hint: error.hint)]
    }

    package static func findings(for probe: NodeProbe, of node: Node) -> [NodeFinding] {
        var findings: [NodeFinding] = []
        if !probe.canStartSessions {
            findings.append(
                NodeFinding(
                    severity: .problem, code: "NoSession",
                    message:
                        "Node \(node.name) has neither setsid nor perl, so work cannot be given a process group of its own.",
                    hint: "Install util-linux (or busybox with setsid)."))
        }
        if ["tmpfs", "ramfs"].contains(probe.spoolFileSystem) {
            findings.append(
                NodeFinding(
                    severity: .warning, code: "SpoolNotPersistent",
                    message:
                        "The spool \(probe.spoolDirectory) of node \(node.name) is in memory (\(probe.spoolFileSystem)): "
                        + "after a reboot the node does not know what it had started.",
                    hint: "Give the node a spool directory on a disk."))
        }
        if let free = probe.spoolFreeBytes, free < wantedSpoolFreeBytes {
            findings.append(
                NodeFinding(
                    severity: .warning, code: "SpoolAlmostFull",
                    message:
                        "The file system of \(probe.spoolDirectory) on node \(node.name) has \(free >> 20) MiB left.",
                    hint: "Make room: output of work is kept there until it is fetched."))
        }
        if abs(probe.clockSkewSeconds) > toleratedClockSkewSeconds {
            let seconds = Int(min(abs(probe.clockSkewSeconds), 1e12).rounded())
            findings.append(
                NodeFinding(
                    severity: .warning, code: "ClockSkew",
                    message:
                        "The clock of node \(node.name) is \(seconds) s \(probe.clockSkewSeconds > 0 ? "ahead of" : "behind") this host's.",
                    hint: "Synchronise both, with chrony or systemd-timesyncd."))
        }
        if probe.facts.bootID.isEmpty || probe.facts.bootID == "unknown" {
            findings.append(
                NodeFinding(
                    severity: .warning, code: "NoBootID",
                    message:
                        "Node \(node.name) has no boot ID, so a reboot in the middle of work cannot be told from a lost result.",
                    hint: nil))
        }
        return findings
    }
}
