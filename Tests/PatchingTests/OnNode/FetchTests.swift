import Foundation
import Testing

@testable import Patching

/// The script that reads an address, by the real curl and wget, from servers on the loopback that lead elsewhere.
@Suite(
    .timeLimit(.minutes(2)), .enabled(if: RedirectingServers.isPossible, "python3, openssl or curl is not installed"))
struct FetchTests {
    @Test(arguments: Reader.available)
    func `who asks for https is led to nothing else`(reader: Reader) throws {
        let servers = try RedirectingServers()
        let output = try servers.fetch("\(servers.secure)/away", by: reader)
        #expect {
            try FetchedDocument(parsing: output)
        } throws: { error in
            guard case .refused(.fetch, _) = error as? PatchScriptError else { return false }
            return true
        }
        // The plain server is not even asked: an address may hold a token.
        #expect(try servers.asked() == ["https /away"])
    }

    @Test func `curl follows from https to https, and from http to both`() throws {
        let servers = try RedirectingServers()
        for address in ["\(servers.secure)/here", "\(servers.plain)/here", "\(servers.plain)/away"] {
            #expect(try FetchedDocument(parsing: servers.fetch(address, by: .curl)).text == "the document\n")
        }
        #expect(
            try servers.asked() == [
                "https /here", "https /document", "http /here", "http /document", "http /away", "https /document",
            ])
    }

    @Test func `a wget that follows whatever it is told reads no https`() throws {
        let run = try ScriptRun()
        try run.program("wget", "echo BusyBox; : >\"$BASE/called\"; [ \"$1\" = --version ] || : >\"$BASE/fetched\"")
        let script = Reader.wget.only(try PatchScript.fetch("https://127.0.0.1:1/document"))
        let output = try run.run(script)
        #expect(
            throws: PatchScriptError.refused(
                .client, detail: "curl or GNU wget is needed on the node to read an https address safely.")
        ) { try FetchedDocument(parsing: output) }
        #expect(FileManager.default.fileExists(atPath: run.path("called")))
        #expect(!FileManager.default.fileExists(atPath: run.path("fetched")))
    }
}

enum Reader: String, CaseIterable {
    case curl, wget

    static let available = allCases.filter { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0.rawValue)") }

    /// The script, on a node that does not have the other one.
    func only(_ script: String) -> String {
        "command() { case $2 in curl | wget) [ \"$2\" = \(rawValue) ] ;; *) type \"$2\" ;; esac }\n\(script)"
    }
}

/// An https and an http server. `/document` is there, `/here` leads to it, `/away` leads to the other's.
final class RedirectingServers {
    static let isPossible = ["python3", "openssl", "curl"].allSatisfy { program in
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    }

    private static let program = """
        import http.server, ssl, sys, threading

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with open("asked", "a") as file:
                    file.write(f"{self.server.scheme} {self.path}\\n")
                body = b"the document\\n" if self.path == "/document" else b""
                self.send_response(200 if body else 302)
                if not body:
                    self.send_header("Location", (self.server if self.path == "/here" else self.server.other).address + "/document")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("certificate", "key")
        servers[0].socket = context.wrap_socket(servers[0].socket, server_side=True)
        for server, other, scheme in zip(servers, reversed(servers), ("https", "http")):
            server.scheme, server.other, server.address = scheme, other, f"{scheme}://127.0.0.1:{server.server_port}"
            threading.Thread(target=server.serve_forever, daemon=True).start()
        print(*[server.address for server in servers], flush=True)
        sys.stdin.read()
        """

    let secure: String
    let plain: String
    private let run: ScriptRun
    /// Its end is the servers' end.
    private let lifeline = Pipe()

    init() throws {
        run = try ScriptRun()
        let openssl = run.process(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key", "-out",
                "certificate",
            ])
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)

        let servers = run.process("/usr/bin/python3", ["-c", Self.program])
        let addresses = Pipe()
        servers.standardInput = lifeline
        servers.standardOutput = addresses
        try servers.run()
        let words = String(decoding: addresses.fileHandleForReading.availableData, as: UTF8.self).split(separator: " ")
        try #require(words.count == 2)
        secure = String(words[0])
        plain = words[1].trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit { try? lifeline.fileHandleForWriting.close() }

    /// - Returns: what the script wrote, which trusts the servers' certificate.
    func fetch(_ address: String, by reader: Reader) throws -> String {
        try run.write("ca_certificate = \(run.path("certificate"))\n", to: "wgetrc")
        return try run.run(
            reader.only(try PatchScript.fetch(address, timeoutSeconds: 30)),
            environment: ["CURL_CA_BUNDLE": run.path("certificate"), "WGETRC": run.path("wgetrc")])
    }

    func asked() throws -> [String] {
        try String(contentsOfFile: run.path("asked"), encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
