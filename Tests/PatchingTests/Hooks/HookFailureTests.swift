import Documents
import Patching
import Testing

/// What a failing step of patching with hooks keeps from happening (reference: patching 2.5).
@Suite struct HookFailureTests {
    /// The steps that do work when this one fails; without failures they are 1 to 7, the reboot, 8.
    static func worked(until step: Int) -> [Int] { step == 8 ? [1, 2, 3, 4, 5, 6, 7, 0, 8] : Array(1...step) + [8] }

    static func shown(_ step: Int, _ status: String) -> [String] { (1...8).map { $0 == step ? status : "Success" } }

    private func install(_ step: Int, _ trouble: HookWalk.Trouble) throws -> HookWalk.Result {
        try HookWalk(missing: 3, hasInstalled: true, pendingAfterInstall: 3, troubles: [step: trouble]).result()
    }

    @Test(arguments: 1...8, [HookWalk.Trouble.exit1, .interrupted, .refused])
    func `a step that fails on Install is followed by the last hook and nothing else`(
        _ step: Int, _ trouble: HookWalk.Trouble
    ) throws {
        let result = try install(step, trouble)
        #expect(result.worked == Self.worked(until: step))
        #expect(result.status == .failed)
        #expect(result.code == 1)
        #expect(result.shown == Self.shown(step, "Failed"))
    }

    /// 2 and 6 are decisions of the service, which take no time.
    @Test(arguments: [1, 3, 4, 5, 7, 8], [HookWalk.Trouble.timedOut, .exit137])
    func `a step that runs out of time blocks what comes after it as a failing one does`(
        _ step: Int, _ trouble: HookWalk.Trouble
    ) throws {
        let result = try install(step, trouble)
        #expect(result.worked == Self.worked(until: step))
        #expect(result.status == .timedOut)
        #expect(result.code == 137)
        #expect(result.shown == Self.shown(step, "TimedOut"))
    }

    @Test(arguments: [3, 5, 8])
    func `a hook that exits 168 ends only itself and patching goes on`(_ step: Int) throws {
        let result = try install(step, .exit168)
        #expect(result.worked == [1, 2, 3, 4, 5, 6, 7, 0, 8])
        #expect(result.status == .success)
        #expect(result.code == 168)
    }

    @Test(arguments: [3, 5, 8])
    func `a hook that exits 169 has failed`(_ step: Int) throws {
        let result = try install(step, .exit169)
        #expect(result.worked == Self.worked(until: step))
        #expect(result.status == .failed)
        #expect(result.code == 169)
    }

    @Test(arguments: [3, 5, 8])
    func `a hook that asks for a reboot has failed and there is none`(_ step: Int) throws {
        let result = try install(step, .exit194)
        #expect(result.worked == Self.worked(until: step))
        #expect(result.status == .failed)
        #expect(result.code == 194)
        #expect(result.shown == Self.shown(step, "Failed"))
    }

    @Test func `an install that brought in some and failed on one is not followed by a reboot`() throws {
        let result = try install(4, .exit1)
        #expect(result.worked == [1, 2, 3, 4, 8])
        #expect(!result.worked.contains(0))
    }

    @Test(arguments: HookWalk.Trouble.allCases)
    func `whatever the last hook does the reboot has been and the steps before it are shown as they were`(
        _ trouble: HookWalk.Trouble
    ) throws {
        let result = try install(8, trouble)
        #expect(result.worked == [1, 2, 3, 4, 5, 6, 7, 0, 8])
        #expect(result.shown.dropLast() == Array(repeating: "Success", count: 7)[...])
    }

    @Test(arguments: [HookWalk.Trouble.exit1, .timedOut, .interrupted, .refused])
    func `a scan that fails stops everything and the other steps are shown as Success`(
        _ trouble: HookWalk.Trouble
    ) throws {
        let result = try HookWalk(operation: .scan, missing: 3, troubles: [1: trouble]).result()
        #expect(result.worked == [1])
        #expect(result.shown.dropFirst() == Array(repeating: "Success", count: 7)[...])
        #expect(result.status == (trouble == .timedOut ? .timedOut : .failed))
    }

    @Test func `two failures are both shown`() throws {
        let result = try HookWalk(missing: 3, troubles: [3: .exit1, 8: .exit169]).result()
        #expect(result.worked == [1, 2, 3, 8])
        #expect(result.shown.filter { $0 == "Failed" }.count == 2)
        #expect((result.status, result.code) == (.failed, 1))
    }
}
