extension DocumentContent {
    /// Where the document has something to do, in the order Linux, MacOS, Windows.
    ///
    /// From 2.2 on one step that can run there is enough, since the others are skipped; before, every plugin must be
    /// for the platform, since one that is not fails.
    package var platformTypes: [PlatformType] {
        let perStep = steps.map(platforms(of:))
        return PlatformType.allCases.filter { platform in
            schemaVersion.hasPreconditions
                ? perStep.contains { $0.contains(platform) } : perStep.allSatisfy { $0.contains(platform) }
        }
    }

    private func platforms(of step: DocumentStep) -> Set<PlatformType> {
        guard let plugin = step.plugin else { return [] }
        guard let value = step.precondition else { return plugin.platforms }
        switch Precondition(reading: value, parameters: parameters) {
        case .platform(let name): return plugin.platforms.intersection(PlatformType(named: name).map { [$0] } ?? [])
        case .equal: return plugin.platforms
        case .malformed: return []
        }
    }
}
