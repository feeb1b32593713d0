import Foundation
import Testing

@testable import Notifications

struct EndpointRulesTests {
    @Test(arguments: [
        "https://example.com/hook", "https://example.com", "https://example.com:8443/a/b?c=d&e=%20",
        "https://sub-domain.example.com./x", "https://10.1.2.3/x", "https://192.168.0.1:9000", "https://172.16.5.4/",
        "https://127.0.0.1:8080/", "https://localhost/", "https://[::1]:8080/x", "https://[fd12:3456::1]/",
        "https://8.8.8.8/", "https://[2001:4860:4860::8888]/", "https://my_host/x", "https://xn--mnchen-3ya.de/",
        "https://1password.com/", "https://a.0b/", "https://0x7f.1/", "https://2130706433/", "https://127.1/",
        "HTTPS://EXAMPLE.COM/",
    ])
    func `ordinary endpoints may be subscribed`(endpoint: String) throws {
        #expect(try EndpointRules.standard.check(endpoint, over: .https).absoluteString == endpoint)
    }

    /// The metadata address and its disguises, and what else is nobody's business.
    @Test(arguments: [
        "http://169.254.169.254/latest/meta-data/", "http://169.254.169.254./", "http://169.254.1.1/",
        "http://2852039166/", "http://0xA9FEA9FE/", "http://0xa9.0xfe.0xa9.0xfe/", "http://0251.0376.0251.0376/",
        "http://169.254.43518/", "http://169.16689662/", "http://0251.254.0xa9fe/", "http://025177524776/",
        "http://[::ffff:169.254.169.254]/", "http://[::ffff:a9fe:a9fe]/", "http://[::169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:a9fe:a9fe::]/", "http://[fd00:ec2::254]/",
        "http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[FE80::1]/",
        "http://0.0.0.0/", "http://0/", "http://[::]/", "http://255.255.255.255/", "http://224.0.0.1/",
        "http://[ff02::1]/", "http://240.0.0.1/", "http://100.100.100.200/", "http://168.63.129.16/",
        "http://192.0.0.192/", "http://metadata.google.internal/computeMetadata/v1/", "http://METADATA/",
        "http://256.1.1.1/", "http://1.2.3.4.5/", "http://4294967296/", "http://0x1ffffffff/", "http://08.1.1.1/",
        "http://1..2/", "http://user@example.com/", "http://user:secret@example.com/", "http://@example.com/",
        "http://example.com@169.254.169.254/", "http://example.com\\@169.254.169.254/", "http://exa mple.com/",
        "http://example.com/\r\nHost: x", "http://exämple.com/", "http://１６９.254.169.254/",
        "http://169。254。169。254/", "http://example.com/#part", "http://example.com:0/", "http://example.com:65536/",
        "http://example.com:x/", "http://", "http:///path", "http://%31%36%39.254.169.254/", "http://[::1",
        "http://[x]/",
        "http://-a.com/", "http://a..b/", "http://a-.com/", "http://\u{0}/", "http://example.com/\u{7F}",
    ])
    func `what no message may reach is refused`(endpoint: String) {
        #expect(throws: InvalidParameter.self) { try EndpointRules.standard.check(endpoint, over: .http) }
    }

    @Test(arguments: [
        ("file:///etc/passwd", Subscription.Transport.http), ("ftp://example.com/", .http),
        ("https://example.com/", .http),
        ("http://example.com/", .https), ("", .http), ("example.com", .https), ("javascript:alert(1)", .http),
        ("ops@example.com", .http), ("http:/example.com", .http), ("gopher://x", .https),
        ("https://example.com", .email),
    ])
    func `another scheme is told in SNS's words`(endpoint: String, transport: Subscription.Transport) {
        #expect(throws: InvalidParameter("Endpoint must match the specified protocol")) {
            try EndpointRules.standard.check(endpoint, over: transport)
        }
    }

    @Test func `a refusal says why`() {
        #expect(throws: InvalidParameter("Endpoint Reason: 169.254.169.254 is a cloud's metadata address.")) {
            try EndpointRules.standard.check("http://169.254.169.254/", over: .http)
        }
        #expect(throws: InvalidParameter("Endpoint Reason: 0x7f000001 is a loopback address.")) {
            try EndpointRules(allowed: [.global]).check("http://0x7f000001/", over: .http)
        }
        #expect(throws: InvalidParameter("Endpoint Reason: The URL has more than 2048 characters.")) {
            try EndpointRules.standard.check("http://a/\(String(repeating: "x", count: 2048))", over: .http)
        }
    }

    @Test(arguments: [
        "10.0.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "[fc00::1]", "127.0.0.1", "localhost", "a.localhost",
    ])
    func `private networks and the host can be closed`(host: String) {
        #expect(throws: Never.self) { try EndpointRules.standard.check("http://\(host)/", over: .http) }
        #expect(throws: InvalidParameter.self) {
            try EndpointRules(allowed: [.global]).check("http://\(host)/", over: .http)
        }
    }

    @Test(arguments: [
        ("8.8.8.8", AddressKind.global), ("127.255.255.255", .loopback), ("10.255.0.1", .site), ("172.15.0.1", .global),
        ("172.32.0.1", .global), ("169.254.169.254", .metadata), ("169.254.170.2", .metadata),
        ("169.254.0.1", .linkLocal),
        ("0.1.2.3", .unusable), ("239.255.255.255", .multicast), ("255.255.255.255", .unusable), ("::", .unusable),
        ("::1", .loopback), ("::2", .unusable), ("::ffff:127.0.0.1", .loopback), ("::ffff:8.8.8.8", .global),
        ("64:ff9b::7f00:1", .loopback), ("2002:7f00:1::", .loopback), ("fe80::1%eth0", .linkLocal),
        ("febf::", .linkLocal),
        ("fec0::1", .site), ("fdff::1", .site), ("ff05::2", .multicast), ("2600:1f00::1", .global),
        ("2001:db8::1", .unusable),
        ("fd00:ec2::254", .metadata),
        ("fd00:ec2::255", .site),
    ])
    func `an address is of one kind`(text: String, kind: AddressKind) throws {
        let address = try #require(IPAddress(text))
        #expect(address.kind == kind)
        // What a connection resolves to is judged by its bytes alone.
        let resolved = try #require(IPAddress(networkBytes: address.networkBytes))
        #expect(EndpointRules.standard.allows(resolved) == [.global, .site, .loopback].contains(kind))
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ", "+1.2.3.4", "0x1.2.3.4", ":", ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "::1::2", "12345::", "g::", "1:2:3:4:5:6:7:8::", "::1.2.3", "1.2.3.4::", "[", "[]",
        "%eth0",
        "1::2:3:4:5:6:7:8",
    ])
    func `what is no address is none`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `every spelling of an address is the same address`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            let bytes = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let plain = bytes.map(String.init).joined(separator: ".")
            for text in [
                plain, String(number), "0x" + String(number, radix: 16), "0" + String(number, radix: 8),
                bytes.map { "0x" + String($0, radix: 16) }.joined(separator: "."),
                bytes.map { "0" + String($0, radix: 8) }.joined(separator: "."),
                "\(bytes[0]).\(number & 0xFF_FFFF)", "\(bytes[0]).\(bytes[1]).\(number & 0xFFFF)",
            ] { #expect(IPAddress(looseIPv4: text)?.networkBytes == bytes, "\(text) is \(plain)") }
            let mapped = "::ffff:" + plain
            #expect(IPAddress(mapped)?.kind == IPAddress(plain)?.kind, "\(mapped)")
        }
    }
}
