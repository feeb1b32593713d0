import ArgumentParser

struct WindowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window", abstract: "Windows: when work may be done.",
        discussion: """
            A window is named by its ID, or by its name when only one window has it.

            Example:
              mwctl window create --name nightly --schedule 'cron(0 2 * * ? *)' \\
                  --duration 3 --cutoff 1
              mwctl window preview nightly
            """,
        subcommands: [
            WindowCreate.self, WindowList.self, WindowShow.self, WindowUpdate.self, WindowEnable.self,
            WindowDisable.self, WindowDelete.self, WindowPreview.self, WindowOpen.self,
        ])
}

/// The window that a command is about.
struct WindowArgument: ParsableArguments {
    @Argument(help: "The window's ID or name.")
    var window: String?

    @Option(name: .customLong("window-id"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var windowID: String?

    func validate() throws {
        if (window == nil) == (windowID == nil) { throw ValidationError("Name one window, by its ID or name.") }
    }

    func id(_ session: Session) async throws(Complaint) -> String {
        try await session.windowID(window ?? windowID ?? "")
    }
}
