import ArgumentParser
import Foundation

struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Try out what subscribers get.",
        discussion: """
            Example:
              mwctl webhook listen --port 9999
            """,
        subcommands: [WebhookListen.self])
}

struct WebhookListen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen", abstract: "Receive messages over HTTP: confirm, verify and print them.",
        discussion: """
            Listens until Ctrl-C and prints a line for each message. A subscription is confirmed by fetching the message's \
            SubscribeURL, only when its signature fits and the URL leads to the service that signed. The service is the \
            one that --service names, or else the first whose signature fits. A message of any other is NOT VERIFIED.

            In a second terminal, subscribe it to a topic and publish:

            Example:
              mwctl webhook listen --port 9999
              mwctl subscription add alerts http://127.0.0.1:9999/
              mwctl topic publish alerts 'Hello World!' --subject Test

            What a receiver that fails does to the others, and what is owed to it then:

              mwctl webhook listen --port 9999 --status 500
              mwctl delivery list --state owed
            """)

    @Option(help: "Where to listen; 0 chooses a free port and prints it.")
    var port: Int

    @Option(help: "The address to listen on; 0.0.0.0 for all.")
    var host = "127.0.0.1"

    @Flag(name: .customLong("no-confirm"), help: "Leave subscriptions unconfirmed; the token is printed with -o json.")
    var confirmsNothing = false

    @Option(help: ArgumentHelp("Trust messages of this service only.", valueName: "url"))
    var service: String?

    @Option(help: "The HTTP status to answer notifications with; confirmations are always answered 200.")
    var status = 200

    @Option(name: .customLong("delay-ms"), help: "Answer notifications this much later.")
    var delayMilliseconds = 0

    @Option(name: [.short, .long], help: "A line for people, or a JSON object per line.")
    var output: LineFormat = .table

    @OptionGroup(visibility: .hidden) var connection: ConnectionOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        guard (200...599).contains(status) else { throw ValidationError("An answer's status is from 200 to 599.") }
        guard (0...3_600_000).contains(delayMilliseconds) else {
            throw ValidationError("A delay is from 0 to 3600000 milliseconds.")
        }
        if let service, WebOrigin(of: service) == nil {
            throw ValidationError("The service \(service) is not an http:// or https:// URL.")
        }
    }

    func run() async throws {
        let clock = SystemClock()
        let desk = ReceptionDesk(
            trusting: service.flatMap(WebOrigin.init(of:)), confirms: !confirmsNothing, clock: clock
        ) { url throws(Complaint) in try await WebPage.read(url) }
        let server = WebhookServer(
            desk: desk, status: status, delaySeconds: Double(delayMilliseconds) / 1000, console: .standard,
            format: output, clock: clock)
        try await Interruption.stopping { try await server.run(host: host, port: port) }
        Console.standard.remark("\(Wording.count(await desk.received, "message")) received.")
    }
}
