import Foundation
import Testing

@testable import Documents

/// The scripts of downloads, run by this machine's `sh` in a directory of the test's own. curl and git are stand-ins that
/// write down how they were called.
@Suite struct DownloadScriptTests {
    /// What a value may hold that a shell would act on.
    static let hostile = "a'b\"c$(touch pwned)`touch pwned`;touch pwned #\\ *"

    final class Node {
        let base: URL
        var root: String { base.appending(path: "downloads").path }
        var home: String { "\(root)/0123-abcd" }

        init() throws {
            base = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: base.appending(path: "bin"), withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: base) }

        func program(_ name: String, _ text: String) throws {
            let file = base.appending(path: "bin/\(name)").path
            try "#!/bin/sh\n\(text)\n".write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        }

        func write(_ text: String, to path: String) throws {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }

        func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

        func read(in place: String) throws -> String { try read(base.appending(path: place).path) }

        func hasFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

        /// - Returns: the exit code and what came out.
        func run(_ script: String, command: String? = "0123-abcd") throws -> (code: Int32, out: String, err: String) {
            let file = base.appending(path: "script").path
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = [file]
            process.currentDirectoryURL = base
            process.environment = [
                "PATH": "\(base.path)/bin:/usr/bin:/bin", "BASE": base.path, "SSM_COMMAND_ID": command ?? "",
            ]
            let (out, err) = (Pipe(), Pipe())
            process.standardOutput = out
            process.standardError = err
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let output = out.fileHandleForReading.readDataToEndOfFile()
            let errors = err.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (
                process.terminationStatus, String(decoding: output, as: UTF8.self),
                String(decoding: errors, as: UTF8.self)
            )
        }

