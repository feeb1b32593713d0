import ArgumentParser

/// How often a watch looks.
struct WatchPace: ParsableArguments {
    @Option(help: ArgumentHelp("How often to look.", valueName: "seconds"))
    var interval: Double = 1

    func validate() throws {
        guard (0.1...3600).contains(interval) else {
            throw ValidationError("The interval must be 0.1 to 3600 seconds.")
        }
    }
}
