extension OperatingSystem {
    /// What filters of baselines for this system may be about (reference: patching 4.2).
    package var filterKeys: [PatchFilterKey] {
        switch self {
        case .debian, .ubuntu, .raspbian: [.product, .priority, .section]
        case .amazonLinux, .amazonLinux2, .amazonLinux2022, .amazonLinux2023, .redHat, .suse, .centOS, .oracleLinux,
            .rockyLinux, .almaLinux:
            [.product, .classification, .severity]
        case .macOS: [.product, .classification]
        case .windows: [.patchSet, .product, .productFamily, .classification, .msrcSeverity]
        }
    }

    package var isLinux: Bool { packageFamily != nil }
}
