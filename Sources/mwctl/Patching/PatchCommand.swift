import AWSWire
import ArgumentParser

struct PatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patch", abstract: "Look at nodes, or patch them, by their baselines.",
        discussion: """
            What this does now and once, a window does on its schedule: register AWS-RunPatchBaseline as its task.

            Example:
              mwctl patch scan --target 'tag:Patch Group=web'
              mwctl patch install --node web1 --dry-run
              mwctl patch install --node web1
            """, subcommands: [PatchScan.self, PatchInstall.self])
}

/// Which nodes, at what pace, under which snapshot.
struct PatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Nodes as tag:KEY=VALUE[,VALUE], tag-key=KEY or resource IDs as InstanceIds=ID,ID; repeat it, all must match.",
            valueName: "tag:key=value"), transform: TargetPhrase.init(parsing:))
    var target: [TargetPhrase] = []

    @OptionGroup var nodes: TargetOptions

    @Option(
        name: [.long, .customLong("snapshot-id")],
        help: ArgumentHelp("The snapshot to use again, as mwctl snapshot show has it.", valueName: "id"))
    var snapshot: String?

    @Option(
        name: [.long, .customLong("max-concurrency")],
        help: ArgumentHelp("Nodes at once: a number, or a percentage of them.", valueName: "number|percent"))
    var concurrency: String?

    @Option(
        name: [.long, .customLong("max-errors")],
        help: ArgumentHelp("Errors allowed: one more stops the rest.", valueName: "number|percent"))
    var errors: String?

    @Option(
        name: [.long, .customLong("timeout-seconds")],
        help: ArgumentHelp("How long a node may take to start it, 30 to 2592000.", valueName: "seconds"))
    var timeout: Int?

    @Option(help: "A note of up to 100 characters.")
    var comment: String?

    @Flag(
        inversion: .prefixedNo, help: "Follow it to its end and show what came of it, or only print the command's ID.")
    var watch = true

    func validate() throws {
        if target.isEmpty, nodes.isEmpty {
            throw ValidationError("Say which nodes: --target tag:KEY=VALUE or --node NODE.")
        }
    }

    /// - Parameter dryRun: prints what was found, so somebody must wait for it.
    func validate(dryRun: Bool) throws {
        if dryRun, !watch { throw ValidationError("--dry-run prints at the end; leave out --no-watch.") }
    }

    /// A look at the nodes that goes on whatever fails.
    func scan(_ session: Session) async throws -> SendCommandRequest {
        try await request("AWS-RunPatchBaseline", ["Operation": "Scan"], errors: "100%", session)
    }

    /// Nodes named one by one are a list of their own in the API: an unknown one among them refuses the command.
    private var areByName: Bool {
        target.isEmpty && nodes.tag.isEmpty && nodes.tagKey.isEmpty && nodes.targets.isEmpty
    }

    func request(
        _ document: String, _ parameters: [String: String], errors: String? = nil, _ session: Session
    ) async throws -> SendCommandRequest {
        var given = parameters
        if let snapshot { given["SnapshotId"] = snapshot }
        return SendCommandRequest(
            instanceIds: areByName ? try await session.nodeIDs(nodes.namedNodes) : nil,
            targets: areByName ? nil : target.map(\.target) + (try await nodes.criteria(session)),
            documentName: document, timeoutSeconds: timeout, comment: comment,
            parameters: given.mapValues { [$0] }, maxConcurrency: concurrency, maxErrors: self.errors ?? errors)
    }
}

/// `tag:Role=web,db`: a target as it is written in one word.
struct TargetPhrase: Equatable, Sendable {
    let target: Wire.Target

    @Sendable init(parsing text: String) throws {
        guard let (key, values) = text.components(around: "="), !values.isEmpty,
            key.hasPrefix("tag:") && key.count > 4 || ["tag-key", "InstanceIds"].contains(key)
        else { throw ValidationError("write it as tag:KEY=VALUE, such as tag:Role=web.") }
        target = Wire.Target(
            key: key, values: values.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
}

struct PatchScan: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Look which approved patches nodes lack; nothing is changed on them.",
        discussion: """
            What is found replaces what was known of each node: see mwctl compliance show NODE. Unless --errors says \
            otherwise, a node that fails keeps no other from being looked at. The exit status is 1 when a node failed, \
            not when a patch is missing.

            Example:
              mwctl patch scan --target 'tag:Patch Group=web'
              mwctl patch scan --node web1 --node web2 -o json
            """)

    @OptionGroup var options: PatchOptions

    @Flag(help: "Print what would be installed on each node.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws { try options.validate(dryRun: dryRun) }

    func run(_ session: Session) async throws {
        try await PatchRun(session: session, format: output.output).start(
            options.scan(session), watch: options.watch, ending: dryRun ? .missing(isRebooting: nil) : .counts)
    }
}

struct PatchInstall: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Install what is approved and missing, and reboot if due.",
        discussion: """
            A node that got a patch is rebooted, whether the patch needs it or not, and looked at again afterwards; \
            --no-reboot leaves what was installed waiting for a reboot. Without limits, 50 nodes work at once and the \
            first error stops the rest: --concurrency 1 goes node by node.

            Hooks are documents of yours without parameters. --pre runs before anything is installed, and when it fails \
            the node is not patched; --post runs before the reboot, and when it fails there is none; --on-exit runs \
            last, whatever happened. A node where nothing is to be done runs the last one only.

            --dry-run looks and prints what an install would do. The versions seen are then frozen: an install with the \
            snapshot ID that it prints takes those within three days, though the repositories move on.

            Example:
              mwctl patch install --target 'tag:Patch Group=web' --dry-run
              mwctl patch install --target 'tag:Patch Group=web' --concurrency 1 \\
                  --pre Drain --post CheckService --on-exit Undrain
              mwctl patch install --node web1 --no-reboot
            """)

    @OptionGroup var options: PatchOptions

    @Option(
        name: [.customLong("pre"), .customLong("pre-install-hook")],
        help: ArgumentHelp("Run this before anything is installed.", valueName: "document"))
    var pre: String?

    @Option(
        name: [.customLong("post"), .customLong("post-install-hook")],
        help: ArgumentHelp("Run this when packages are in, before the reboot.", valueName: "document"))
    var post: String?

    @Option(
        name: [.customLong("on-exit"), .customLong("on-exit-hook")],
        help: ArgumentHelp("Run this at the end, after the reboot if there was one.", valueName: "document"))
    var onExit: String?

    @Flag(help: "Do not reboot; patches then wait for the next one.")
    var noReboot = false

    @Flag(help: "Only look, and print what would be installed on each node.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws { try options.validate(dryRun: dryRun) }

    func run(_ session: Session) async throws {
        let run = PatchRun(session: session, format: output.output)
        if dryRun {
            return try await run.start(options.scan(session), watch: true, ending: .missing(isRebooting: !noReboot))
        }
        var parameters = ["Operation": "Install", "RebootOption": noReboot ? "NoReboot" : "RebootIfNeeded"]
        parameters["PreInstallHookDocName"] = pre
        parameters["PostInstallHookDocName"] = post
        parameters["OnExitHookDocName"] = onExit
        let hasHook = pre != nil || post != nil || onExit != nil
        let request = try await options.request(
            hasHook ? "AWS-RunPatchBaselineWithHooks" : "AWS-RunPatchBaseline", parameters, session)
        try await run.start(request, watch: options.watch, ending: .counts)
    }
}
