package import Foundation

/// One command on one node.
package struct Invocation: Hashable, Sendable {
    package struct Key: Hashable, Sendable, Comparable, CustomStringConvertible {
        package let commandID: CommandID
        package let nodeID: NodeID

        package init(commandID: CommandID, nodeID: NodeID) {
            self.commandID = commandID
            self.nodeID = nodeID
        }

        package var description: String { "\(commandID)/\(nodeID)" }

        package static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.commandID, lhs.nodeID) < (rhs.commandID, rhs.nodeID)
        }
    }

    package let key: Key
    /// Its place in the command, from 0.
    package let ordinal: Int
    /// The node's name when the command was made.
    package let nodeName: String
    package var state: InvocationState
    /// What happened, for people; at most 2,500 characters.
    package var trace: String?
    /// The code that decided the result; -1 when nothing was received.
    package var responseCode: Int
    /// How often a dispatcher has taken it.
    package var attempts: Int
    /// A delayed invocation is not tried before this.
    package var notBefore: Date?
    /// When a dispatcher first took it: its delivery and execution budgets start here.
    package var claimedAt: Date?
    package var endedAt: Date?

    package init(
        key: Key, ordinal: Int, nodeName: String, state: InvocationState = .pending, trace: String? = nil,
        responseCode: Int = -1, attempts: Int = 0, notBefore: Date? = nil, claimedAt: Date? = nil, endedAt: Date? = nil
    ) {
        self.key = key
        self.ordinal = ordinal
        self.nodeName = nodeName
        self.state = state
        self.trace = trace
        self.responseCode = responseCode
        self.attempts = attempts
        self.notBefore = notBefore
        self.claimedAt = claimedAt
        self.endedAt = endedAt
    }
}

/// What one step of a document came to on one node.
package struct StepRecord: Codable, Hashable, Sendable {
    /// Its place in the document, from 0.
    package let index: Int
    package let name: String
    /// The plugin, such as `aws:runShellScript`.
    package let action: String
    /// `Success`, `Failed`, `TimedOut`, `Cancelled`, or while it goes on `InProgress` or `Rebooting`.
    package var status: String
    package var code: Int
    package var standardOutput: String
    package var standardError: String
    package var isTruncated: Bool
    package var startedAt: Date?
    package var endedAt: Date?
    /// How often the step asked to be run again after a reboot.
    package var resumes: Int
    /// The boot it ran under when it last asked for a reboot.
    package var bootID: String?
    /// The works it had on the node, where there may have been more than one for each resumption; see ``SpoolName``.
    package var works: [[String]]?

    /// The status of a step that has more than one work on the node and is between the first and the last of them.
    package static let inProgress = "InProgress"
    /// The status of a step that waits to be run again after a reboot.
    package static let rebooting = "Rebooting"

    package init(
        index: Int, name: String, action: String, status: String, code: Int, standardOutput: String = "",
        standardError: String = "", isTruncated: Bool = false, startedAt: Date? = nil, endedAt: Date? = nil,
        resumes: Int = 0, bootID: String? = nil, works: [[String]]? = nil
    ) {
        self.index = index
        self.name = name
        self.action = action
        self.status = status
        self.code = code
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.isTruncated = isTruncated
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.resumes = resumes
        self.bootID = bootID
        self.works = works
    }
}

extension StepRecord {
    /// Takes the output of one more of the step's works after what there is, as much as fits.
    /// - Parameter limit: in bytes, for each of the two streams.
    package mutating func add(output: String, errors: String, isTruncated: Bool, limit: Int) {
        let (outputFits, errorsFit) = (
            Self.add(output, to: &standardOutput, limit), Self.add(errors, to: &standardError, limit)
        )
        self.isTruncated = self.isTruncated || isTruncated || !outputFits || !errorsFit
    }

    private static func add(_ text: String, to whole: inout String, _ limit: Int) -> Bool {
        guard !text.isEmpty else { return true }
        if !whole.isEmpty, !whole.hasSuffix("\n") { whole += "\n" }
        let room = max(0, limit - whole.utf8.count)
        if text.utf8.count <= room {
            whole += text
            return true
        }
        // A character is not cut in two.
        var part = text.utf8.prefix(room)
        while !part.isEmpty, String(part) == nil { part = part.dropLast() }
        whole += String(part) ?? ""
        return false
    }

    /// Whether the step goes on.
    package var isUnfinished: Bool { status == Self.inProgress || status == Self.rebooting }
}
