import AWSWire
import Notifications
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let createEventRule = Operation(CreateEventRuleRequest.self, for: .operator) { request, call in
        let rule = try await call.control.createRule(
            named: request.name, topic: request.topicArn, pattern: request.eventPattern,
            description: request.description)
        return CreateEventRuleResult(name: rule.name)
    }

    static let listEventRules = Operation(ListEventRulesRequest.self, for: .reader) { _, call in
        ListEventRulesResult(rules: try await call.control.store.rules().map { Wire.EventRule($0, call) })
    }

    static let describeEventRule = Operation(DescribeEventRuleRequest.self, for: .reader) { request, call in
        DescribeEventRuleResult(rule: Wire.EventRule(try await call.control.store.rule(named: request.name), call))
    }

    static let deleteEventRule = Operation(DeleteEventRuleRequest.self, for: .operator) { request, call in
        try await call.control.store.deleteRule(named: request.name)
        return DeleteEventRuleResult(name: request.name)
    }

    static let testEventPattern = Operation(TestEventPatternRequest.self, for: .reader) { request, call in
        guard let matches = try call.control.eventPattern(request.eventPattern).accepts(eventJSON: request.event) else {
            throw RequestError.invalid("The event is no JSON object.")
        }
        return TestEventPatternResult(matches: matches)
    }
}

extension Wire.EventRule {
    fileprivate init(_ rule: EventRule, _ call: CallContext) {
        self.init(
            name: rule.name, topicArn: call.arn(ofTopic: rule.topicName), eventPattern: rule.pattern,
            description: rule.description, createdAt: rule.createdAt)
    }
}
