import Foundation
import Notifications
import Testing

@testable import Couriers

/// Mail goes to whatever program plays `sendmail`.
@Suite(.timeLimit(.minutes(2))) struct MailCourierTests {
    @Test func `the program gets the addresses as arguments and the mail on standard input`() async throws {
        try await withFolder { folder in
            let program = try Self.script(
                #"""
                for argument; do printf '%s\n' "$argument"; done > "$0.arguments"
                env > "$0.environment"
                cat > "$0.mail"
                """#, in: folder)
            let answer = try await Self.courier(program).carry(Self.parcel(to: "ops@example.com"))
            #expect(answer == .accepted("taken by \(program)"))
            #expect(answer.verdict == .delivered)
            #expect(try Self.text("\(program).arguments") == "-i\n-f\nmwd@host.example\n--\nops@example.com\n")
            let mail = try Self.text("\(program).mail")
            #expect(mail.contains("To: ops@example.com\n"))
            #expect(mail.contains("\n\nHello"))
            let names = try Self.text("\(program).environment").split(separator: "\n").compactMap {
                $0.split(separator: "=").first
            }
            // The rest is the shell's own doing.
            #expect(Set(names).subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == ["PATH", "LC_ALL"])
        }
    }

    @Test(arguments: [
        (64, "refuses the mail (exit status 64)", true), (65, "refuses the mail (exit status 65)", true),
        (67, "refuses the mail (exit status 67)", true), (68, "refuses the mail (exit status 68)", true),
        (75, "cannot take the mail now (exit status 75)", false), (1, "failed with exit status 1", false),
        (69, "failed with exit status 69", false), (127, "failed with exit status 127", false),
    ])
    func `the exit status says whether another try makes sense`(status: Int, words: String, isFinal: Bool) async throws
    {
        try await withFolder { folder in
            let program = try Self.script("echo noise >&2; echo 'no such user' >&2; exit \(status)", in: folder)
            let answer = try await Self.courier(program).carry(Self.parcel(to: "ops@example.com"))
            let sentence = "\(program) \(words): no such user"
            #expect(answer == (isFinal ? .hopeless(sentence) : .failure(sentence)))
        }
    }

    @Test func `a program that is missing is told by name`() async throws {
        let answer = try await Self.courier("/nonexistent/sendmail").carry(Self.parcel(to: "ops@example.com"))
        #expect(
            answer
                == .failure(
                    "/nonexistent/sendmail is not there or not a program; install a mail transfer agent, or name another program"
                ))
    }

    @Test func `a program that hangs is ended with all that it started`() async throws {
        try await withFolder { folder in
            let program = try Self.script(#"sleep 600 & echo $! > "$0.child"; wait"#, in: folder)
            let answer = try await Self.courier(program, limit: .milliseconds(500)).carry(Self.parcel(to: "a@b"))
            #expect(answer == .failure("\(program) did not take the mail within 0.5 s"))
            let child = try #require(Int(Self.text("\(program).child").trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(!Self.isRunning(child))
        }
    }

    @Test func `a program that reads nothing and says much is heard to its end`() async throws {
        try await withFolder { folder in
            let program = try Self.script(
                "i=0; while [ $i -lt 20000 ]; do echo 'words words words' >&2; i=$((i+1)); done; echo last >&2; exit 75",
                in: folder)
            let parcel = try Self.parcel(to: "a@b", text: String(repeating: "long ", count: 50_000))
            let answer = try await Self.courier(program).carry(parcel)
            #expect(answer == .failure("\(program) cannot take the mail now (exit status 75): last"))
        }
    }

    @Test func `a program that leaves somebody behind has taken the mail`() async throws {
        try await withFolder { folder in
            let program = try Self.script("cat > /dev/null; sleep 5 & exit 0", in: folder)
            let answer = try await Self.courier(program, limit: .seconds(4)).carry(Self.parcel(to: "a@b"))
            #expect(answer == .accepted("taken by \(program)"))
        }
    }

    @Test func `everybody gets what is theirs`() async throws {
        try await withFolder { folder in
            let program = try Self.script("cat > /dev/null", in: folder)
            let office = try PostOffice(http: Stamp(words: "http"), mail: Self.courier(program))
            #expect(await office.carry(.post(to: "http://127.0.0.1/")) == .accepted("http"))
            #expect(try await office.carry(Self.parcel(to: "a@b")) == .accepted("taken by \(program)"))
        }
        #expect(try await Self.courier("/bin/true").carry(.post(to: "http://127.0.0.1/")).verdict == .permanent)
        try await HTTPCourier.working { courier in
            let answer = try await courier.carry(Self.parcel(to: "a@b"))
            #expect(answer.verdict == .permanent)
        }
    }

    private struct Stamp: Courier {
        let words: String

        func carry(_ parcel: Parcel) async -> DeliveryAnswer { .accepted(words) }
    }

    private static func courier(_ program: String, limit: Duration = .seconds(30)) throws -> MailCourier {
        try MailCourier(sender: MailAddress("mwd@host.example"), program: program, timeLimit: limit)
    }

    private static func parcel(to recipient: String, text: String = "Hello") throws -> Parcel {
        let address = try MailAddress(recipient)
        let envelope = Envelope.subscriptionConfirmation(
            messageID: "m-1", token: "t", topicARN: "arn:aws:sns:eu-central-1:000000000000:ops",
            subscriptionARN: "arn:aws:sns:eu-central-1:000000000000:ops:s", subscribeURL: "https://host.example/",
            at: Date(timeIntervalSince1970: 0))
        let message = try MailMessage(
            MailText(envelope, over: .emailJSON, body: text), from: MailAddress("mwd@host.example"), senderName: nil,
            to: address,
            messageID: "m-1", at: Date(timeIntervalSince1970: 0))
        return Parcel(transport: .email, endpoint: recipient, content: .mail(message, to: address))
    }

    private static func script(_ text: String, in folder: URL) throws -> String {
        let path = folder.appending(path: "sendmail").path()
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private static func isRunning(_ id: Int) -> Bool {
        // A zombie has ended.
        guard let state = try? text("/proc/\(id)/stat") else { return false }
        return !state.contains(") Z ")
    }
}
