package import Foundation
package import WindowCore

extension Date {
    /// 2026-11-22T12:00:00Z, a Sunday.
    package static let noon = Date(timeIntervalSince1970: 1_795_348_800)
}

extension Window {
    /// A window every hour, one hour long, without cutoff, unless told otherwise.
    package static func sample(
        id: WindowID = .random(), schedule: String = "rate(1 hour)", durationHours: Int = 1, cutoffHours: Int = 0,
        createdAt: Date = .noon
    ) -> Window {
        Window(
            id: id, name: "sample", schedule: schedule, durationHours: durationHours, cutoffHours: cutoffHours,
            allowsUnassociatedTargets: true, createdAt: createdAt)
    }
}

extension Node {
    package static func sample(_ name: String, tags: [String: String] = [:]) -> Node {
        Node(id: .random(), name: name, transport: .local, tags: tags, registeredAt: .noon)
    }
}

extension WindowTarget {
    package static func sample(of window: WindowID, tag: String, _ value: String) -> WindowTarget {
        WindowTarget(
            id: .random(), windowID: window, resourceType: .instance,
            criteria: [TargetCriterion(key: "tag:\(tag)", values: [value])], registeredAt: .noon)
    }
}

extension WindowTask {
    package static func sample(
        of window: WindowID, targets: [WindowTargetID], commands: [String] = ["true"], priority: Int = 1,
        maxConcurrency: String = "1", maxErrors: String = "0", cutoffBehavior: CutoffBehavior? = nil
    ) -> WindowTask {
        WindowTask(
            id: .random(), windowID: window, type: .runCommand, taskARN: "AWS-RunShellScript",
            criteria: [TargetCriterion(key: "WindowTargetIds", values: targets.map(\.rawValue))], priority: priority,
            maxConcurrency: maxConcurrency, maxErrors: maxErrors, cutoffBehavior: cutoffBehavior,
            runCommand: RunCommandParameters(parameters: ["commands": commands]), registeredAt: .noon)
    }
}
