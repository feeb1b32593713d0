import Testing

/// The rooms and arrows of docs/decisions/0001-rooms-and-arrows.md.
struct RoomTests {
    @Test(arguments: Room.all.map(\.name)) func `a room imports what its table names`(name: String) throws {
        let room = try #require(Room.all.first { $0.name == name })
        let files = Repository.files(below: "Sources/\(name)", ending: ".swift")
        #expect(files.isEmpty == (name == "BenchCounters"))
        for file in files {
            for (line, module) in try file.importedModules where !room.imports.contains(module) {
                Issue.record("\(file.path):\(line): \(room.complaint(about: module))")
            }
        }
    }

    @Test func `every folder of Sources is a room, and every room a folder`() throws {
        #expect(try Repository.folders(in: "Sources") == Room.all.map(\.name).sorted())
    }

    @Test(
        arguments: [
            ("import Foundation", "Foundation"), ("package import struct WindowCore.Window", "WindowCore"),
            ("@testable import mwctl", "mwctl"), ("    import Glibc", "Glibc"), ("let import = 1", nil),
            ("importers", nil),
        ] as [(Substring, String?)])
    func `an import is recognised`(line: Substring, module: String?) {
        #expect(SourceFile.importedModule(in: line) == module)
    }

    @Test func `shipped modules are named for what they do`() throws {
        let vague = ["Utils", "Util", "Helpers", "Helper", "Common", "Manager", "Misc", "Extensions"]
        for file in Repository.files(below: "Sources", ending: ".swift") {
            let names = file.path.split(separator: "/").map { $0.split(separator: ".")[0] }
            for name in names where vague.contains(where: { name.hasSuffix($0) }) {
                Issue.record("\(file.path): “\(name)” says nothing about what is inside; name the idea.")
            }
        }
    }
}
