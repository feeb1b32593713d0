import AWSWire

/// What one step wrote, as much of it as the API tells.
struct StepStreams {
    private(set) var output: String
    private(set) var errors: String
    /// Where the API cuts each, in characters.
    private let limits: (output: Int, errors: Int)

    /// The whole that the API keeps.
    init(_ result: GetCommandInvocationResult) {
        output = result.standardOutputContent ?? ""
        errors = result.standardErrorContent ?? ""
        limits = (24_000, 8_000)
    }

    /// The beginning of both streams, which a listing has in one text.
    init(listed step: Wire.CommandPlugin) {
        let text = step.output ?? ""
        let parts = text.split(separator: Self.separator, maxSplits: 1, omittingEmptySubsequences: false)
        output = String(parts.first ?? "")
        errors = parts.count > 1 ? String(parts[1]) : ""
        // They share one limit: the first of them is cut at it when there is no second.
        limits = (2_500, 2_500 - output.count - Self.separator.count)
    }

    /// Takes the service's own marks off streams that it cut.
    /// - Returns: what was cut where, in words.
    mutating func takeOffMarks() -> [String] {
        [
            Self.uncut(&output, limit: limits.output) ? "output cut at \(Self.grouped(limits.output)) characters" : nil,
            Self.uncut(&errors, limit: limits.errors)
                ? "standard error cut at \(Self.grouped(limits.errors)) characters" : nil,
        ].compactMap(\.self)
    }

    private static let separator = "\n----------ERROR-------\n"
    private static let cutMark = "\n--output truncated--"

    private static func uncut(_ text: inout String, limit: Int) -> Bool {
        guard text.utf8.count >= limit, text.count == limit, text.hasSuffix(cutMark) else { return false }
        text.removeLast(cutMark.count)
        return true
    }

    /// `24,000`
    private static func grouped(_ number: Int) -> String {
        number < 1000 ? "\(number)" : "\(number / 1000),\(String(1000 + number % 1000).dropFirst())"
    }
}

extension Session {
    /// The model's shortest `PluginName`; a document may have shorter ones.
    private static let shortestStepName = 4

    /// More of what a step wrote than a listing has; `nil` when the API has no way to ask for it.
    func streams(
        of step: Wire.CommandPlugin, in invocation: Wire.CommandInvocation
    ) async throws(Complaint) -> StepStreams? {
        let name = step.name ?? ""
        let isNameable = name.count >= Self.shortestStepName
        // Without a name the API answers for a document's only step, and says for which.
        guard isNameable || invocation.commandPlugins?.count == 1 else { return nil }
        let result = try await call(
            GetCommandInvocationRequest(
                commandId: invocation.commandId ?? "", instanceId: invocation.instanceId ?? "",
                pluginName: isNameable ? name : nil)
        ).value
        return isNameable || result.pluginName == name ? StepStreams(result) : nil
    }
}
