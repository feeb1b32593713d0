import AWSWire
import NodeAccess
import WindowCore
import WindowService

extension Operation {
    /// Contacts the node; it writes only what the node says of itself, but it logs in there, so readers may not.
    static let checkNode = Operation(CheckNodeRequest.self, for: .operator) { request, call in
        let examination = try await call.control.checkNode(NodeID(rawValue: request.instanceId))
        return CheckNodeResult(
            instanceId: request.instanceId, healthy: examination.isHealthy,
            findings: examination.findings.map(Wire.NodeFinding.init),
            node: .init(examination.node, at: examination.checkedAt),
            clockSkewMilliseconds: examination.clockSkewSeconds.map { Int(max(-1e12, min(1e12, $0 * 1000))) },
            roundTripMilliseconds: Int(examination.elapsed.milliseconds), checkedAt: examination.checkedAt)
    }
}

extension Wire.NodeFinding {
    fileprivate init(_ finding: NodeFinding) {
        let severity =
            switch finding.severity {
            case .problem: "error"
            case .warning: "warning"
            }
        self.init(code: finding.code, severity: severity, message: finding.message, hint: finding.hint)
    }
}
