import ArgumentParser
import Foundation
import Logging
import WindowCore

/// What `serve` and `check-config` are told on the command line.
struct ServiceFlags: ParsableArguments {
    @Option(help: "Everything the service keeps: the store, its socket, SSH control sockets. [default: /var/lib/mwd]")
    var dataDir: String?

    @Option(help: "Address of the API; port 0 lets the system choose. [default: 127.0.0.1:8420]")
    var listen: String?

    @Option(help: "Unix socket of the API, for local administrators. [default: <data-dir>/mwd.sock]")
    var socket: String?

    @Option(help: "Configuration file (YAML). [default: /etc/mwd/mwd.yaml, if there is one]")
    var config: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical. [default: info]")
    var logLevel: String?
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service in the foreground until SIGTERM or SIGINT.",
        discussion: """
            Flags win over MWD_ variables (MWD_DATA_DIR, MWD_LISTEN, …), which win over the configuration file.
            Stopping is graceful: nothing new starts, and what runs on the nodes goes on and is picked up at the next start.

              mwd serve --data-dir /srv/mwd --listen 127.0.0.1:8420

            Exit status: 0 after a graceful stop, 1 when the service cannot run, 2 for a configuration that is wrong.
            """)

    @OptionGroup var flags: ServiceFlags

    func run() async throws {
        let configuration: ServiceConfiguration
        do {
            configuration = try await ServiceConfiguration.load(flags)
        } catch let error as ConfigurationError {
            throw Failure(error, status: 2)
        }
        let level = configuration.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        do {
            try await ServiceAssembly(configuration, logger: Logger(label: "mwd")).run()
        } catch let error as any UserFacingError {
            throw Failure(error, status: 1)
        }
    }
}

struct CheckConfiguration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Read the configuration, say what is wrong with it, and print what it means.",
        discussion: """
              mwd check-config --config /etc/mwd/mwd.yaml

            Exit status: 0 when it is right, 2 otherwise.
            """)

    @OptionGroup var flags: ServiceFlags

    func run() async throws {
        do {
            print(try await ServiceConfiguration.load(flags).summary, terminator: "")
        } catch let error as ConfigurationError {
            throw Failure(error, status: 2)
        }
    }
}

/// Ends the process with a sentence on standard error.
struct Failure: Error {
    init(_ error: any UserFacingError, status: Int32) {
        FileHandle.standardError.write(Data("mwd: \(error.sentence)\n".utf8))
        Foundation.exit(status)
    }
}
