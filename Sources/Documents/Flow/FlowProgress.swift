/// How far one invocation has come: what a store keeps between two runs of the service. The plan is not in it.
package struct FlowProgress: Codable, Hashable, Sendable {
    /// One for each step; `nil` until it has ended.
    package internal(set) var results: [StepResult?]
    /// The step that asked for a reboot, until the node has come up again.
    package internal(set) var rebootingStep: Int?
    /// Reboots that steps of this document asked for so far; see ``allResumes`` for those of inner documents too.
    package internal(set) var resumes: Int
    package internal(set) var isCancelling: Bool
    /// An outcome ended the document; only a `finallyStep` still runs.
    package internal(set) var hasExited: Bool
    /// How far the documents have come that steps of this one run, by the step's number.
    var inner: [Int: FlowProgress]?
    /// What a step that takes several visits to the node wants remembered between them, by its place.
    private var notes: [String: String]?
    /// The documents that were read on the node, by the place of the step that runs them.
    private var texts: [String: String]?
    /// The work on the node that is under way, where its name does not follow from the progress alone.
    package internal(set) var announcedWork: [String]?

    package init(stepCount: Int) {
        results = Array(repeating: nil, count: stepCount)
        resumes = 0
        isCancelling = false
        hasExited = false
    }

    package var status: DocumentStatus { DocumentStatus(of: results, isRebooting: isRebooting) }

    /// A step waits for the node to come up again.
    package var isRebooting: Bool { rebootingStep != nil || inner?.values.contains(where: \.isRebooting) == true }

    /// Reboots that steps of this document and of inner ones asked for.
    package var allResumes: Int { resumes + (inner?.values.reduce(0) { $0 + $1.allResumes } ?? 0) }

    /// How often the document that holds the place was resumed: part of the name of the step's work.
    package func resumes(at place: StepPlace) -> Int {
        guard let inside = place.inner else { return resumes }
        return inner?[place.top]?.resumes(at: inside) ?? 0
    }

    /// The invocation's `ResponseCode`: the first code that is not 0, and -1 before anything has ended.
    package var responseCode: Int {
        let codes = results.compactMap { $0?.code }
        return codes.first { $0 != 0 } ?? (codes.isEmpty ? ExitCode.notStarted : 0)
    }

    package internal(set) subscript(note place: StepPlace) -> String? {
        get { notes?[place.description] }
        set {
            var all = notes ?? [:]
            all[place.description] = newValue
            notes = all.isEmpty ? nil : all
        }
    }

    /// The document that the step at this place runs, as it was read on the node.
    subscript(text place: StepPlace) -> String? {
        get { texts?[place.description] }
        set {
            var all = texts ?? [:]
            all[place.description] = newValue
            texts = all.isEmpty ? nil : all
        }
    }

    /// The places of ``subscript(text:)``, outer ones before those inside them.
    var placesOfTexts: [StepPlace] {
        (texts ?? [:]).keys.compactMap(StepPlace.init).sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }
    }

    /// What the step at this place and steps of documents within it noted, the latest first.
    package func notes(within place: StepPlace) -> [String] {
        let inside = (notes ?? [:]).compactMap { key, text in StepPlace(key).map { ($0, text) } }
            .filter { $0.0.numbers.starts(with: place.numbers) }
        return inside.sorted { $1.0.numbers.lexicographicallyPrecedes($0.0.numbers) }.map(\.1)
    }

    /// The node has come up with another boot ID.
    mutating func rebooted() {
        rebootingStep = nil
        inner = inner?.mapValues { progress in
            var progress = progress
            progress.rebooted()
            return progress
        }
    }
}
