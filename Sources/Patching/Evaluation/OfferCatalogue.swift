/// What repositories offer, by package, newest first, one entry for each version.
struct OfferCatalogue {
    private let offers: [PackageKey: [AvailablePackage]]

    init(_ available: [AvailablePackage]) {
        offers = Dictionary(grouping: available, by: \.key).mapValues { $0.count == 1 ? $0 : Self.inOrder($0) }
    }

    var keys: Dictionary<PackageKey, [AvailablePackage]>.Keys { offers.keys }

    subscript(key: PackageKey) -> [AvailablePackage] { offers[key] ?? [] }

    /// A version that is told of twice is one offer from more origins, whatever the order of telling.
    private static func inOrder(_ offers: [AvailablePackage]) -> [AvailablePackage] {
        var merged: [AvailablePackage] = []
        let sorted = offers.sorted {
            $0.version.isSame(as: $1.version)
                ? $0.version.text < $1.version.text : $0.version.isNewer(than: $1.version)
        }
        for offer in sorted {
            if let last = merged.last, last.version.isSame(as: offer.version) {
                merged[merged.count - 1] = last.merged(with: offer)
            } else {
                merged.append(offer)
            }
        }
        return merged
    }
}

extension AvailablePackage {
    fileprivate func merged(with other: Self) -> Self {
        let origins = Set(self.origins).union(other.origins)
        let notices = Set(self.notices).union(other.notices)
        return Self(
            key: key, version: version,
            origins: origins.sorted { ($0.archive, $0.label) < ($1.archive, $1.label) },
            notices: notices.sorted { $0.id < $1.id },
            builtAt: [builtAt, other.builtAt].compactMap(\.self).min(),
            section: [section, other.section].compactMap(\.self).min(),
            priority: [priority, other.priority].compactMap(\.self).min())
    }
}
