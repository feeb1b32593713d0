extension DocumentContent {
    /// Decides every step for a node of this platform, inner documents included (reference: documents 2.5, 4.2, 4.4).
    ///
    /// - Parameter documents: those that steps run; see ``missingDocuments(with:on:documents:)``.
    /// - Throws: `InvalidParameters` when something that would run names an entry of the parameter store, which this
    ///   service does not have: AWS fails such a command before any step. Also when an inner document does not take what
    ///   it is given. `InvalidDocument` when one is missing, may not be nested, or is nested too deeply.
    package func plan(
        with parameters: BoundParameters, on platform: PlatformType = .linux,
        documents: [String: DocumentContent] = [:]
    ) throws(DocumentError) -> DocumentPlan {
        var nesting = Nesting(documents: documents)
        let plan = try plan(with: parameters, on: platform, &nesting)
        if let missing = nesting.missing.first {
            throw DocumentError(
                .invalidDocument, "A step runs the document \"\(missing.prefix(200))\", which is not known.")
        }
        return plan
    }

    /// Which documents steps would run that are not among `documents`: paths as the steps give them, such as a name, a
    /// name with a version, or an ARN. Ask again once they are there: they may run others.
    package func missingDocuments(
        with parameters: BoundParameters, on platform: PlatformType, documents: [String: DocumentContent]
    ) throws(DocumentError) -> [String] {
        var nesting = Nesting(documents: documents)
        _ = try plan(with: parameters, on: platform, &nesting)
        return nesting.missing
    }

    func plan(
        with parameters: BoundParameters, on platform: PlatformType, _ nesting: inout Nesting
    ) throws(DocumentError) -> DocumentPlan {
        let substitution = Substitution(self, parameters)
        var plans: [StepPlan] = []
        for step in steps {
            var inputs = step.inputs.mapValues { substitution.applied(to: $0) }
            if step.plugin == .runShellScript {
                inputs = DocumentMap(
                    inputs.entries.map { entry in
                        guard entry.key == "runCommand", let written = step.inputs["runCommand"] else { return entry }
                        return .init(key: entry.key, value: substitution.applied(to: written, .script))
                    })
            }
            let work = try work(
                for: step, inputs: inputs, substitution, environment: parameters.environment, platform, &nesting)
            switch work {
            case .run where step.plugin == .runShellScript, .serve, .localDocument:
                try refuseStoreReferences(in: inputs, parameters.environment, of: step)
            case .run: try refuseStoreReferences(in: inputs, [:], of: step)
            case .document, .skip, .fail, .succeed: break
            }
            plans.append(
                StepPlan(
                    name: step.name, action: step.action, work: work,
                    modifiers: schemaVersion.hasMainSteps ? FlowModifiers(reading: inputs) : FlowModifiers()))
        }
        return DocumentPlan(steps: plans)
    }

    private func work(
        for step: DocumentStep, inputs: DocumentMap, _ substitution: Substitution, environment: [String: String],
        _ platform: PlatformType, _ nesting: inout Nesting
    ) throws(DocumentError) -> StepWork {
        if let value = step.precondition {
            guard schemaVersion.hasPreconditions else {
                return .fail(reason: "Preconditions need schemaVersion 2.2. Step name: \(step.name)")
            }
            switch Precondition(reading: value, parameters: self.parameters) {
            case .malformed(let reason):
                return .fail(reason: "The precondition cannot be judged: \(reason). Step name: \(step.name)")
            case .platform(let name):
                guard PlatformType(named: name) == platform else {
                    return skip("an incompatible platform: it is for \(name)", step)
                }
            case .equal(let left, let right):
                let left = substitution.applied(to: .string(left)).textForm
                let right = substitution.applied(to: .string(right)).textForm
                guard left == right else {
                    return skip("an unsatisfied precondition: \"\(left)\" is not \"\(right)\"", step)
                }
            }
        }
        guard let plugin = step.plugin else {
            return .fail(reason: "The plugin \(step.action) is unknown. Step name: \(step.name)")
        }
        guard plugin.platforms.contains(platform) else {
            // With a precondition that holds, the author asked for this plugin here; passing over it would hide that.
            if schemaVersion.hasPreconditions, step.precondition == nil {
                return skip("an unsupported plugin on \(platform.rawValue): \(step.action)", step)
            }
            return .fail(
                reason: "The plugin \(step.action) does not run on \(platform.rawValue). Step name: \(step.name)")
        }
        switch plugin {
        case .runShellScript: return .run(script(inputs, environment: environment))
        case .runDocument: return try nesting.work(for: step, inputs: inputs, on: platform)
        case .downloadContent: return try download(step, inputs, platform, &nesting)
        case .patchBaseline, .patchDecision: return .serve(service(plugin, inputs))
        default: return .fail(reason: "The plugin \(step.action) is not supported here. Step name: \(step.name)")
        }
    }

    private func skip(_ reason: String, _ step: DocumentStep) -> StepWork {
        .skip(reason: "\(StepWork.skipPhrase) \(reason). Step name: \(step.name)")
    }

    private func script(_ inputs: DocumentMap, environment: [String: String]) -> RunScript {
        let directory = inputs["workingDirectory"]?.textForm ?? ""
        let text = Self.lines(inputs["runCommand"]).joined(separator: "\n") + "\n"
        let isRelative = !directory.isEmpty && !directory.hasPrefix("/")
        return RunScript(
            text: isRelative ? RelativeWorkingDirectory.script(text, in: directory) : text,
            timeoutSeconds: ScriptTimeout.seconds(inputs["timeoutSeconds"]),
            workingDirectory: directory.isEmpty || isRelative ? nil : directory, environment: environment)
    }

    private func download(
        _ step: DocumentStep, _ inputs: DocumentMap, _ platform: PlatformType, _ nesting: inout Nesting
    ) throws(DocumentError) -> StepWork {
        guard platform != .windows else {
            return .fail(reason: "Downloads on Windows are not supported here. Step name: \(step.name)")
        }
        do {
            let text = try DownloadScript.text(DownloadInputs(inputs)) { nesting.content(of: $0) }
            return .run(
                RunScript(text: text, timeoutSeconds: ScriptTimeout.seconds(inputs["timeoutSeconds"])))
        } catch {
            return .fail(reason: "\(error.reason) Step name: \(step.name)")
        }
    }

    private func service(_ plugin: Plugin, _ inputs: DocumentMap) -> ServiceWork {
        let texts = inputs.entries.map { ($0.key, $0.value.textForm) }
        return ServiceWork(
            plugin: plugin, inputs: Dictionary(texts) { $1 },
            timeoutSeconds: plugin == .patchDecision
                ? 0 : ScriptTimeout.seconds(inputs["timeoutSeconds"], atLeast: plugin.leastTimeoutSeconds))
    }

    /// A list of lines; a list inside it, which is what a token as an element leaves, is flattened by one level.
    static func lines(_ value: DocumentValue?) -> [String] {
        switch value {
        case nil: []
        case .list(let elements)?:
            elements.flatMap { element in
                if case .list(let inner) = element { inner.map(\.textForm) } else { [element.textForm] }
            }
        case let value?: [value.textForm]
        }
    }

    private func refuseStoreReferences(
        in inputs: DocumentMap, _ environment: [String: String], of step: DocumentStep
    ) throws(DocumentError) {
        for text in DocumentValue.map(inputs).texts + environment.values {
            if let name = TemplateText(text).firstStoreReference {
                throw .parameters(
                    "The step \(step.name) names the parameter store entry {{\(name)}}, and there is no parameter store.",
                    hint: "Give the value itself.")
            }
        }
    }
}
