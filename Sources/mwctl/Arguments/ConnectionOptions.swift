import ArgumentParser

/// Where the service is. Every command takes these, so that an alias that names a socket fits all of them.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The service's socket. (default: $MWCTL_SOCKET, $MWD_DATA_DIR/mwd.sock, /run/mwd/mwd.sock, /var/lib/mwd/mwd.sock)",
            valueName: "path"))
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "The service's address, such as http://127.0.0.1:8420, called with the AWS_… credentials of the environment. (default: $MWCTL_ENDPOINT)",
            valueName: "url"))
    var endpoint: String?

    @Option(help: ArgumentHelp("With --endpoint. (default: $AWS_REGION or us-east-1)", valueName: "name"))
    var region: String?

    func validate() throws {
        if socket != nil, endpoint != nil { throw ValidationError("Give --socket or --endpoint, not both.") }
    }
}
