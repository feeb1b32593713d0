import ArgumentParser

/// The numbers we quote: counts first, because they are the same everywhere, then times.
@main
struct Mwbench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mwbench", abstract: "Measures the schedule engine, the store and the dispatch of commands.",
        discussion: """
            Counts come first and do not depend on the machine; times come second and do. Build with -c release.

              swift run -c release mwbench engine
              swift run -c release mwbench openings --windows 10000
            """,
        subcommands: [
            EngineBench.self, OpeningBench.self, DispatchBench.self, SSHBench.self, CommitBench.self, PatchBench.self,
            NotificationBench.self,
        ])
}
