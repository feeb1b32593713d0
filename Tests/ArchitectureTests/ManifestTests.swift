import Testing

/// The manifest builds everywhere, not just on a machine with mirrors or neighbours.
struct ManifestTests {
    private static let manifest = SourceFile(path: "Package.swift")

    @Test func `packages come from where their authors publish them`() throws {
        let urls = try Self.manifest.lines.flatMap { line in line.matches(of: /url:\s*"([^"]+)"/).map(\.output.1) }
        #expect(!urls.isEmpty)
        for url in urls where !url.hasPrefix("https://github.com/") {
            Issue.record("Package.swift takes a package from \(url).")
        }
    }

    @Test(arguments: ["unsafeFlags", ".package(path:", ".package(id:", ".binaryTarget", "branch:", "revision:"])
    func `the manifest does without`(word: String) throws {
        #expect(try !Self.manifest.lines.contains { $0.contains(word) }, "Package.swift uses \(word)")
    }

    @Test func `warnings are errors in every target`() throws {
        let text = try Self.manifest.lines.joined(separator: "\n")
        #expect(text.contains(".treatAllWarnings(as: .error)"))
    }
}
