import Foundation
import Testing

@testable import AWSWire

@Suite struct WireCodingTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoding.encode(value), as: UTF8.self)
    }

    @Test func `a request is decoded with its members as properties and its maps untouched`() throws {
        let body = """
            {"DocumentName":"AWS-RunShellScript","Parameters":{"commands":["a","b"],"WorkingDirectory":["/"]},
             "Targets":[{"Key":"tag:Workload","Values":["Test"]}],"OutputS3BucketName":"bucket","TimeoutSeconds":60}
            """
        let operation = try ServiceModel.standard.operation(target: SendCommandRequest.target)
        let request = try RequestInput(body: Array(body.utf8), operation: operation).decode(SendCommandRequest.self)
        #expect(
            request
                == SendCommandRequest(
                    targets: [Wire.Target(key: "tag:Workload", values: ["Test"])], documentName: "AWS-RunShellScript",
                    timeoutSeconds: 60, parameters: ["commands": ["a", "b"], "WorkingDirectory": ["/"]],
                    outputS3BucketName: "bucket"))
    }

    @Test func `members that are lower case on the wire stay so`() throws {
        let request = ListCommandsRequest(filters: [Wire.CommandFilter(key: "Status", value: "Success")])
        #expect(try text(request) == #"{"Filters":[{"key":"Status","value":"Success"}]}"#)
        #expect(try WireCoding.decode(ListCommandsRequest.self, from: WireCoding.encode(request)) == request)
    }

    @Test func `a result is sorted, without absent members, its dates in epoch seconds`() throws {
        let result = GetMaintenanceWindowResult(
            windowId: "mw-0123456789abcdef0", name: "nightly", enabled: true,
            createdDate: Date(timeIntervalSince1970: 1_557_593_493.0964),
            modifiedDate: Date(timeIntervalSince1970: 1_557_593_493))
        #expect(
            try text(result)
                == #"{"CreatedDate":1557593493.096,"Enabled":true,"ModifiedDate":1557593493,"Name":"nightly","WindowId":"mw-0123456789abcdef0"}"#
        )
    }

    @Test func `a slash is not escaped and an empty result is an empty object`() throws {
        #expect(try text(GetMaintenanceWindowResult(schedule: "cron(0 2 ? * SUN#3 *) /")).contains(#"*) /""#))
        #expect(try text(CancelCommandResult()) == "{}")
    }

    @Test func `the parameters of a run command are typed`() throws {
        let body = #"{"RunCommand":{"Parameters":{"commands":["true"]},"TimeoutSeconds":30}}"#
        let parameters = try WireCoding.decode(
            Wire.MaintenanceWindowTaskInvocationParameters.self, from: Array(body.utf8))
        #expect(parameters.runCommand?.parameters == ["commands": ["true"]])
        #expect(try text(parameters) == body)
    }

    @Test func `free-form details pass through`() throws {
        let event = Wire.ServiceEvent(sequence: 1, detail: ["Key": ["inner": [1, nil]]])
        #expect(try text(event) == #"{"Detail":{"Key":{"inner":[1,null]}},"Sequence":1}"#)
        #expect(try WireCoding.decode(Wire.ServiceEvent.self, from: WireCoding.encode(event)) == event)
    }

    @Test func `a date without fraction, with one, or with an exponent is read`() throws {
        for text in ["1557593493", "1557593493.0", "1.557593493e9"] {
            let result = try WireCoding.decode(
                GetMaintenanceWindowResult.self, from: Array(#"{"CreatedDate":\#(text)}"#.utf8))
            #expect(result.createdDate == Date(timeIntervalSince1970: 1_557_593_493))
        }
    }
}

/// Every result type of the operations with Swift types, against the shape it claims.
@Suite struct TypedShapeTests {
    private func check<Request: WireRequest>(_ type: Request.Type) throws {
        let model = ServiceModel.of(type.target.hasPrefix("SNS.") ? .sns : .ssm)
        let operation = try model.operation(target: type.target)
        let samples = ShapeSamples(model: model)
        let request = samples.valid(operation.input)
        let decoded = try RequestInput(body: request.bytes(), operation: operation).decode(type)
        #expect(try JSONValue(parsing: WireCoding.encode(decoded)).text() == request.text(), "\(type.target)")
        let response = samples.valid(operation.output)
        let typed = try WireCoding.decode(Request.Response.self, from: response.bytes())
        #expect(try JSONValue(parsing: WireCoding.encode(typed)).text() == response.text(), "\(type.target)")
    }

    @Test(arguments: WireRequests.all)
    fileprivate func `a typed request and result lose no member`(request: any WireRequest.Type) throws {
        try check(request)
    }
}

private enum WireRequests {
    static let all: [any WireRequest.Type] = [
        CreateMaintenanceWindowRequest.self, GetMaintenanceWindowRequest.self, UpdateMaintenanceWindowRequest.self,
        DeleteMaintenanceWindowRequest.self, DescribeMaintenanceWindowsRequest.self,
        DescribeMaintenanceWindowsForTargetRequest.self, DescribeMaintenanceWindowScheduleRequest.self,
        RegisterTargetWithMaintenanceWindowRequest.self, UpdateMaintenanceWindowTargetRequest.self,
        DeregisterTargetFromMaintenanceWindowRequest.self, DescribeMaintenanceWindowTargetsRequest.self,
        RegisterTaskWithMaintenanceWindowRequest.self, GetMaintenanceWindowTaskRequest.self,
        UpdateMaintenanceWindowTaskRequest.self, DeregisterTaskFromMaintenanceWindowRequest.self,
        DescribeMaintenanceWindowTasksRequest.self, DescribeMaintenanceWindowExecutionsRequest.self,
        GetMaintenanceWindowExecutionRequest.self, DescribeMaintenanceWindowExecutionTasksRequest.self,
        GetMaintenanceWindowExecutionTaskRequest.self, DescribeMaintenanceWindowExecutionTaskInvocationsRequest.self,
        GetMaintenanceWindowExecutionTaskInvocationRequest.self, CancelMaintenanceWindowExecutionRequest.self,
        SendCommandRequest.self, CancelCommandRequest.self, ListCommandsRequest.self,
        ListCommandInvocationsRequest.self, GetCommandInvocationRequest.self, CreateDocumentRequest.self,
        GetDocumentRequest.self, DescribeDocumentRequest.self, ListDocumentsRequest.self,
        ListDocumentVersionsRequest.self, UpdateDocumentRequest.self, UpdateDocumentDefaultVersionRequest.self,
        DeleteDocumentRequest.self, DescribeInstanceInformationRequest.self, AddTagsToResourceRequest.self,
        RemoveTagsFromResourceRequest.self, ListTagsForResourceRequest.self, AddNodeRequest.self,
        ListRegisteredNodesRequest.self, GetRegisteredNodeRequest.self, RemoveNodeRequest.self,
        UpdateNodeTagsRequest.self, CheckNodeRequest.self, PreviewMaintenanceWindowRequest.self,
        OpenMaintenanceWindowRequest.self, CreateAccessKeyRequest.self, ListAccessKeysRequest.self,
        RevokeAccessKeyRequest.self, GetServiceStatusRequest.self, ListEventsRequest.self,
        CreatePatchBaselineRequest.self, UpdatePatchBaselineRequest.self, DeletePatchBaselineRequest.self,
        GetPatchBaselineRequest.self, DescribePatchBaselinesRequest.self, RegisterDefaultPatchBaselineRequest.self,
        GetDefaultPatchBaselineRequest.self, RegisterPatchBaselineForPatchGroupRequest.self,
        DeregisterPatchBaselineForPatchGroupRequest.self, GetPatchBaselineForPatchGroupRequest.self,
        DescribePatchGroupsRequest.self, DescribePatchPropertiesRequest.self, DescribeAvailablePatchesRequest.self,
        DescribeEffectivePatchesForPatchBaselineRequest.self, DescribePatchGroupStateRequest.self,
        DescribeInstancePatchStatesRequest.self, DescribeInstancePatchStatesForPatchGroupRequest.self,
        DescribeInstancePatchesRequest.self, GetDeployablePatchSnapshotForInstanceRequest.self,
        PutComplianceItemsRequest.self, ListComplianceItemsRequest.self, ListComplianceSummariesRequest.self,
        ListResourceComplianceSummariesRequest.self, DescribePatchSnapshotRequest.self, ExplainPatchRequest.self,
        CreateEventRuleRequest.self, ListEventRulesRequest.self, DescribeEventRuleRequest.self,
        DeleteEventRuleRequest.self, TestEventPatternRequest.self, ListDeliveriesRequest.self,
        DescribeDeliveryRequest.self, RetryDeliveriesRequest.self, TestSubscriptionRequest.self,
        RotateSigningKeyRequest.self,
        SNS.CreateTopicInput.self, SNS.DeleteTopicInput.self, SNS.ListTopicsInput.self,
        SNS.GetTopicAttributesInput.self, SNS.SetTopicAttributesInput.self, SNS.SubscribeInput.self,
        SNS.ConfirmSubscriptionInput.self, SNS.UnsubscribeInput.self, SNS.ListSubscriptionsInput.self,
        SNS.ListSubscriptionsByTopicInput.self, SNS.GetSubscriptionAttributesInput.self,
        SNS.SetSubscriptionAttributesInput.self, SNS.PublishInput.self, SNS.PublishBatchInput.self,
        SNS.TagResourceRequest.self, SNS.UntagResourceRequest.self, SNS.ListTagsForResourceRequest.self,
    ]
}
