/// What stands below one part of a form's dotted names: `Tags.member.1.Key=a` is a value four parts deep.
struct FormNode: Equatable {
    private(set) var value: String?
    private(set) var children: [String: FormNode] = [:]

    /// The deepest name of a request that we know has eight parts (an attribute of a message of a batch); deeper ones are
    /// unknown members, and dropped before they cost anything.
    private static let mostParts = 16

    init(_ form: FormBody) {
        for (name, value) in form.values {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count <= Self.mostParts else { continue }
            set(value, at: parts[...])
        }
    }

    private init() {}

    private mutating func set(_ value: String, at parts: ArraySlice<Substring>) {
        guard let first = parts.first else {
            self.value = value
            return
        }
        children[String(first), default: FormNode()].set(value, at: parts.dropFirst())
    }
}
