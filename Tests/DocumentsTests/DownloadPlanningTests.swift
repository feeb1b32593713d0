import Testing

@testable import Documents

/// What `aws:downloadContent` comes to before any node is asked (reference: documents 4.3).
@Suite struct DownloadPlanningTests {
    static func work(
        _ type: String, _ info: String, platform: PlatformType = .linux, documents: [String: DocumentContent] = [:]
    ) throws -> StepWork {
        let content = try document(
            """
            schemaVersion: '2.2'
            mainSteps: [{action: 'aws:downloadContent', name: fetch, inputs: {sourceType: \(type), sourceInfo: \(info), timeoutSeconds: 60}}]
            """)
        return try content.plan(with: content.bind([:]), on: platform, documents: documents).steps[0].work
    }

    @Test(arguments: [
        ("HTTP", "{url: 'https://a.example/b'}"), ("HTTP", "'{\"url\": \"https://a.example/b\"}'"),
        ("HTTP", "{url: 'http://a.example/b', allowInsecureDownload: true}"),
        ("HTTP", "{url: 'http://a.example/b', allowInsecureDownload: 'true'}"),
        ("HTTP", "{url: 'https://a.example/b', authMethod: Basic, username: u, password: p}"),
        ("HTTP", "{url: 'https://a.example/b', authMethod: Digest, username: u}"),
        ("HTTP", "{url: 'https://a.example/b', authMethod: None, username: ''}"),
        ("Git", "{repository: 'https://a.example/b.git'}"), ("Git", "{repository: 'ssh://git@a.example/b.git'}"),
        ("Git", "{repository: 'git@a.example:b.git', getOptions: 'branch:main', privateSSHKey: \"a\\nb\"}"),
        ("Git", "{repository: 'https://a.example/b', getOptions: 'commitID: 0aB1'}"),
        ("GitHub", "{owner: o, repository: r, path: a/b.yaml, getOptions: 'branch: main'}"),
        ("GitHub", "{owner: o, repository: r}"),
    ])
    func `a source that can be fetched becomes a script`(_ type: String, _ info: String) throws {
        guard case .run(let script) = try Self.work(type, info) else { return #expect(Bool(false)) }
        #expect(script.timeoutSeconds == 60)
        #expect(script.environment == [:])
        guard case .fail = try Self.work(type, info, platform: .windows) else { return #expect(Bool(false)) }
    }

    @Test(arguments: [
        ("HTTP", "{}", "url"), ("HTTP", "[]", "map"), ("HTTP", "'{'", "cannot be read"), ("HTTP", "{url: 7}", "string"),
        ("HTTP", "{url: 'http://a.example/b'}", "allowInsecureDownload"),
        ("HTTP", "{url: 'http://a.example/b', allowInsecureDownload: no}", "true or false"),
        ("HTTP", "{url: 'file:///etc/shadow', allowInsecureDownload: true}", "https://"),
        ("HTTP", "{url: '-o/etc/passwd'}", "https://"), ("HTTP", "{url: \"https://a/\\noutput = x\"}", "control"),
        ("HTTP", "{url: 'https://a.example', authMethod: Bearer}", "authMethod"),
        ("HTTP", "{url: 'https://a.example', authMethod: Basic}", "username"),
        ("HTTP", "{url: 'https://a.example', authMethod: Basic, username: 'a:b'}", "colon"),
        ("Git", "{}", "repository"), ("Git", "{repository: 'ext::sh -c ls'}", "https://"),
        ("Git", "{repository: '--upload-pack=x@y:z'}", "https://"), ("Git", "{repository: '-x@y:z'}", "https://"),
        ("Git", "{repository: 'file:///srv'}", "https://"), ("Git", "{repository: 'http://a.example/b'}", "https://"),
        ("Git", "{repository: 'a@b::c'}", "https://"), ("Git", "{repository: /srv/b}", "https://"),
        ("Git", "{repository: 'https://a/b', getOptions: main}", "getOptions"),
        ("Git", "{repository: 'https://a/b', getOptions: 'branch:-x'}", "getOptions"),
        ("Git", "{repository: 'https://a/b', getOptions: 'branch:a commitID:b'}", "getOptions"),
        ("Git", "{repository: 'https://a/b', getOptions: 'commitID:main'}", "getOptions"),
        ("GitHub", "{owner: o}", "repository"), ("GitHub", "{owner: '../x', repository: r}", "letters"),
        ("GitHub", "{owner: o, repository: r, path: a/../../b}", "leads out"),
        ("GitHub", "{owner: o, repository: r, tokenInfo: secret}", "parameter store"),
        ("S3", "{path: 'https://s3.amazonaws.com/a/b'}", "S3"), ("FTP", "{}", "unknown"), ("SSMDocument", "{}", "name"),
        ("SSMDocument", "{name: 'a b'}", "document"),
    ])
    func `a source that cannot is a step that fails and says why`(
        _ type: String, _ info: String, _ reason: String
    ) throws {
        guard case .fail(let message) = try Self.work(type, info) else { return #expect(Bool(false)) }
        #expect(message.contains(reason), "\(message)")
        #expect(message.hasSuffix("Step name: fetch"))
    }

    @Test func `a document of the service is part of the script`() throws {
        let content = try script("[\"echo 'it''s'\"]")
        guard
            case .run(let script) = try Self.work("SSMDocument", "{name: 'Other:2'}", documents: ["Other:2": content])
        else { return #expect(Bool(false)) }
        #expect(script.text.contains("aws:runShellScript"))
        #expect(documentError { _ = try Self.work("SSMDocument", "{name: Other}") }?.code == "InvalidDocument")
    }

    @Test func `entries of the parameter store are refused before anything runs`() {
        let error = documentError {
            _ = try Self.work(
                "HTTP", "{url: 'https://a/b', authMethod: Basic, username: u, password: '{{ssm-secure:p}}'}")
        }
        #expect(error?.code == "InvalidParameters")
    }

    @Test func `a relative working directory is the script's own business`() throws {
        let content = try script("[pwd]\n    workingDirectory: sub/dir")
        let script = try #require(try content.onlyScript())
        #expect(script.workingDirectory == nil)
        #expect(script.text.hasSuffix("\npwd\n"))
        #expect(script.text.contains("'sub/dir'"))
    }
}
