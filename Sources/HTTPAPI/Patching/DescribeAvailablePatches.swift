import AWSWire
import Foundation
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// What repositories of nodes have offered. Patches of Windows, which the operation lists when no product is named,
    /// are never among them.
    static let describeAvailablePatches = Operation(DescribeAvailablePatchesRequest.self, for: .reader) {
        request, call in
        let filters = try FilterReader(request.filters, keys: PatchFilterKey.allCases.map(\.rawValue))
        guard let products = filters[PatchFilterKey.product.rawValue] else {
            let windows = Set(OperatingSystem.windows.filterKeys + [.patchID]).map(\.rawValue)
            guard (request.filters ?? []).allSatisfy({ windows.contains($0.key ?? "") }) else {
                throw WireError(
                    .validationException,
                    "Patches of Linux are listed by product: add a filter PRODUCT, such as Debian12.")
            }
            return DescribeAvailablePatchesResult(patches: [])
        }
        var reading = try KnownPatchReading(
            products: products.contains("*") ? [nil] : Set(products).sorted(),
            page: try call.page(request.maxResults, request.nextToken))
        let found = try await reading.matching(in: call.control.store) { filters.accepts($0) }
        return DescribeAvailablePatchesResult(
            patches: found.map(Wire.Patch.init), nextToken: call.token(reading.next))
    }

    /// Which patches a baseline makes effective is known for Windows alone, where all patches have one publisher.
    static let describeEffectivePatches = Operation(
        DescribeEffectivePatchesForPatchBaselineRequest.self, for: .reader
    ) { request, call in
        let baseline = try await call.control.patchBaseline(BaselineID(rawValue: request.baselineId))
        guard baseline.operatingSystem == .windows else {
            throw WireError(
                .unsupportedOperatingSystem,
                "Effective patches are listed for WINDOWS only; the baseline is for \(baseline.operatingSystem.rawValue). "
                    + "A scan says what a baseline means on a node.")
        }
        return DescribeEffectivePatchesForPatchBaselineResult(effectivePatches: [])
    }
}

/// Reads known patches of some products in parts, and keeps the place at which a page is full.
struct KnownPatchReading {
    private static let partSize = 500

    private let products: [String?]
    private let limit: Int
    private var place = Place()
    /// Where the next page starts; `nil` when there is none.
    private(set) var next: String?

    /// A part of a product's list, and how much of it has been looked at.
    private struct Place {
        var product = 0
        var offset = 0
        var part: String?

        init() {}

        init?(_ text: String) {
            let words = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            guard words.count == 3, let product = Int(words[0]), let offset = Int(words[1]), product >= 0, offset >= 0
            else { return nil }
            (self.product, self.offset) = (product, offset)
            part = words[2].isEmpty ? nil : String(words[2])
        }

        var text: String { "\(product)/\(offset)/\(part ?? "")" }
    }

    /// - Parameter products: `nil` is every product.
    init(products: [String?], page: PageRequest) throws(StoreError) {
        self.products = products
        limit = page.limit
        guard let cursor = page.cursor else { return }
        guard let place = Place(cursor) else { throw .invalidCursor }
        self.place = place
    }

    mutating func matching(
        in store: any Store, _ accepts: (KnownPatch) -> Bool
    ) async throws(StoreError) -> [KnownPatch] {
        var found: [KnownPatch] = []
        while place.product < products.count {
            let part = try await store.knownPatches(
                product: products[place.product], page: PageRequest(limit: Self.partSize, cursor: place.part))
            for (index, patch) in part.items.enumerated().dropFirst(place.offset) where accepts(patch) {
                if found.count == limit {
                    place.offset = index
                    next = place.text
                    return found
                }
                found.append(patch)
            }
            place.offset = 0
            place.part = part.next
            if part.next == nil { place.product += 1 }
        }
        return found
    }
}

extension FilterReader {
    /// Values are compared without regard to case; `*` is all.
    func accepts(_ patch: KnownPatch) -> Bool {
        PatchFilterKey.allCases.allSatisfy { key in
            guard let values = self[key.rawValue] else { return true }
            if values.contains("*") { return true }
            let words = Set(patch.words(for: key).map { $0.lowercased() })
            return values.contains { words.contains($0.lowercased()) }
        }
    }
}

extension KnownPatch {
    fileprivate func words(for key: PatchFilterKey) -> [String] {
        let version = package.version
        return switch key {
        case .architecture: [package.key.architecture]
        case .advisoryID: package.notices.map(\.id)
        case .bugzillaID: package.notices.flatMap(\.bugzillas)
        case .cveID: package.notices.flatMap(\.cves)
        case .product: [product]
        case .classification: package.notices.map(\.classification) + (isAptSecurity ? ["Security"] : [])
        case .severity: package.notices.map(\.severity)
        case .epoch: [String(version.epoch)]
        case .name: [package.key.name]
        case .patchID: ["\(package.key)", package.title]
        case .version: [String(version.upstream)]
        case .release: [String(version.release ?? "")]
        case .section: [package.section ?? ""]
        case .priority: [package.priority ?? ""]
        case .repository: package.origins.map(\.archive)
        case .security: [isAptSecurity || package.notices.contains(where: \.isSecurity) ? "true" : "false"]
        case .patchSet: ["OS"]
        case .productFamily, .msrcSeverity: []
        }
    }

    var isAptSecurity: Bool {
        operatingSystem.packageFamily == .dpkg
            && package.origins.contains { $0.archive.hasSuffix("-security") || $0.label == "Debian-Security" }
    }
}

extension Wire.Patch {
    init(_ known: KnownPatch) {
        let (package, notices) = (known.package, known.package.notices)
        let notice = notices.first(where: \.isSecurity) ?? notices.first
        self.init(
            id: package.title.count <= 100 ? package.title : nil,
            releaseDate: notice?.updatedAt ?? notice?.issuedAt ?? package.builtAt, title: package.title,
            product: known.product, classification: notice?.classification ?? (known.isAptSecurity ? "Security" : ""),
            advisoryIds: notices.map(\.id), bugzillaIds: Set(notices.flatMap(\.bugzillas)).sorted(),
            cveIds: Set(notices.flatMap(\.cves)).sorted(), name: package.key.name, epoch: Int(package.version.epoch),
            version: String(package.version.upstream), release: package.version.release.map(String.init),
            arch: package.key.architecture, severity: notice?.severity ?? package.priority ?? "",
            repository: package.origins.first?.archive)
    }
}
