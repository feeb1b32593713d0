/// What a step's outcome means for it and for the steps after it.
enum StepConsequence: Hashable {
    case end(StepResult, exits: Bool)
    case rebootAndRepeat
}

extension FlowModifiers {
    /// The table of reference: documents 3.2, and the codes of 3.3.
    func consequence(of outcome: StepOutcome, isCancelling: Bool, canResume: Bool) -> StepConsequence {
        switch outcome {
        case .exited(let code):
            consequence(ofExit: code, isCancelling: isCancelling, canResume: canResume)
        case .timedOut:
            // onFailure is about failure; a step that ran out of time lets the next one run.
            .end(StepResult(.timedOut, code: ExitCode.killed), exits: false)
        case .cancelled:
            .end(StepResult(.cancelled, code: ExitCode.notStarted), exits: false)
        case .interrupted, .refused:
            // Failed without a code of its own is 1. A step that did not come to an exit stops the document where its
            // author asked for that, but nobody meant such a thing to be a success.
            .end(StepResult(.failed, code: 1), exits: onFailure != nil)
        case .skipped, .nothingToDo:
            .end(StepResult(outcome == .skipped ? .skipped : .success, code: 0), exits: false)
        case .rebootRefused:
            .end(StepResult(.failed, code: ExitCode.reboot), exits: true)
        case .concluded:
            .end(StepResult(.success, code: 0), exits: true)
        case .rebootWanted:
            consequence(ofExit: ExitCode.reboot, isCancelling: isCancelling, canResume: canResume)
        case .document(let status, let code):
            consequence(ofDocument: status, code: code)
        }
    }

    /// What ended the inner document ends nothing outside it: only its status counts here. One that ran out of time or
    /// was cancelled did not do what its step was for, so it stops the document where the author wrote `onFailure`, but
    /// nobody meant it to be a success (docs/decisions/0014-documents-that-run-documents.md).
    private func consequence(ofDocument status: DocumentStatus, code: Int) -> StepConsequence {
        switch status {
        case .success, .inProgress: .end(StepResult(.success, code: code), exits: exitsOnSuccess)
        case .timedOut: .end(StepResult(.timedOut, code: code), exits: onFailure != nil)
        case .cancelled: .end(StepResult(.cancelled, code: code), exits: onFailure != nil)
        case .failed:
            onFailure == .successAndExit
                ? .end(StepResult(.success, code: ExitCode.succeedAndStop), exits: true)
                : .end(StepResult(.failed, code: code), exits: onFailure == .exit)
        }
    }

    private func consequence(ofExit code: Int, isCancelling: Bool, canResume: Bool) -> StepConsequence {
        switch code {
        case 0:
            .end(StepResult(.success, code: 0), exits: exitsOnSuccess)
        case ExitCode.killed:
            .end(StepResult(isCancelling ? .cancelled : .timedOut, code: code), exits: false)
        case ExitCode.succeedAndStop:
            .end(StepResult(.success, code: code), exits: true)
        case ExitCode.failAndStop:
            .end(StepResult(.failed, code: code), exits: true)
        case ExitCode.reboot where isCancelling:
            // It wanted to go on after a reboot; the cancel is why it does not.
            .end(StepResult(.cancelled, code: code), exits: false)
        case ExitCode.reboot where canResume:
            .rebootAndRepeat
        case ExitCode.reboot:
            .end(StepResult(.failed, code: code), exits: true)
        default:
            switch onFailure {
            case nil: .end(StepResult(.failed, code: code), exits: false)
            case .exit?: .end(StepResult(.failed, code: code), exits: true)
            case .successAndExit?:
                .end(StepResult(.success, code: ExitCode.succeedAndStop), exits: true)
            }
        }
    }
}
