/// `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, SignedHeaders=<a;b>, Signature=<64 hex>`
struct AuthorizationHeader: Equatable {
    let accessKeyID: String
    let scope: CredentialScope
    let signedHeaders: [String]
    /// 32 bytes.
    let signature: [UInt8]

    /// The longest header that is read; a real one has about 300 bytes.
    private static let longest = 4096

    init(parsing text: String) throws(SignatureRefusal) {
        guard text.utf8.count <= Self.longest else { throw .incomplete("The Authorization header is too long.") }
        let halves = text.split(separator: " ", maxSplits: 1)
        guard halves.first.map(String.init) == CanonicalRequest.algorithm, halves.count == 2 else {
            throw .incomplete("The Authorization header must begin with \(CanonicalRequest.algorithm).")
        }
        let fields = try Self.fields(halves[1])
        func field(_ name: String) throws(SignatureRefusal) -> String {
            guard let value = fields[name] else {
                throw .incomplete("Authorization header requires '\(name)' parameter.")
            }
            return value
        }
        let credential = try field("Credential").split(separator: "/", omittingEmptySubsequences: false).map(
            String.init)
        let headers = try field("SignedHeaders")
        let signature = try field("Signature")

        guard credential.count == 5, credential.allSatisfy({ !$0.isEmpty }) else {
            throw .incomplete("Credential must have the form <key>/<yyyymmdd>/<region>/<service>/aws4_request.")
        }
        guard credential[4] == CredentialScope.terminator else {
            throw .wrongScope("Credential should be scoped with a valid terminator: '\(CredentialScope.terminator)'.")
        }
        accessKeyID = credential[0]
        scope = CredentialScope(date: credential[1], region: credential[2], service: credential[3])

        signedHeaders = headers.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        // Strictly ascending: sorted, and none twice.
        guard signedHeaders.allSatisfy({ !$0.isEmpty && $0 == $0.lowercased() }),
            zip(signedHeaders, signedHeaders.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw .incomplete("SignedHeaders must be lower case and sorted.") }

        guard let bytes = Self.bytes(hex: signature), bytes.count == 32 else {
            throw .incomplete("Signature must be 64 lower-case hexadecimal digits.")
        }
        self.signature = bytes
    }

    /// The fields by name. Blanks after commas are optional, as clients differ.
    private static func fields(_ text: Substring) throws(SignatureRefusal) -> [String: String] {
        var fields: [String: String] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else {
                throw .incomplete("The Authorization header must hold name=value pairs with commas between them.")
            }
            guard fields.updateValue(String(halves[1]), forKey: String(halves[0])) == nil else {
                throw .incomplete("The Authorization header names '\(String(halves[0]).shortened(to: 32))' twice.")
            }
        }
        return fields
    }

    private static func bytes(hex: String) -> [UInt8]? {
        let digits = hex.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
