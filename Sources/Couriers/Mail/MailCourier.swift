package import Notifications

/// Hands mail to the host's mail transfer agent, as cron does. Where it goes from there, and how often that is tried, is the agent's.
package struct MailCourier: Courier {
    private let program: String
    private let sender: MailAddress
    private let timeLimit: TimeLimit

    /// - Parameters:
    ///   - sender: the envelope's sender, who gets what cannot be delivered.
    ///   - program: takes the arguments of `sendmail`.
    ///   - timeLimit: for taking one mail.
    package init(
        sender: MailAddress, program: String = "/usr/sbin/sendmail", timeLimit: Duration = .seconds(60)
    ) {
        self.sender = sender
        self.program = program
        self.timeLimit = TimeLimit(duration: timeLimit)
    }

    package func carry(_ parcel: Parcel) async -> DeliveryAnswer {
        guard case .mail(let message, let recipient) = parcel.content else {
            return .hopeless("\(parcel.endpoint) is no mail address")
        }
        // A line with a single dot is not the end (-i).
        let child = MailProgram(path: program, arguments: ["-i", "-f", sender.text, "--", recipient.text])
        let end = await timeLimit.allow { () -> MailProgram.End? in
            let end = await child.run(input: Array(message.source.utf8))
            // One that has ended by itself has decided, however late.
            if case .exited = end { return end }
            return Task.isCancelled ? nil : end
        }
        guard let end else {
            return .failure(
                Task.isCancelled
                    ? "the service stopped before the mail was taken"
                    : "\(program) did not take the mail within \(timeLimit.inWords)")
        }
        return answer(to: end)
    }

    private func answer(to end: MailProgram.End) -> DeliveryAnswer {
        switch end {
        case .exited(0, _): .accepted("taken by \(program)")
        case .exited(let status, let words):
            // sysexits.h: wrong usage, data, user or host stay wrong.
            switch status {
            case 64, 65, 67, 68: .hopeless("\(program) refuses the mail (exit status \(status))\(words)")
            case 75: .failure("\(program) cannot take the mail now (exit status 75)\(words)")
            default: .failure("\(program) failed with exit status \(status)\(words)")
            }
        case .killed(let signal, let words): .failure("\(program) was ended by signal \(signal)\(words)")
        case .missing:
            .failure("\(program) is not there or not a program; install a mail transfer agent, or name another program")
        case .other(let reason): .failure("\(program) could not be run: \(reason)")
        }
    }
}
