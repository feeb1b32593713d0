/// A kind of step that the field knows by name. Whether a step is skipped or fails depends on this list, so it also
/// holds what this service cannot do (reference: documents 4.4).
package enum Plugin: String, CaseIterable, Codable, Sendable {
    case runShellScript = "aws:runShellScript"
    case runDocument = "aws:runDocument"
    case downloadContent = "aws:downloadContent"
    case softwareInventory = "aws:softwareInventory"
    case configurePackage = "aws:configurePackage"
    case refreshAssociation = "aws:refreshAssociation"
    case configureDocker = "aws:configureDocker"
    case runDockerAction = "aws:runDockerAction"
    case runPowerShellScript = "aws:runPowerShellScript"
    case psModule = "aws:psModule"
    case applications = "aws:applications"
    case cloudWatch = "aws:cloudWatch"
    case domainJoin = "aws:domainJoin"
    case updateSsmAgent = "aws:updateSsmAgent"
    case updateAgent = "aws:updateAgent"
    /// Ours: judges a node by its baseline, and installs what is approved.
    case patchBaseline = "mw:patchBaseline"
    /// Ours: ends the document when the last patch step of it left nothing to do.
    case patchDecision = "mw:patchDecision"

    /// Where the plugin can run at all.
    package var platforms: Set<PlatformType> {
        switch self {
        case .runShellScript: [.linux, .macOS]
        case .patchBaseline, .patchDecision: [.linux]
        case .runDocument, .downloadContent, .softwareInventory, .configurePackage, .refreshAssociation,
            .updateSsmAgent:
            Set(PlatformType.allCases)
        case .configureDocker, .runDockerAction: [.linux, .windows]
        case .runPowerShellScript, .psModule, .applications, .cloudWatch, .domainJoin, .updateAgent: [.windows]
        }
    }

    /// Whether this service can run it.
    var isSupported: Bool {
        switch self {
        case .runShellScript, .runDocument, .downloadContent, .patchBaseline, .patchDecision: true
        case .softwareInventory, .configurePackage, .refreshAssociation, .configureDocker,
            .runDockerAction, .runPowerShellScript, .psModule, .applications, .cloudWatch, .domainJoin,
            .updateSsmAgent, .updateAgent:
            false
        }
    }
}
