import WindowCore

/// Tells ssh's failures apart by its exit status and its own words, which it never translates.
enum SSHFailure {
    /// - Parameters:
    ///   - hadBegun: the runner had answered in this session.
    ///   - noise: what the session printed that was not the runner's.
    static func classify(
        exitCode: Int?, errorText: String, noise: String, hadBegun: Bool, usesSudo: Bool,
        _ it: NodeAccessError.Circumstance
    ) -> NodeAccessError {
        let said = ErrorText(errorText)
        let detail = said.last ?? ErrorText(noise).last ?? "ssh ended without a word."
        // 255 is ssh's own; anything else is the exit status of what ran on the node.
        guard exitCode == 255 || exitCode == nil else {
            if hadBegun { return .connectionLost(it.saying(detail)) }
            if usesSudo, let line = said.sudoLine { return .sudoRefused(it.saying(line)) }
            return .garbled(it.saying("exit status \(exitCode ?? 0): \(detail)"))
        }
        if let line = said.line(containing: "host key for", "remote host identification has changed"),
            said.line(containing: "has changed") != nil
        {
            return .hostKeyChanged(it.saying(said.line(containing: "host key for") ?? line))
        }
        if said.line(
            containing: "host key verification failed", "host key is known for", "no matching host key fingerprint")
            != nil
        {
            return .hostKeyUnknown(it.saying(said.line(containing: "host key is known for") ?? detail))
        }
        if let line = said.line(
            containing: "permission denied (", "too many authentication failures", "no more authentication methods")
        {
            let why = said.line(
                containing: "unprotected private key", "identity file", "load key", "bad permissions", "agent refused")
            return .authenticationRefused(it.saying(why.map { "\(line) (\($0))" } ?? line))
        }
        if let line = said.line(
            containing: "bad configuration option", "bad owner or permissions", "terminating,", "unsupported option",
            "can't open user config file", "no matching", "unknown key type", "bad stdio forwarding")
        {
            return .configurationInvalid(it.saying(line))
        }
        // A master that is gone or hangs, a session it would not open: the next attempt makes a new connection. And a
        // session that the network timed out: its words are otherwise those of a connection that was never made.
        if hadBegun
            || said.line(
                containing: "mux_client", "control socket", "shared connection to", "session open refused",
                "read from remote host", "client_loop:") != nil
        {
            return .connectionLost(it.saying(detail))
        }
        // Only what is said before a session exists proves that nothing can have started. A session that ends without
        // a word of the runner may have been cut after the node took the work.
        if said.line(
            containing: "connect to host", "could not resolve", "name or service not known", "exchange_identification",
            "banner exchange", "no route to host", "network is unreachable", "connection refused",
            "connection timed out", "operation timed out") != nil
        {
            return .unreachable(it.saying(detail))
        }
        return .connectionLost(it.saying(detail))
    }
}
