import Foundation
import Testing

/// Documentation that names a file which is not there is wrong in more than that.
struct DocumentationTests {
    private static let pages =
        ["README.md", "CHANGELOG.md"].map(SourceFile.init(path:)) + Repository.files(below: "docs", ending: ".md")

    @Test(arguments: pages) func `every link leads somewhere`(page: SourceFile) throws {
        let folder = page.path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        for (index, line) in try page.lines.enumerated() {
            for match in line.matches(of: /\]\(([^)\s]+)\)/) {
                let link = String(match.output.1)
                if link.hasPrefix("http") || link.hasPrefix("mailto:") { continue }
                let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let path = parts[0].isEmpty ? page.path : Self.plain(folder + parts[0])
                if !Repository.exists(path) {
                    Issue.record("\(page.path):\(index + 1): the link to \(link) leads nowhere.")
                } else if parts.count == 2, try !Self.anchors(of: SourceFile(path: path)).contains(parts[1]) {
                    Issue.record("\(page.path):\(index + 1): \(path) has no heading for #\(parts[1]).")
                }
            }
        }
    }

    private static let folders = ["Sources/", "Tests/", "docs/", "deploy/", "schedules/", ".ci/"]

    @Test func `every path that is named exists`() throws {
        let named = /(?:^|[^\w.\/<-])((?:Sources|Tests|docs|deploy|schedules|\.ci)\/[A-Za-z0-9_+.\/-]*[A-Za-z0-9_\/])/
        let others = ["Makefile", ".ci/run", "Package.swift"].map(SourceFile.init(path:))
        let code =
            Repository.files(below: "Sources", ending: ".swift") + Repository.files(below: "Tests", ending: ".swift")
        for file in Self.pages + others + code where !file.path.hasPrefix("Tests/ArchitectureTests") {
            for (index, line) in try file.lines.enumerated() {
                // Slow expressions look at few lines.
                guard line.utf8.contains(UInt8(ascii: "/")), Self.folders.contains(where: { line.contains($0) }) else {
                    continue
                }
                for match in line.matches(of: named) {
                    let path = String(match.output.1)
                    // A pattern stands for many files, a placeholder for one that is to be made.
                    let next = line[match.range.upperBound...].first
                    if next == "*" || next == "<" || next == "$" || next == "{" { continue }
                    if !Repository.exists(path) {
                        Issue.record("\(file.path):\(index + 1): there is no \(path).")
                    }
                }
            }
        }
    }

    @Test func `every decision is in the index, under its own number`() throws {
        let index = try SourceFile(path: "docs/decisions/README.md").lines.joined(separator: "\n")
        var numbers: Set<String> = []
        for page in Repository.files(below: "docs/decisions", ending: ".md") where !page.path.hasSuffix("README.md") {
            let name = page.path.split(separator: "/").last.map(String.init) ?? ""
            #expect(index.contains("(\(name))"), "\(name) is missing from docs/decisions/README.md")
            #expect(numbers.insert(String(name.prefix(4))).inserted, "two decisions have the number \(name.prefix(4))")
        }
    }

    /// `a/b/../c` is `a/c`.
    private static func plain(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// What headings are called in links: lower case, blanks as hyphens, other punctuation gone.
    private static func anchors(of page: SourceFile) throws -> Set<String> {
        Set(
            try page.lines.filter { $0.hasPrefix("#") }.map { line in
                line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
                    .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                    .replacing(" ", with: "-")
            })
    }
}
