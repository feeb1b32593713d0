import Crypto
package import Documents
import Foundation
package import WindowCore
package import WindowStore

/// What somebody wants run, before it is known whether it can be.
package struct CommandOrder: Sendable {
    /// The document's name or ARN.
    package var document: String
    package var run: RunCommandParameters
    package var requestedNodes: [NodeID]
    package var criteria: [TargetCriterion]
    /// `nil` is 50.
    package var maxConcurrency: String?
    /// `nil` is 0.
    package var maxErrors: String?

    package init(
        document: String, run: RunCommandParameters, requestedNodes: [NodeID] = [], criteria: [TargetCriterion] = [],
        maxConcurrency: String? = nil, maxErrors: String? = nil
    ) {
        self.document = document
        self.run = run
        self.requestedNodes = requestedNodes
        self.criteria = criteria
        self.maxConcurrency = maxConcurrency
        self.maxErrors = maxErrors
    }
}

/// Makes commands: `SendCommand` and window tasks both come here, so both mean the same by a document, its version,
/// its parameters and its snapshot.
package struct CommandFactory: Sendable {
    /// AWS's default for both budgets of time (reference: run command 6.6).
    package static let defaultTimeoutSeconds = 3600
    package static let defaultConcurrency = RateLimit.count(50)
    package static let defaultErrors = RateLimit.count(0)
    /// The parameter through which patch documents are told which snapshot to use.
    private static let snapshotParameter = "SnapshotId"

    private let store: any Store

    package init(store: any Store) { self.store = store }

    /// Makes the commands of one budget, one for each share of the nodes.
    ///
    /// - Parameter origin: the window task that the commands serve, with the share's own registration; `nil` for an
    ///   ad-hoc command.
    /// - Throws: ``CommandRefusal`` when the document or its parameters do not allow it. Nothing has been stored.
    package func commands(
        for order: CommandOrder, budget: BudgetID, shares: [CommandShare]
    ) async throws(CommandRefusal) -> (commands: [NewCommand], rate: RateControl) {
        let document = try await resolve(order)
        let content = try Self.content(of: document)
        let adHocSnapshot = UUID().uuidString.lowercased()
        var commands: [NewCommand] = []
        for (ordinal, share) in shares.enumerated() {
            let given = parameters(order.run.parameters ?? [:], content: content, share: share, adHocSnapshot)
            let inner = try await innerDocuments(of: content, given: given)
            let plan: DocumentPlan
            do {
                plan = try content.plan(with: content.bind(given), documents: inner.mapValues(\.content))
            } catch {
                throw .parameters(error)
            }
            let command = Command(
                id: share.commandID, documentName: document.name, documentVersion: "\(document.version)",
                documentHash: document.hash,
                innerDocuments: inner.isEmpty ? nil : inner.mapValues(\.hash), parameters: given, run: order.run,
                requestedNodes: order.requestedNodes,
                criteria: share.criteria ?? order.criteria,
                maxConcurrency: order.maxConcurrency ?? "50", maxErrors: order.maxErrors ?? "0",
                timeoutSeconds: order.run.timeoutSeconds ?? Self.defaultTimeoutSeconds,
                executionSeconds: plan.executionTimeoutSeconds, budgetID: budget, ordinal: ordinal,
                origin: share.origin?.command)
            commands.append(NewCommand(command: command, nodes: share.nodes))
        }
        let rate = RateControl(
            maxConcurrency: order.maxConcurrency.flatMap(RateLimit.init) ?? Self.defaultConcurrency,
            maxErrors: order.maxErrors.flatMap(RateLimit.init) ?? Self.defaultErrors,
            nodeCount: shares.reduce(0) { $0 + $1.nodes.count })
        return (commands, rate)
    }

    /// The documents that steps run, and theirs, as they are now: later edits change nothing for this command.
    private func innerDocuments(
        of content: DocumentContent, given: [String: [String]]
    ) async throws(CommandRefusal) -> [String: (hash: String, content: DocumentContent)] {
        var known: [String: (hash: String, content: DocumentContent)] = [:]
        while true {
            var missing: [String] = []
            do {
                let bound = try content.bind(given)
                for platform in [PlatformType.linux, .macOS] {
                    missing += try content.missingDocuments(
                        with: bound, on: platform, documents: known.mapValues(\.content))
                }
            } catch {
                throw error.kind == .invalidDocument ? .document(error.message) : .parameters(error)
            }
            guard !missing.isEmpty else { return known }
            for path in missing where known[path] == nil {
                let document = try await resolve(path)
                known[path] = (document.hash, try Self.content(of: document))
            }
        }
    }

    /// The document that a step means.
    private func resolve(_ path: String) async throws(CommandRefusal) -> Document {
        do {
            let reference = try DocumentReference(path)
            return try await resolve(
                CommandOrder(
                    document: reference.name.rawValue, run: RunCommandParameters(documentVersion: reference.version)))
        } catch let refusal as CommandRefusal {
            throw refusal
        } catch let error as DocumentError {
            throw .document(error.message)
        } catch {
            throw .document("“\(path)” names no document.")
        }
    }

    /// The document version that an order means.
    package func resolve(_ order: CommandOrder) async throws(CommandRefusal) -> Document {
        let name: String
        do { name = try DocumentName(using: order.document).rawValue } catch { throw .document(error.message) }
        guard let version = DocumentVersionSelector(order.run.documentVersion) else {
            throw .version("“\(order.run.documentVersion ?? "")” is not a document version.")
        }
        let document: Document
        do {
            document = try await store.document(name, version).document
        } catch {
            switch error {
            case .notFound(kind: "document", _): throw .document("There is no document “\(name)”.")
            case .notFound: throw .version(error.message)
            default: throw .store(error)
            }
        }
        guard document.type == "Command" else {
            throw .document("The document “\(name)” is of type \(document.type); only Command documents can be run.")
        }
        if let hash = order.run.documentHash { try Self.check(hash, type: order.run.documentHashType, of: document) }
        return document
    }

    private static func check(_ hash: String, type: String?, of document: Document) throws(CommandRefusal) {
        let actual =
            type == "Sha1"
            ? Insecure.SHA1.hash(data: Data(document.content.utf8)).map {
                String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
            }.joined()
            : document.hash
        guard hash.lowercased() == actual else {
            throw .document("The document “\(document.name)” does not have the hash that was given.")
        }
    }

    package static func content(of document: Document) throws(CommandRefusal) -> DocumentContent {
        do {
            return try DocumentContent(parsing: document.content)
        } catch {
            throw .document(error.message)
        }
    }

    /// What the document is given: pseudo parameters filled in, and a snapshot ID where one is wanted.
    private func parameters(
        _ given: [String: [String]], content: DocumentContent, share: CommandShare, _ adHocSnapshot: String
    ) -> [String: [String]] {
        var values = share.origin?.pseudoParameters.filled(into: given) ?? given
        let snapshot = Self.snapshotParameter
        if content.parameter(named: snapshot) != nil, SnapshotDerivation.isAbsent(given[snapshot]) {
            values[snapshot] = [
                share.origin.map { SnapshotDerivation.snapshotID(of: $0.command.executionID) } ?? adHocSnapshot
            ]
        }
        return values
    }
}

/// The part of an order that one command carries out.
package struct CommandShare: Sendable {
    package let commandID: CommandID
    /// In the order in which they run.
    package let nodes: [(id: NodeID, name: String)]
    /// The criteria that chose the nodes, where they are not the order's.
    package let criteria: [TargetCriterion]?
    package let origin: ShareOrigin?

    package init(
        commandID: CommandID = .random(), nodes: [(id: NodeID, name: String)], criteria: [TargetCriterion]? = nil,
        origin: ShareOrigin? = nil
    ) {
        self.commandID = commandID
        self.nodes = nodes
        self.criteria = criteria
        self.origin = origin
    }
}

/// Where in a window a share belongs.
package struct ShareOrigin: Sendable {
    package let command: CommandOrigin
    package let pseudoParameters: PseudoParameters

    package init(command: CommandOrigin, pseudoParameters: PseudoParameters) {
        self.command = command
        self.pseudoParameters = pseudoParameters
    }
}
