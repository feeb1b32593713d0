package import Notifications
import WindowCore
package import WindowStore

extension Control {
    /// - Parameter arn: the topic that gets the events that match.
    package func createRule(
        named name: String, topic arn: String, pattern: String, description: String?
    ) async throws(RequestError) -> EventRule {
        let topic = try await topic(arn)
        _ = try eventPattern(pattern)
        let rule = EventRule(
            name: name, topicName: topic.name, pattern: pattern, description: description, createdAt: clock.now)
        try await stored { () async throws(StoreError) in try await store.create(rule) }
        return rule
    }

    package func eventPattern(_ text: String) throws(RequestError) -> EventPattern {
        do throws(InvalidEventPattern) {
            return try EventPattern(parsing: text)
        } catch {
            throw .refused(.eventPattern(error))
        }
    }
}
