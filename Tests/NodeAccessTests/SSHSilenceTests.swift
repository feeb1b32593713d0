import Testing
import WindowCore

@testable import NodeAccess

/// A session that ends without a word of the runner: only what ssh says before a session exists proves that nothing can
/// have started on the node.
@Suite struct SSHSilenceTests {
    private func classified(_ said: String, exitCode: Int? = 255, hadBegun: Bool = false) -> NodeAccessError {
        SSHFailure.classify(
            exitCode: exitCode, errorText: said, noise: "", hadBegun: hadBegun, usesSudo: false,
            .init(node: "web-1", destination: "ops@web-1", detail: ""))
    }

    @Test(arguments: [
        "", "Connection to web-1 closed by remote host.", "client_loop: send disconnect: Broken pipe",
        "Timeout, server web-1 not responding.", "Connection reset by 192.0.2.1 port 22",
        "Read from remote host web-1: Connection reset by peer\nclient_loop: send disconnect: Connection reset by peer",
    ]) func `a connection dropped after the request was sent may have started the work`(said: String) {
        #expect(classified(said).code == "ConnectionLost")
        #expect(classified(said).isTransient)
    }

    @Test func `an ssh that was killed before it said anything may have started the work`() {
        #expect(classified("", exitCode: nil).code == "ConnectionLost")
    }

    /// The words are those of a connection that was never made, but it was.
    @Test(arguments: [
        "Read from remote host web-1: Connection timed out", "Read from remote host web-1: No route to host",
        "Read from remote host web-1: Connection timed out\nclient_loop: send disconnect: Broken pipe",
        "client_loop: send disconnect: Connection timed out",
    ]) func `a session that is timed out by the network may have started the work`(said: String) {
        #expect(classified(said).code == "ConnectionLost")
    }

    @Test(arguments: [
        "ssh: connect to host web-1 port 22: Connection timed out",
        "ssh: connect to host web-1 port 22: No route to host",
        "ssh: connect to host web-1 port 22: Network is unreachable",
        "ssh: Could not resolve hostname web-1: Temporary failure in name resolution",
        "Connection timed out during banner exchange\nConnection to 192.0.2.1 port 22 timed out",
        "kex_exchange_identification: read: Connection reset by peer\nConnection reset by 192.0.2.1 port 22",
    ]) func `a connection that was never made started nothing`(said: String) {
        #expect(classified(said).code == "NodeUnreachable")
    }
}