        func download(
            _ type: String, _ info: [(String, String)], to destination: String = "",
            documents: [String: DocumentContent] = [:]
        ) throws -> (code: Int32, out: String, err: String) {
            let map = DocumentMap(info.map { .init(key: $0.0, value: .string($0.1)) })
            let inputs = try DownloadInputs(
                DocumentMap([
                    .init(key: "sourceType", value: .string(type)), .init(key: "sourceInfo", value: .map(map)),
                    .init(key: "destinationPath", value: .string(destination)),
                ]))
            return try run(DownloadScript.text(inputs, root: root) { documents[$0] })
        }
    }

    static let curl = """
        printf '%s\\n' "$@" >"$BASE/arguments"
        cat >"$BASE/config"
        while [ "$#" -gt 1 ]; do [ "$1" = --output ] && printf body >"$2"; shift; done
        """

    static let git = """
        printf '%s\\n' "$*" >>"$BASE/arguments"
        printf '%s' "$GIT_SSH_COMMAND" >"$BASE/ssh"
        [ -z "$GIT_ASKPASS" ] || { "$GIT_ASKPASS" "Username for x" && "$GIT_ASKPASS" "Password for x"; } >"$BASE/asked"
        for last; do :; done
        [ "$1" = -C ] && exit 0
        mkdir -p "$last/.git" "$last/sub" && echo top >"$last/top.txt" && echo below >"$last/sub/below.txt"
        """

    @Test(arguments: [
        ("", "b.yaml"), ("given.yaml", "given.yaml"), ("sub/", "sub/b.yaml"), ("a/b/c.yaml", "a/b/c.yaml"),
        (".", "b.yaml"),
    ])
    func `a download lands where the destination says`(_ destination: String, _ file: String) throws {
        let node = try Node()
        try node.program("curl", Self.curl)
        let result = try node.download("HTTP", [("url", "https://h.example/a/b.yaml?c=d/e")], to: destination)
        #expect(result.code == 0, "\(result.err)")
        #expect(try node.read("\(node.home)/\(file)") == "body")
        #expect(result.out.hasPrefix("Content downloaded to "))
        let left = try FileManager.default.contentsOfDirectory(atPath: node.home)
        #expect(!left.contains { $0.hasPrefix(".work") })
        let mode = try FileManager.default.attributesOfItem(atPath: node.root)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test(arguments: [("/x", "https://h.example"), ("/x", "https://h.example/"), ("/x", "https://h.example/..")])
    func `an absolute destination that is a directory takes the file inside`(_ path: String, _ url: String) throws {
        let node = try Node()
        try node.program("curl", Self.curl)
        try FileManager.default.createDirectory(atPath: node.base.path + path, withIntermediateDirectories: true)
        #expect(try node.download("HTTP", [("url", url)], to: node.base.path + path).code == 0)
        #expect(try node.read(in: "\(path)/content") == "body")
    }

    @Test func `address and password reach curl by its standard input, and nothing in them is a command`() throws {
        let node = try Node()
        try node.program("curl", Self.curl)
        let result = try node.download(
            "HTTP",
            [
                ("url", "https://h.example/\(Self.hostile)"), ("authMethod", "Digest"), ("username", "me"),
                ("password", Self.hostile),
            ], to: "\(Self.hostile)/x")
        #expect(result.code == 0, "\(result.err)")
        #expect(try node.read(in: "arguments").split(separator: "\n").dropLast() == ["--config", "-", "--output"])
        let config = try node.read(in: "config").split(separator: "\n").map(String.init)
        let quoted = Self.hostile.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        #expect(config.contains("url = \"https://h.example/\(quoted)\""))
        #expect(config.contains("user = \"me:\(quoted)\""))
        #expect(config.contains("digest"))
        #expect(config.contains("proto = \"=https\""))
        #expect(config.contains("proto-redir = \"=https\""))
        #expect(!node.hasFile(node.base.appending(path: "pwned").path))
        #expect(try node.read("\(node.home)/\(Self.hostile)/x") == "body")
    }

    @Test func `a download that fails fails the step, and an earlier file stays`() throws {
        let node = try Node()
        try node.program("curl", Self.curl)
        #expect(try node.download("HTTP", [("url", "https://h.example/b")], to: "b").code == 0)
        try node.program("curl", "echo 'curl: (22) 404' >&2; exit 22")
        let result = try node.download("HTTP", [("url", "https://h.example/b")], to: "b")
        #expect(result.code == 1)
        #expect(result.err.contains("404"))
        #expect(try node.read("\(node.home)/b") == "body")
    }

    @Test func `a repository is cloned and its files are put in the destination`() throws {
        let node = try Node()
        try node.program("git", Self.git)
        let result = try node.download(
            "Git",
            [
                ("repository", "https://h.example/\(Self.hostile)"), ("getOptions", "branch:it's"),
                ("username", Self.hostile), ("password", "p'\(Self.hostile)"),
            ], to: "into")
        #expect(result.code == 0, "\(result.err)")
        #expect(try node.read("\(node.home)/into/sub/below.txt") == "below\n")
        #expect(!node.hasFile("\(node.home)/into/.git"))
        let arguments = try node.read(in: "arguments")
        #expect(arguments.hasPrefix("clone --quiet --depth 1 --branch=it's -- https://h.example/\(Self.hostile) "))
        #expect(try node.read(in: "asked") == "\(Self.hostile)\np'\(Self.hostile)\n")
        #expect(!arguments.contains("p'"))
        #expect(try node.read(in: "ssh").contains("StrictHostKeyChecking=yes"))
        #expect(!node.hasFile(node.base.appending(path: "pwned").path))
    }

    @Test func `a key is used from a file that is gone afterwards, and a commit is checked out`() throws {
        let node = try Node()
        try node.program("git", "\(Self.git)\ncat \"$(dirname \"$last\")/key\" >\"$BASE/key\"")
        let result = try node.download(
            "Git",
            [
                ("repository", "git@h.example:a.git"), ("getOptions", "commitID:0a1b2c"),
                ("privateSSHKey", "-----BEGIN\nkey's"), ("skipHostKeyChecking", "true"),
            ])
        #expect(result.code == 0, "\(result.err)")
        #expect(try node.read(in: "key") == "-----BEGIN\nkey's\n")
        // Asked for by skipHostKeyChecking above; the test before this one shows that the check is on without it.
        #expect(try node.read(in: "ssh").contains("StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"))
        #expect(try node.read(in: "arguments").contains("checkout --quiet --detach 0a1b2c"))
        #expect(try node.read("\(node.home)/top.txt") == "top\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: node.home).sorted() == ["sub", "top.txt"])
    }

    @Test(arguments: [("top.txt", "", "top.txt"), ("sub/below.txt", "x.yaml", "x.yaml"), ("sub", "d", "d/below.txt")])
    func `a file or a folder of a public repository is fetched alone`(
        _ path: String, _ destination: String, _ file: String
    ) throws {
        let node = try Node()
        try node.program("git", Self.git)
        let result = try node.download(
            "GitHub", [("owner", "o"), ("repository", "r"), ("path", path)], to: destination)
        #expect(result.code == 0, "\(result.err)")
        #expect(node.hasFile("\(node.home)/\(file)"))
        #expect(try node.read(in: "arguments").contains(" -- https://github.com/o/r "))
    }

    @Test func `a path that is not in the repository fails the step`() throws {
        let node = try Node()
        try node.program("git", Self.git)
        let result = try node.download("GitHub", [("owner", "o"), ("repository", "r"), ("path", "it's/not")])
        #expect(result.code == 1)
        #expect(result.err == "The repository has no it's/not\n")
    }

    @Test func `a document of the service is written and can be read back as it is`() throws {
        let node = try Node()
        let content = try script("[\"echo 'a' \\\"b\\\" $c `d` \\\\\"]")
        #expect(
            try node.download("SSMDocument", [("name", "Other:2")], documents: ["Other:2": content]).code == 0)
        let read = try node.run(LocalDocumentScript.text(path: "Other.json", root: node.root))
        #expect(read.code == 0, "\(read.err)")
        #expect(try DocumentContent(parsing: read.out).steps == content.steps)
    }

    @Test(arguments: [nil, "", "../..", "a/b", "a b", "a\nb"] as [String?])
    func `without a command's name nothing is written`(_ command: String?) throws {
        let node = try Node()
        let script = DownloadDirectory.functions(root: node.root) + "mwd_make_home\n"
        #expect(try node.run(script, command: command).code == 1)
        #expect(!node.hasFile(node.root))
    }

    @Test(arguments: ["ln -s . \"$1\"", "mkdir -m 755 \"$1\"", "mkdir -m 1777 \"$1\"", ": >\"$1\""])
    func `a download directory that somebody else may have made is refused`(_ planting: String) throws {
        let node = try Node()
        try node.program("plant", planting)
        #expect(try node.run("plant \(shellWord(node.root))\n").code == 0)
        let result = try node.download(
            "SSMDocument", [("name", "Other")], documents: ["Other": try script("[x]")])
        #expect(result.code == 1)
        #expect(result.err.contains("closed to others"))
        let read = try node.run(LocalDocumentScript.text(path: "Other.json", root: node.root))
        #expect(read.code == 1)
        let working = RelativeWorkingDirectory.script("pwd\n", in: ".", root: node.root)
        #expect(try node.run(working).out.contains("downloads") == false)
    }

    @Test func `a file that can be no document is not printed`() throws {
        let node = try Node()
        let file = node.base.appending(path: "it's big").path
        try node.write(String(repeating: "x", count: 65_536), to: file)
        #expect(try node.run(LocalDocumentScript.text(path: file, root: node.root)).out.utf8.count == 65_536)
        try node.write(String(repeating: "x", count: 65_537), to: file)
        let large = try node.run(LocalDocumentScript.text(path: file, root: node.root))
        #expect(large.code == 1)
        #expect(large.out.isEmpty)
        #expect(large.err.contains("65537 bytes"))
        let directory = try node.run(LocalDocumentScript.text(path: node.base.path, root: node.root))
        #expect((directory.code, directory.err.contains("is a directory")) == (1, true))
        let absent = try node.run(LocalDocumentScript.text(path: "/nowhere/at all", root: node.root))
        #expect((absent.code, absent.err) == (1, "There is no file /nowhere/at all on this node.\n"))
    }

    @Test(arguments: ["pwd\n", "#!/bin/sh\npwd\n", "#! /bin/sh -e \npwd\n", "#!\npwd\n", "#!/usr/bin/env sh\npwd\n"])
    func `a relative working directory is below the command's downloads`(_ text: String) throws {
        let node = try Node()
        #expect(
            try node.download("SSMDocument", [("name", "Other")], to: "it's/", documents: ["Other": try script("[x]")])
                .code == 0)
        let inside = try node.run(RelativeWorkingDirectory.script(text, in: "it's", root: node.root))
        #expect(inside.code == 0, "\(inside.err)")
        #expect(inside.out.hasSuffix("/downloads/0123-abcd/it's\n"))
        let outside = try node.run(RelativeWorkingDirectory.script(text, in: "not there", root: node.root))
        #expect(outside.code == 0)
        #expect(!outside.out.contains("downloads"))
    }
}
