import Foundation

/// A certificate for `hooks.example` and 127.0.0.1 that signed itself, and its key, which is nobody's.
struct TestCertificate: Sendable {
    let pem: String

    static let keyPEM = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2RIpCRguyURtHDlC
        htZFDj0Mr40K3+/dRSpstmJKjaehRANCAAQkxk88Jq2FVkffbEcFjKSUr/jHLRr+
        2Elz++lyRTOicJ1iLfNtjKKftIyoL3tNMyzG8UN+IwZ/QPnZsT4jm4CM
        -----END PRIVATE KEY-----
        """

    /// Until the year 9999.
    static let valid = Self(
        pem: """
            -----BEGIN CERTIFICATE-----
            MIIBdDCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1ob29rcy5l
            eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzk5OTkxMjMxMjM1OTU5WjAYMRYwFAYD
            VQQDDA1ob29rcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJMZP
            PCathVZH32xHBYyklK/4xy0a/thJc/vpckUzonCdYi3zbYyin7SMqC97TTMsxvFD
            fiMGf0D52bE+I5uAjKNSMFAwDwYDVR0TAQH/BAUwAwEB/zAeBgNVHREEFzAVgg1o
            b29rcy5leGFtcGxlhwR/AAABMB0GA1UdDgQWBBSBz8/XqdY4tQmud66xl/1Qip5A
            NzAKBggqhkjOPQQDAgNJADBGAiEAx7kBYUwtXLaIk9eG4oj5yUThJCj5GqWKLvG8
            bBwLpH8CIQCyjGcpHIsBpCV9A7a8mgvCL2lrsx5Qe3DcdCSP6s8WNQ==
            -----END CERTIFICATE-----
            """)

    /// Since February 2020.
    static let expired = Self(
        pem: """
            -----BEGIN CERTIFICATE-----
            MIIBcTCCARegAwIBAgIBAjAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1ob29rcy5l
            eGFtcGxlMB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowGDEWMBQGA1UE
            AwwNaG9va3MuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCTGTzwm
            rYVWR99sRwWMpJSv+MctGv7YSXP76XJFM6JwnWIt822Mop+0jKgve00zLMbxQ34j
            Bn9A+dmxPiObgIyjUjBQMA8GA1UdEwEB/wQFMAMBAf8wHgYDVR0RBBcwFYINaG9v
            a3MuZXhhbXBsZYcEfwAAATAdBgNVHQ4EFgQUgc/P16nWOLUJrneusZf9UIqeQDcw
            CgYIKoZIzj0EAwIDSAAwRQIhAK1Z1wtLFGn9Fv7xEM8hiVSImfqp7uCc+Kr5MSGp
            ocqiAiAK8J6UvIAyGbP5quSy+skKb/s5tGNq5xAUrjXD/jQFoA==
            -----END CERTIFICATE-----
            """)

    /// For `*.wild.example`, `Plain.Example` and `*.example`.
    static let starred = Self(
        pem: """
            -----BEGIN CERTIFICATE-----
            MIIBiDCCAS6gAwIBAgIBAzAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1ob29rcy5l
            eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzk5OTkxMjMxMjM1OTU5WjAYMRYwFAYD
            VQQDDA1ob29rcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJMZP
            PCathVZH32xHBYyklK/4xy0a/thJc/vpckUzonCdYi3zbYyin7SMqC97TTMsxvFD
            fiMGf0D52bE+I5uAjKNnMGUwDwYDVR0TAQH/BAUwAwEB/zAzBgNVHREELDAqgg4q
            LndpbGQuZXhhbXBsZYINUGxhaW4uRXhhbXBsZYIJKi5leGFtcGxlMB0GA1UdDgQW
            BBSBz8/XqdY4tQmud66xl/1Qip5ANzAKBggqhkjOPQQDAgNIADBFAiEA6f1386mh
            4xNAmZj7iNSEVED30l2yW0UYcqjlaUZgsd0CICTK7EgZRCiwCbS9mz78z556U88z
            gxB6GboGrkOxkUbU
            -----END CERTIFICATE-----
            """)

    /// A file to trust it by.
    func write(to folder: URL) throws -> String {
        let path = folder.appending(path: "authorities.pem")
        try Data(pem.utf8).write(to: path)
        return path.path()
    }
}
