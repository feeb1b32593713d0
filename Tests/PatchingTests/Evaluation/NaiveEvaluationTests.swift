import Testing

@testable import Patching

/// One package in a world so small that every case can be tried: versions are 1 to 3.
private struct SmallCase {
    enum Offer: CaseIterable { case none, plain, security }
    enum Rule: CaseIterable { case none, security, all }
    enum Rejection: String, CaseIterable {
        case none
        case name = "bash"
        case version = "bash-3"
    }

    let installed: Int
    let isBroken: Bool
    let offers: [Offer]
    let rule: Rule
    let list: Rule
    let rejection: Rejection
    let frozen: (version: Int, isResolved: Bool)?

    // The rules, said once more in the plainest way.

    func isRejected(_ version: Int) -> Bool { rejection == .name || (rejection == .version && version == 3) }

    func isApproved(_ version: Int) -> Bool {
        let isSecurity = offers[version - 1] == .security
        func passes(_ rule: Rule) -> Bool { rule == .all || (rule == .security && isSecurity) }
        return !isRejected(version) && (passes(rule) || passes(list))
    }

    var wanted: Int? {
        let repair = isBroken && isApproved(installed) ? installed : nil
        if let frozen, frozen.isResolved {
            if frozen.version > installed || (frozen.version == installed && isBroken) {
                return isRejected(frozen.version) ? nil : frozen.version
            }
            return repair
        }
        let bound = frozen?.version ?? 3
        let newer = (1...3).filter { $0 > installed && $0 <= bound && offers[$0 - 1] != .none && isApproved($0) }
        return newer.max() ?? repair
    }

    var evaluated: Int? {
        func rule(_ rule: Rule) -> [ApprovalRule] {
            switch rule {
            case .none: []
            case .security: [.security()]
            case .all: [.all()]
            }
        }
        let baseline = PatchBaseline.testing(
            .debian, rules: rule(self.rule), approved: list == .none ? [] : ["bash"], approvedNonSecurity: list == .all,
            rejected: rejection == .none ? [] : [rejection.rawValue])
        let node = Deb.node(
            [Deb.has("bash", "\(installed)", broken: isBroken ? "iF" : nil)],
            offers: zip(1..., offers).compactMap { version, offer in
                switch offer {
                case .none: nil
                case .plain: Deb.offers("bash", "\(version)", from: "bookworm")
                case .security: Deb.offers("bash", "\(version)", from: "bookworm-security")
                }
            })
        let settled = frozen.map {
            [Deb.key("bash"): FrozenVersion(Deb.version("\($0.version)"), isResolved: $0.isResolved)]
        }
        return baseline.assess(node, frozen: settled ?? [:]).wanted.first.flatMap { Int($0.version.text) }
    }
}

@Suite struct NaiveEvaluationTests {
    @Test(arguments: 1...3) func `every small case agrees with the rules in plain words`(installed: Int) {
        let settled: [(version: Int, isResolved: Bool)?] =
            [nil] + (1...3).flatMap { [(version: $0, isResolved: true), (version: $0, isResolved: false)] }
        var cases = 0
        for offers in allOffers {
            for rule in SmallCase.Rule.allCases {
                for list in SmallCase.Rule.allCases {
                    for rejection in SmallCase.Rejection.allCases {
                        for frozen in settled {
                            for isBroken in [false, true] {
                                let small = SmallCase(
                                    installed: installed, isBroken: isBroken, offers: offers, rule: rule, list: list,
                                    rejection: rejection, frozen: frozen)
                                cases += 1
                                if small.evaluated != small.wanted {
                                    Issue.record("\(small): \(small.evaluated as Int?), not \(small.wanted as Int?)")
                                }
                            }
                        }
                    }
                }
            }
        }
        #expect(cases == 27 * 3 * 3 * 3 * 7 * 2)
    }

    private var allOffers: [[SmallCase.Offer]] {
        SmallCase.Offer.allCases.flatMap { one in
            SmallCase.Offer.allCases.flatMap { two in SmallCase.Offer.allCases.map { [one, two, $0] } }
        }
    }
}
