/// The parts of an HTTP request that a signature covers.
package struct SignedRequest: Sendable {
    package var method: String
    /// As it stands in the request line, without the query.
    package var path: String
    /// As it stands in the request line, without the question mark; empty when there is none.
    package var query: String
    /// In the order received; names in any case. `host` must be among them (HTTP libraries tend to keep it elsewhere).
    package var headers: [(name: String, value: String)]
    /// The raw bytes.
    package var body: [UInt8]

    package init(
        method: String = "POST", path: String = "/", query: String = "", headers: [(name: String, value: String)],
        body: [UInt8]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// All values of a header, in the order received.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name }.map(\.value)
    }
}
