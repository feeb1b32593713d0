import ArgumentParser

/// The window of a target or a task. Left out, every window is searched.
struct WindowOption: ParsableArguments {
    @Option(name: [.long, .customLong("window-id")], help: "The window's ID or name. (default: search all windows)")
    var window: String?
}

/// The window of a listing or a registration.
struct WindowChoice: ParsableArguments {
    @Argument(help: ArgumentHelp("The window's ID or name.", valueName: "window"))
    var argument: String?

    @Option(
        name: [.long, .customLong("window-id")],
        help: ArgumentHelp("The same as the argument.", valueName: "window"))
    var window: String?

    func validate() throws {
        if (argument == nil) == (window == nil) { throw ValidationError("Name one window, by its ID or name.") }
    }

    func id(_ session: Session) async throws(Complaint) -> String {
        try await session.windowID(window ?? argument ?? "")
    }
}
