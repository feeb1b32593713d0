import Testing

@testable import Documents

/// Walks through plans made at random, with a restart of the service between every two moments.
@Suite struct RandomWalkTests {
    /// A small generator whose run can be repeated.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
    }

    static let localText = """
        schemaVersion: '2.2'
        parameters: {word: {type: String, default: none}}
        mainSteps:
        - {action: 'aws:runShellScript', name: said, inputs: {runCommand: ['{{ word }}']}}
        - {action: 'aws:runDocument', name: more, inputs: {documentType: LocalPath, documentPath: /b.yaml}}
        """

    private static func plan(_ dice: inout Dice, depth: Int) -> DocumentPlan {
        let modifiers = StepFlowTests.Modifier.allCases
        return DocumentPlan(
            steps: (0...dice.roll(4)).map { number in
                let work: StepWork =
                    switch dice.roll(depth < 3 ? 8 : 5) {
                    case 0: .skip(reason: "\(StepWork.skipPhrase) chance")
                    case 1: .fail(reason: "chance")
                    case 2: .succeed
                    case 3: .serve(ServiceWork(plugin: .patchBaseline, inputs: [:], timeoutSeconds: 60))
                    case 4: .run(RunScript(text: "\(number)\n"))
                    case 5:
                        .localDocument(
                            LocalDocument(
                                path: "/a.yaml", parameters: "{}", platform: .linux, depth: depth + 1, runsLeft: 9))
                    default: .document(plan(&dice, depth: depth + 1))
                    }
                return StepPlan(
                    name: "step\(number)", action: "x", work: work,
                    modifiers: modifiers[dice.roll(modifiers.count)].modifiers)
            })
    }

    private static func outcome(_ dice: inout Dice) -> StepOutcome {
        let outcomes = StepFlowTests.Outcome.allCases
        switch dice.roll(4) {
        case 0: return outcomes[dice.roll(outcomes.count)].outcome
        case 1: return .rebootWanted
        default: return .exited(code: 0)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `whatever was kept at any moment gives the same next action, and every walk ends`(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        let plan = Self.plan(&dice, depth: 0)
        var flow = StepFlow(plan)
        let cancelsAt = dice.roll(3) == 0 ? dice.roll(20) : -1
        for moment in 0..<5_000 {
            let resumed = StepFlow(try roundTrip(plan), resuming: try roundTrip(flow.progress))
            #expect(resumed == flow)
            #expect(resumed.next == flow.next)
            flow = resumed
            if moment == cancelsAt { flow.cancel() }
            switch flow.next {
            case .run(let place, _), .serve(let place, _):
                #expect(!flow.progress.isCancelling)
                flow.announce(["\(place)"])
                flow.note("\(moment)", at: place)
                flow.record(Self.outcome(&dice), ofStep: place)
            case .read(let place, _):
                #expect(!flow.progress.isCancelling)
                switch dice.roll(4) {
                case 0: flow.record(Self.outcome(&dice), ofStep: place)
                case 1: flow.expand("no document", at: place)
                default: flow.expand(Self.localText, at: place)
                }
            case .settle(let place, let outcome, let message):
                #expect(!message.isEmpty)
                flow.record(outcome, ofStep: place)
            case .reboot: flow.rebooted()
            case .finish(let status, _):
                #expect(status != .inProgress)
                #expect(flow.progress.results.allSatisfy { $0 != nil })
                #expect(flow.progress.allResumes <= StepFlow.maximumResumes)
                return
            }
        }
        #expect(Bool(false), "the walk does not end")
    }
}
