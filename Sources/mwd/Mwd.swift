import ArgumentParser

/// The scheduler service.
@main
struct Mwd: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "mwd", abstract: "Opens maintenance windows on time and runs documents on tagged nodes.",
        discussion: """
            mwd is the service; mwctl is how it is used. A first try:

              mwd serve --data-dir ./data &
              mwctl --socket ./data/mwd.sock status
            """,
        version: version, subcommands: [Serve.self, CheckConfiguration.self])
}
