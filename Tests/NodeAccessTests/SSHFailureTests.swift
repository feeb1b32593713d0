import Testing
import WindowCore

@testable import NodeAccess

/// What OpenSSH 9.2 prints, word for word, and what it means.
struct SSHFailureCase: CustomTestStringConvertible, Sendable {
    var code: String
    var exitCode: Int? = 255
    var said: String
    var hadBegun = false
    var usesSudo = false
    /// A part of the detail the operator must get to see.
    var shown: String
    var testDescription: String { "\(code): \(shown)" }

    static let all: [SSHFailureCase] = [
        .init(
            code: "NodeUnreachable", said: "ssh: connect to host 127.0.0.1 port 1: Connection refused\r\n",
            shown: "Connection refused"),
        .init(
            code: "NodeUnreachable", said: "ssh: Could not resolve hostname nowhere.invalid: Name or service not known",
            shown: "Could not resolve"),
        .init(
            code: "NodeUnreachable", said: "ssh: connect to host 192.0.2.1 port 22: Connection timed out",
            shown: "timed out"),
        .init(
            code: "NodeUnreachable",
            said:
                "kex_exchange_identification: Connection closed by remote host\nConnection closed by 127.0.0.1 port 22",
            shown: "Connection closed"),
        .init(
            code: "HostKeyUnknown",
            said:
                "No ED25519 host key is known for [127.0.0.1]:2222 and you have requested strict checking.\nHost key verification failed.",
            shown: "[127.0.0.1]:2222"),
        .init(
            code: "HostKeyChanged",
            said: """
                @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
                @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
                Offending ED25519 key in /root/.ssh/known_hosts:3
                Host key for [127.0.0.1]:2222 has changed and you have requested strict checking.
                Host key verification failed.
                """, shown: "[127.0.0.1]:2222"),
        .init(
            code: "AuthenticationRefused", said: "root@127.0.0.1: Permission denied (publickey).", shown: "publickey"),
        .init(
            code: "AuthenticationRefused",
            said:
                "Warning: Identity file /none not accessible: No such file or directory.\nroot@127.0.0.1: Permission denied (publickey).",
            shown: "/none"),
        .init(
            code: "AuthenticationRefused",
            said: "Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures",
            shown: "Too many"),
        .init(
            code: "NodeConfigurationInvalid",
            said:
                "/x/config: line 3: Bad configuration option: hots\n/x/config: terminating, 1 bad configuration options",
            shown: "terminating"),
        .init(
            code: "NodeConfigurationInvalid",
            said: "Unable to negotiate with 127.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa",
            shown: "ssh-rsa"),
        .init(
            code: "ConnectionLost", said: "Connection to 127.0.0.1 closed by remote host.", hadBegun: true,
            shown: "closed by remote"),
        .init(
            code: "ConnectionLost", said: "Timeout, server 127.0.0.1 not responding.", hadBegun: true,
            shown: "not responding"),
        .init(
            code: "ConnectionLost", said: "mux_client_request_session: read from master failed: Broken pipe",
            shown: "master failed"),
        .init(code: "ConnectionLost", exitCode: 0, said: "", hadBegun: true, shown: "without a word"),
        .init(
            code: "SudoRefused", exitCode: 1, said: "sudo: a password is required", usesSudo: true, shown: "password"),
        .init(
            code: "SudoRefused", exitCode: 127, said: "bash: line 1: sudo: command not found", usesSudo: true,
            shown: "not found"),
        .init(
            code: "UnexpectedAnswer", exitCode: 1, said: "This account is currently not available.",
            shown: "not available"),
        .init(code: "UnexpectedAnswer", exitCode: 1, said: "sudo: a password is required", shown: "password"),
    ]
}

@Suite struct SSHFailureTests {
    @Test(arguments: SSHFailureCase.all)
    func `ssh's words mean`(_ it: SSHFailureCase) {
        let error = SSHFailure.classify(
            exitCode: it.exitCode, errorText: it.said, noise: "", hadBegun: it.hadBegun, usesSudo: it.usesSudo,
            .init(node: "web-1", destination: "-p 2222 ops@web-1", detail: ""))
        #expect(error.code == it.code)
        #expect(error.message.contains(it.shown), "\(error.message)")
        #expect(error.message.contains("web-1"))
    }

    @Test func `a banner that quotes an error is not taken for one`() {
        let error = SSHFailure.classify(
            exitCode: 255,
            errorText:
                "Unauthorised use leads to: permission denied\nssh: connect to host x port 22: Connection refused",
            noise: "", hadBegun: false, usesSudo: false, .init(node: "n", detail: ""))
        #expect(error.code == "NodeUnreachable")
    }

    @Test func `hints name the command to try`() {
        let it = NodeAccessError.Circumstance(node: "web-1", destination: "-p 2222 ops@web-1", detail: "no")
        #expect(NodeAccessError.unreachable(it).hint?.contains("ssh -p 2222 ops@web-1") == true)
        #expect(
            NodeAccessError.authenticationRefused(it).hint?.contains("ssh -v -o BatchMode=yes -p 2222 ops@web-1")
                == true)
        #expect(NodeAccessError.hostKeyChanged(it).hint?.contains("ssh-keygen -R") == true)
        #expect(NodeAccessError.sudoRefused(it).hint?.contains("NOPASSWD") == true)
    }

    @Test func `only what may pass by itself is transient`() {
        let it = NodeAccessError.Circumstance(node: "n", detail: "")
        #expect(NodeAccessError.unreachable(it).isTransient && NodeAccessError.connectionLost(it).isTransient)
        #expect(
            !NodeAccessError.hostKeyChanged(it).isTransient && !NodeAccessError.authenticationRefused(it).isTransient)
    }
}
