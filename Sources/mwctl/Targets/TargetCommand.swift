import AWSWire
import ArgumentParser
import Foundation

struct TargetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "target", abstract: "Targets: which nodes a window may touch.",
        discussion: """
            Example:
              mwctl target register --window nightly \\
                  --tag Role=web,db --tag Stage=production
            """,
        subcommands: [TargetRegister.self, TargetList.self, TargetShow.self, TargetUpdate.self, TargetDeregister.self])
}

/// The target that a command is about.
struct TargetArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The target's ID or name.", valueName: "target"))
    var argument: String?

    @Option(
        name: [.customLong("target-id"), .customLong("window-target-id")],
        help: ArgumentHelp("The same as the argument.", valueName: "target", visibility: .hidden))
    var targetID: String?

    @OptionGroup var place: WindowOption

    func validate() throws {
        if (argument == nil) == (targetID == nil) { throw ValidationError("Name one target, by its ID or name.") }
    }

    func registration(_ session: Session) async throws(Complaint) -> Registration {
        try await session.registration(argument ?? targetID ?? "", .target, in: place.window)
    }
}

struct TargetMembers: ParsableArguments {
    @Option(help: "3 to 128 letters, digits, _, - and dots.")
    var name: String?

    @Option(help: "1 to 128 characters.")
    var description: String?

    @Option(help: "Passed on in events and invocations of this target.")
    var ownerInformation: String?
}

struct TargetRegister: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register nodes with a window and print the target's ID.",
        discussion: """
            Tags are matched when a task starts, so nodes that are added later belong to it.

            Example:
              mwctl target register --window nightly --tag Workload=Test --name test-nodes
              mwctl target register --window nightly --node web1 --node web2
            """)

    @OptionGroup var window: WindowChoice
    @OptionGroup var targets: TargetOptions
    @OptionGroup var members: TargetMembers

    @Option(help: "INSTANCE or RESOURCE_GROUP.")
    var resourceType: String = "INSTANCE"

    @Option(help: "Repeating a call with the same token registers one target. (default: a new one per call)")
    var clientToken: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if targets.isEmpty { throw ValidationError("Say which nodes: --tag KEY=VALUE, --tag-key KEY or --node NODE.") }
    }

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            RegisterTargetWithMaintenanceWindowRequest(
                windowId: window.id(session), resourceType: resourceType, targets: targets.criteria(session),
                ownerInformation: members.ownerInformation, name: members.name, description: members.description,
                clientToken: clientToken ?? UUID().uuidString.lowercased()))
        session.console.print(reply.json, as: output.output) { (reply.value.windowTargetId ?? "") + "\n" }
    }
}

struct TargetList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a window's targets.",
        discussion: """
            Example:
              mwctl target list nightly
            """)

    @OptionGroup var window: WindowChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.list(
            DescribeMaintenanceWindowTargetsRequest(windowId: window.id(session)), "Targets")
        session.console.print(
            reply.json, as: output.output,
            Table(
                "ID", "NAME", "NODES WITH", "OWNER INFORMATION", "DESCRIPTION",
                rows: (reply.value.targets ?? []).map { target in
                    [
                        Cell(target.windowTargetId), Cell(target.name), Cell(Wording.criteria(target.targets)),
                        Cell(target.ownerInformation), Cell(target.description),
                    ]
                }),
            empty: "The window has no targets.")
    }
}

struct TargetShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one target.",
        discussion: """
            Example:
              mwctl target show e32eecb2-646c-4f4b-8ed1-205fbc3e0b9a --window nightly
            """)

    @OptionGroup var target: TargetArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let target = try await target.registration(session)
        let reply = try await session.list(
            DescribeMaintenanceWindowTargetsRequest(
                windowId: target.windowID, filters: [.init(key: "WindowTargetId", values: [target.id])]), "Targets")
        guard let found = reply.value.targets?.first, let json = reply.json["Targets"]?[0] else {
            throw Complaint(
                .notFound, "The window has no target \(target.id).", hint: "See `mwctl target list \(target.windowID)`."
            )
        }
        var sheet = Sheet()
        sheet.add("ID", found.windowTargetId)
        sheet.add("Window", found.windowId)
        sheet.add("Name", found.name)
        sheet.add("Description", found.description)
        sheet.add("Owner information", found.ownerInformation)
        sheet.add("Resource type", found.resourceType)
        sheet.add("Nodes with", Wording.criteria(found.targets))
        session.console.print(json, as: output.output, sheet)
    }
}

struct TargetUpdate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change members of a target; those not given keep their value.",
        discussion: """
            Example:
              mwctl target update e32eecb2-646c-4f4b-8ed1-205fbc3e0b9a \\
                  --window nightly --tag Workload=Production
            """)

    @OptionGroup var target: TargetArgument
    @OptionGroup var targets: TargetOptions
    @OptionGroup var members: TargetMembers

    @Flag(help: "Remove every optional member that is not given; the nodes must be given.")
    var replace = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let target = try await target.registration(session)
        let criteria = try await targets.criteria(session)
        let reply = try await session.call(
            UpdateMaintenanceWindowTargetRequest(
                windowId: target.windowID, windowTargetId: target.id,
                targets: criteria.isEmpty ? nil : criteria, ownerInformation: members.ownerInformation,
                name: members.name, description: members.description, replace: replace ? true : nil))
        session.console.print(reply.json, as: output.output) { "\(target.id) is updated.\n" }
    }
}

struct TargetDeregister: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "deregister", abstract: "Remove a target from its window.",
        discussion: """
            Example:
              mwctl target deregister e32eecb2-646c-4f4b-8ed1-205fbc3e0b9a \\
                  --window nightly --safe
            """)

    @OptionGroup var target: TargetArgument

    @Flag(inversion: .prefixedNo, help: "Refuse while a task refers to it.")
    var safe: Bool?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let target = try await target.registration(session)
        let reply = try await session.call(
            DeregisterTargetFromMaintenanceWindowRequest(
                windowId: target.windowID, windowTargetId: target.id, safe: safe))
        session.console.print(reply.json, as: output.output) { "\(target.id) is deregistered.\n" }
    }
}
