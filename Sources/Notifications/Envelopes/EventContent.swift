package import Foundation

/// Something that happened, as the event bus tells it; the values are neutral, so that every room can make one.
package struct EventContent: Codable, Hashable, Sendable {
    /// A UUID in lower case.
    package let id: String
    /// Such as `Maintenance Window Execution State-change Notification`; see ``EventKind``.
    package let detailType: String
    package let source: String
    package let account: String
    package let region: String
    /// When it happened; the envelope says it in whole seconds.
    package let at: Date
    /// ARNs, most important first.
    package let resources: [String]
    package let detail: [String: BodyValue]

    package init(
        id: String, detailType: String, source: String = "aws.ssm", account: String, region: String, at: Date,
        resources: [String], detail: [String: BodyValue]
    ) {
        self.id = id
        self.detailType = detailType
        self.source = source
        self.account = account
        self.region = region
        self.at = at
        self.resources = resources
        self.detail = detail
    }

    /// The envelope on one line, its members in the field's order and those of the detail sorted.
    package var json: String {
        JSONText.object([
            ("version", JSONText.quoted("0")), ("id", JSONText.quoted(id)),
            ("detail-type", JSONText.quoted(detailType)), ("source", JSONText.quoted(source)),
            ("account", JSONText.quoted(account)), ("time", JSONText.quoted(Timestamp.seconds(at))),
            ("region", JSONText.quoted(region)),
            ("resources", JSONText.compact(.list(resources.map(BodyValue.text)))),
            ("detail", JSONText.compact(.members(detail))),
        ])
    }

    /// What patterns look at.
    var members: [String: BodyValue] {
        [
            "version": .text("0"), "id": .text(id), "detail-type": .text(detailType), "source": .text(source),
            "account": .text(account), "time": .text(Timestamp.seconds(at)), "region": .text(region),
            "resources": .list(resources.map(BodyValue.text)), "detail": .members(detail),
        ]
    }

    /// A member of the detail that is a text.
    package func text(_ name: String) -> String? {
        if case .text(let text)? = detail[name] { text } else { nil }
    }
}
