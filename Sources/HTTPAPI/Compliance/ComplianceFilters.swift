import AWSWire
import Foundation
import Patching
import ScheduleEngine
import WindowCore
import WindowStore

/// The filters of a compliance list: all must hold, and of one filter's values any will do.
struct ComplianceFilters: Sendable {
    /// What a key is about.
    enum Subject: String, CaseIterable {
        case type = "ComplianceType"
        case resourceType = "ResourceType"
        case resourceID = "ResourceId"
        case status = "Status"
        case severity = "Severity"
        case overallSeverity = "OverallSeverity"
        case executionTime = "ExecutionTime"
        case executionID = "ExecutionId"
        case executionType = "ExecutionType"
        case id = "Id"
        case title = "Title"
    }

    enum Relation: String {
        case equal = "EQUAL"
        case notEqual = "NOT_EQUAL"
        case begins = "BEGIN_WITH"
        case less = "LESS_THAN"
        case greater = "GREATER_THAN"
    }

    struct Condition {
        let subject: Subject
        let relation: Relation
        let values: [String]
        /// Of a filter on time.
        let moments: [Date]
    }

    private var conditions: [Condition] = []

    /// - Parameter subjects: what the list can be filtered by.
    /// - Throws: `InvalidFilter`.
    init(_ filters: [Wire.ComplianceStringFilter]?, about subjects: [Subject]) throws(WireError) {
        for filter in filters ?? [] {
            guard let subject = filter.key.flatMap(Subject.init), subjects.contains(subject) else {
                throw WireError(
                    .invalidFilter,
                    "“\(filter.key ?? "")” is not a filter of this operation. It has "
                        + subjects.map(\.rawValue).joined(separator: ", ") + ".")
            }
            guard let values = filter.values, !values.isEmpty else {
                throw WireError(.invalidFilter, "The filter \(subject.rawValue) has no values.")
            }
            guard let relation = Relation(rawValue: filter.type ?? Relation.equal.rawValue) else {
                throw WireError(.invalidFilter, "“\(filter.type ?? "")” is not a type of filter.")
            }
            if relation == .less || relation == .greater, values.count > 1 {
                throw WireError(
                    .invalidFilter, "The filter \(subject.rawValue) takes one value for \(relation.rawValue).")
            }
            conditions.append(
                Condition(
                    subject: subject, relation: relation, values: values,
                    moments: subject == .executionTime ? try Self.moments(values) : []))
        }
    }

    private static func moments(_ texts: [String]) throws(WireError) -> [Date] {
        var moments: [Date] = []
        for text in texts {
            do {
                moments.append(Date(try Moment(parsing: text)))
            } catch {
                throw WireError(.invalidFilter, "The filter ExecutionTime: \(error.description)")
            }
        }
        return moments
    }

    /// What the store can look for itself.
    var stored: ComplianceFilter {
        func values(_ subject: Subject) -> [String] {
            conditions.first { $0.subject == subject && $0.relation == .equal }?.values ?? []
        }
        return ComplianceFilter(types: values(.type), resourceIDs: values(.resourceID))
    }

    func accepts(_ summary: ComplianceSummary) -> Bool {
        accepts(summary.execution) { subject in
            switch subject {
            case .type: summary.type
            case .resourceType: ComplianceListing.resourceType
            case .resourceID: summary.resourceID
            case .status: ComplianceListing.status(summary.isCompliant)
            case .severity, .overallSeverity: summary.overallSeverity.rawValue
            case .executionTime, .executionID, .executionType, .id, .title: nil
            }
        }
    }

    func accepts(_ item: ComplianceItem, of record: ComplianceRecord) -> Bool {
        accepts(record.execution) { subject in
            switch subject {
            case .type: record.type
            case .resourceType: ComplianceListing.resourceType
            case .resourceID: record.resourceID
            case .status: ComplianceListing.status(item.isCompliant)
            case .severity, .overallSeverity: item.severity.rawValue
            case .id: item.id
            case .title: item.title
            case .executionTime, .executionID, .executionType: nil
            }
        }
    }

    private func accepts(_ execution: ComplianceExecution, _ text: (Subject) -> String?) -> Bool {
        conditions.allSatisfy { condition in
            switch condition.subject {
            case .executionTime:
                let at = execution.at
                return switch condition.relation {
                case .equal: condition.moments.contains(at)
                case .notEqual: !condition.moments.contains(at)
                case .less: condition.moments.allSatisfy { at < $0 }
                case .greater: condition.moments.allSatisfy { at > $0 }
                case .begins: false
                }
            case .executionID: return condition.accepts(execution.id ?? "")
            case .executionType: return condition.accepts(execution.type ?? "")
            default: return condition.accepts(text(condition.subject) ?? "")
            }
        }
    }
}

extension ComplianceFilters.Condition {
    fileprivate func accepts(_ text: String) -> Bool {
        switch relation {
        case .equal: values.contains(text)
        case .notEqual: !values.contains(text)
        case .begins: values.contains(where: text.hasPrefix)
        case .less: values.allSatisfy { text < $0 }
        case .greater: values.allSatisfy { text > $0 }
        }
    }
}
