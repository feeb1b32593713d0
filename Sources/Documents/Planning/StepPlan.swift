/// What one node has to do for one document with one set of parameters.
package struct DocumentPlan: Codable, Hashable, Sendable {
    package let steps: [StepPlan]

    package init(steps: [StepPlan]) { self.steps = steps }

    /// The execution budget: the sum of the scripts' own limits, and 3600 when there is no script
    /// (reference: documents 6.6 rule 3). A reboot and the repetition after it are not in it. A document that has yet to
    /// be read on the node counts as one script without a limit of its own.
    package var executionTimeoutSeconds: Int {
        let limits = timeLimits.filter { $0 > 0 }
        return limits.isEmpty ? ScriptTimeout.defaultSeconds : limits.reduce(0, +)
    }

    private var timeLimits: [Int] {
        steps.flatMap { step in
            switch step.work {
            case .run(let script): [script.timeoutSeconds]
            case .serve(let work): [work.timeoutSeconds]
            case .document(let plan): plan.timeLimits
            case .localDocument(let document): [document.script.timeoutSeconds, ScriptTimeout.defaultSeconds]
            case .skip, .fail, .succeed: [Int]()
            }
        }
    }
}

/// One step, decided as far as it can be without the node.
package struct StepPlan: Codable, Hashable, Sendable {
    /// The API's `PluginName`.
    package let name: String
    /// The plugin, such as `aws:runShellScript`.
    package let action: String
    package let work: StepWork
    package let modifiers: FlowModifiers

    package init(name: String, action: String, work: StepWork, modifiers: FlowModifiers = FlowModifiers()) {
        self.name = name
        self.action = action
        self.work = work
        self.modifiers = modifiers
    }
}

package enum StepWork: Codable, Hashable, Sendable {
    case run(RunScript)
    /// The service knows how, by the step's action.
    case serve(ServiceWork)
    /// Runs another document.
    indirect case document(DocumentPlan)
    /// Runs another document that is a file on the node: its steps are known when it has been read.
    case localDocument(LocalDocument)
    /// Not for this node: ends as Success with code 0. The reason begins with ``skipPhrase``.
    case skip(reason: String)
    /// Cannot run: ends as Failed with code 1.
    case fail(reason: String)
    /// Nothing to do: ends as Success with code 0.
    case succeed

    /// Public clients look for this phrase to tell a skipped step from one that did something.
    package static let skipPhrase = "Step execution skipped due to"
}

/// A step that the service carries out itself, in as many visits to the node as it takes.
package struct ServiceWork: Codable, Hashable, Sendable {
    package let plugin: Plugin
    /// By name, substituted.
    package let inputs: [String: String]
    package let timeoutSeconds: Int

    package init(plugin: Plugin, inputs: [String: String], timeoutSeconds: Int) {
        self.plugin = plugin
        self.inputs = inputs
        self.timeoutSeconds = timeoutSeconds
    }
}

/// A file to be made executable and started on a node.
package struct RunScript: Codable, Hashable, Sendable {
    /// The lines joined by newlines, with one newline at the end. A first line `#!…` selects the interpreter.
    package let text: String
    /// 5 to 172800.
    package let timeoutSeconds: Int
    /// Absolute; `nil` when absent, empty or relative. A relative one begins at the command's download directory, where
    /// the script goes by itself.
    package let workingDirectory: String?
    /// `SSM_<name>` for the parameters that travel this way; values hold no NUL.
    package let environment: [String: String]

    package init(
        text: String, timeoutSeconds: Int = 3_600, workingDirectory: String? = nil, environment: [String: String] = [:]
    ) {
        self.text = text
        self.timeoutSeconds = timeoutSeconds
        self.workingDirectory = workingDirectory
        self.environment = environment
    }
}

/// A step's own words about what its outcome means for the rest; read from its `inputs` (reference: documents 3.1).
package struct FlowModifiers: Codable, Hashable, Sendable {
    package enum OnFailure: String, CaseIterable, Codable, Sendable {
        case exit, successAndExit
    }

    package let onFailure: OnFailure?
    package let exitsOnSuccess: Bool
    /// Runs even after an exit; counts on the last step only.
    package let isFinally: Bool

    package init(onFailure: OnFailure? = nil, exitsOnSuccess: Bool = false, isFinally: Bool = false) {
        self.onFailure = onFailure
        self.exitsOnSuccess = exitsOnSuccess
        self.isFinally = isFinally
    }

    /// Unknown words are no modifiers, as on the node agent; the linter names them.
    init(reading inputs: DocumentMap) {
        func text(_ key: String) -> String? {
            switch inputs[key] {
            case .string(let text)?: text
            case .boolean(let flag)?: flag ? "true" : "false"
            default: nil
            }
        }
        self.init(
            onFailure: text("onFailure").flatMap(OnFailure.init), exitsOnSuccess: text("onSuccess") == "exit",
            isFinally: text("finallyStep") == "true")
    }
}
