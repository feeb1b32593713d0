import Testing

@testable import mwctl

@Suite struct CommandLineTests {
    /// Scripts rely on these.
    @Test(arguments: [
        (
            "schedule next EXPR --timezone TZ --after T --count 3 --offset 2 --start-date T --end-date T --dst skip",
            "ScheduleNext"
        ),
        ("schedule next --batch", "ScheduleNext"),
        ("schedule next --batch --dst shift", "ScheduleNext"),
        ("schedule explain EXPR", "ScheduleExplain"),
        (
            "node add web1 --transport ssh --host H --port 22 --user U --identity F --sudo --accept-new-host-key --tag A=B --tag C=D",
            "NodeAdd"
        ),
        ("node add control --transport local -o json", "NodeAdd"),
        ("node list", "NodeList"), ("node show web1", "NodeShow"), ("node tag web1 A=B C=D", "NodeTag"),
        ("node untag web1 A", "NodeUntag"), ("node check web1", "NodeCheck"), ("node remove web1", "NodeRemove"),
        ("node import hosts.json --format ansible --dry-run", "NodeImport"),
        (
            "window create --name n --schedule S --duration 2 --cutoff 1 --schedule-timezone UTC --schedule-offset 1 --start-date D --end-date D --no-allow-unassociated-targets --description D --daylight-saving skip --notice 30 --tag A=B --client-token T",
            "WindowCreate"
        ),
        ("window create --name n --schedule S --duration 2 --allow-unassociated-targets", "WindowCreate"),
        ("window list", "WindowList"), ("window show w", "WindowShow"),
        ("window update w --duration 3 --enabled --clear description", "WindowUpdate"),
        ("window update --window-id w --no-enabled", "WindowUpdate"),
        ("window enable w", "WindowEnable"), ("window disable w", "WindowDisable"), ("window delete w", "WindowDelete"),
        ("window preview w --count 9", "WindowPreview"), ("window open w --watch", "WindowOpen"),
        ("target register --window w --tag A=B --tag-key C --node web1 --name n", "TargetRegister"),
        ("target register --window-id w --targets Key=tag:A,Values=B,C Key=tag:D,Values=E", "TargetRegister"),
        ("target list w", "TargetList"), ("target list --window w", "TargetList"),
        ("target show t --window w", "TargetShow"), ("target update t --window w --name n", "TargetUpdate"),
        ("target deregister t --window w --safe", "TargetDeregister"),
        (
            "task register --window w --document AWS-RunShellScript --target-id t --target-id u --parameter commands='a b' --max-concurrency 10% --max-errors 1 --priority 0 --cutoff-behavior CANCEL_TASK --timeout 600",
            "TaskRegister"
        ),
        ("task register --window w --document D --node web1", "TaskRegister"),
        ("task list w", "TaskList"), ("task show t --window w", "TaskShow"),
        ("task update t --window w --max-errors 0", "TaskUpdate"), ("task deregister t --window w", "TaskDeregister"),
        ("execution list w", "ExecutionList"), ("execution list", "ExecutionList"),
        ("execution show e", "ExecutionShow"), ("execution watch e", "ExecutionWatch"),
        ("execution cancel e", "ExecutionCancel"), ("execution logs e --node web1", "ExecutionLogs"),
        ("command send --document D --node web1 --parameter commands=true --watch", "CommandSend"),
        ("command send --tag A=B --wait --max-concurrency 1 --max-errors 1", "CommandSend"),
        ("command list", "CommandList"), ("command show c", "CommandShow"), ("command watch c", "CommandWatch"),
        ("command cancel c", "CommandCancel"), ("command output c --node web1", "CommandOutput"),
        ("document create D --file f", "DocumentCreate"), ("document create D f", "DocumentCreate"),
        ("command watch c -o json", "CommandWatch"), ("execution watch e -o yaml", "ExecutionWatch"),
        ("document list", "DocumentList"),
        ("document show D", "DocumentShow"), ("document update D --file f", "DocumentUpdate"),
        ("document delete D", "DocumentDelete"), ("document lint f", "DocumentLint"),
        ("key create --role admin -o json", "KeyCreate"), ("key list", "KeyList"), ("key revoke K", "KeyRevoke"),
        ("status", "StatusCommand"), ("doctor", "DoctorCommand"),
    ]) func `a verb is understood`(line: String, type: String) throws {
        let command = try Mwctl.parsed(ShellWords.split(line))
        #expect(String(describing: Swift.type(of: command)) == type)
    }

    @Test(arguments: [
        "window create --name n --schedule S", "window show", "window show a b", "window frobnicate w",
        "target register --window w", "task register --window w --node n", "command send --parameter a=b",
        "node add web1", "node add web1 --transport telepathy", "node tag web1", "node tag web1 nonsense",
        "key create --role emperor", "schedule next", "schedule next EXPR --batch", "schedule next EXPR --count 0",
        "window list -o xml", "window list --socket a --endpoint b", "execution list --limit 0",
        "document update D", "document create D", "document create D f --file f", "node check", "node check web1 --all",
    ]) func `a wrong command line is refused with the usage status`(line: String) async {
        #expect(await Mwctl.run(ShellWords.split(line)) == ProgramStatus.usage.rawValue)
    }

    @Test(arguments: Mwctl.index.filter { !$0.hasSubcommands }) func `every server command takes a socket`(
        command: CommandEntry
    ) throws {
        for example in command.examples {
            let words = ShellWords.split(example).dropFirst() + ["--socket", "/run/mwd/mwd.sock"]
            #expect(throws: Never.self) { try Mwctl.parsed(Array(words)) }
        }
    }

    @Test(arguments: Mwctl.index) func `help has an abstract and examples that parse`(command: CommandEntry) throws {
        #expect(!command.abstract.isEmpty)
        #expect(!command.examples.isEmpty)
        for example in command.examples {
            #expect(throws: Never.self, "\(example)") {
                try Mwctl.parsed(Array(ShellWords.split(example).dropFirst()))
            }
        }
    }

    @Test(arguments: Mwctl.index) func `an example in the help can be copied: no line is wrapped`(
        command: CommandEntry
    ) {
        let examples = command.discussion.components(around: "Example:\n")?.1 ?? ""
        // What follows the examples without an indent is prose.
        #expect(examples.split(separator: "\n").allSatisfy { $0.count <= 80 || !$0.hasPrefix("  ") })
    }

    @Test func `there is a command for each verb of each noun`() {
        #expect(Mwctl.index.filter { !$0.hasSubcommands }.count == 90)
    }

    @Test(arguments: [
        (["--socket", "/s", "window", "list"], ["window", "list", "--socket", "/s"]),
        (["--socket=/s", "-o", "json", "window", "list"], ["window", "list", "--socket=/s", "-o", "json"]),
        (["--socket", "/s", "x", "--", "y"], ["x", "--socket", "/s", "--", "y"]),
        (["window", "list"], ["window", "list"]), (["--help"], ["--help"]), (["--socket"], ["--socket"]), ([], []),
    ]) func `options before the noun move behind the verb`(given: [String], expected: [String]) {
        #expect(GlobalOptionOrder.hoisted(given) == expected)
    }
}
