extension ServiceModel {
    /// What the service serves beyond AmazonSSM, and where it is stricter than the model; written by hand.
    ///
    /// `extend` adds members to a shape of the model: an unmodified client never sends them and ignores them in
    /// answers.
    /// `replace` restates a shape. After an edit run `Tests/Wire/generate-shapes`, which writes the Swift types.
    static let ownShapes = #"""
        # The real service refuses an empty string here, though its model has no limit.
        replace string MaintenanceWindowStringDateTime 1..
        replace string MaintenanceWindowTimezone 1..

        # What a local time that the clocks skip or repeat means for this window.
        string DaylightSaving enum shift skip
        extend CreateMaintenanceWindowRequest DaylightSaving:DaylightSaving
        extend UpdateMaintenanceWindowRequest DaylightSaving:DaylightSaving
        extend UpdateMaintenanceWindowResult DaylightSaving:DaylightSaving
        extend GetMaintenanceWindowResult DaylightSaving:DaylightSaving

        # How long before each opening it is told of; 0 is not at all.
        integer OpeningNoticeMinutes 0..10080
        extend CreateMaintenanceWindowRequest OpeningNoticeMinutes:OpeningNoticeMinutes
        extend UpdateMaintenanceWindowRequest OpeningNoticeMinutes:OpeningNoticeMinutes
        extend UpdateMaintenanceWindowResult OpeningNoticeMinutes:OpeningNoticeMinutes
        extend GetMaintenanceWindowResult OpeningNoticeMinutes:OpeningNoticeMinutes

        # Nodes. A host or user that began with a hyphen would be read as an option by ssh.
        string NodeName 1..255 ~ ^[\p{L}\p{N}_.:@\-]+$
        string NodeTransport enum local ssh
        string NodeHost 1..255 ~ ^[\p{L}\p{N}_.:\[][\p{L}\p{N}_.:%\[\]\-]*$
        string NodeUser 1..64 ~ ^[\p{L}\p{N}_.][\p{L}\p{N}_.@\\$+\-]*$
        integer NodePort 1..65535
        string AbsolutePath 1..4096 ~ ^/[^\x00-\x1f\x7f]*$
        string ManagedNodeId 20..20 ~ ^mi-[0-9a-f]{17}$
        list ManagedNodeIds of ManagedNodeId
        integer FleetMaxResults 1..50
        string NodeFilterName 1..128
        list NodeFilterTexts 1..50 of NodeFilterText
        string NodeFilterText 0..256
        structure RegisteredNodeFilter Key*:NodeFilterName Values*:NodeFilterTexts
        list RegisteredNodeFilters 0..10 of RegisteredNodeFilter
        structure RegisteredNode InstanceId:ManagedNodeId Name:NodeName Transport:NodeTransport Host:NodeHost
          Port:NodePort User:NodeUser IdentityFile:AbsolutePath Sudo:boolean AcceptNewHostKey:boolean
          SpoolDirectory:AbsolutePath Tags:TagList PingStatus:PingStatus PlatformType:PlatformType
          PlatformName:string PlatformVersion:string Architecture:string Hostname:string Kernel:string BootId:string
          RegisteredAt:timestamp LastContactAt:timestamp
        list RegisteredNodes of RegisteredNode
        string FindingSeverity enum error warning
        structure NodeFinding Code:string Severity:FindingSeverity Message:string Hint:string
        list NodeFindings of NodeFinding

        structure AddNodeRequest Name*:NodeName Transport*:NodeTransport Host:NodeHost Port:NodePort User:NodeUser
          IdentityFile:AbsolutePath Sudo:boolean AcceptNewHostKey:boolean SpoolDirectory:AbsolutePath Tags:TagList
        structure AddNodeResult InstanceId:ManagedNodeId
        operation MaintenanceWindows.AddNode AddNodeRequest AddNodeResult
          InternalServerError ResourceLimitExceededException ValidationException
        structure ListRegisteredNodesRequest Filters:RegisteredNodeFilters MaxResults:FleetMaxResults NextToken:string
        structure ListRegisteredNodesResult Nodes:RegisteredNodes NextToken:string
        operation MaintenanceWindows.ListNodes ListRegisteredNodesRequest ListRegisteredNodesResult
          InternalServerError InvalidNextToken ValidationException
        structure GetRegisteredNodeRequest InstanceId:ManagedNodeId Name:NodeName
        structure GetRegisteredNodeResult Node:RegisteredNode
        operation MaintenanceWindows.GetNode GetRegisteredNodeRequest GetRegisteredNodeResult
          DoesNotExistException InternalServerError ValidationException
        structure RemoveNodeRequest InstanceId*:ManagedNodeId
        structure RemoveNodeResult InstanceId:ManagedNodeId
        operation MaintenanceWindows.RemoveNode RemoveNodeRequest RemoveNodeResult
          DoesNotExistException InternalServerError ValidationException
        structure UpdateNodeTagsRequest InstanceId*:ManagedNodeId TagsToAdd:TagList TagKeysToRemove:KeyList
        structure UpdateNodeTagsResult InstanceId:ManagedNodeId Tags:TagList
        operation MaintenanceWindows.UpdateNodeTags UpdateNodeTagsRequest UpdateNodeTagsResult
          DoesNotExistException InternalServerError ValidationException
        structure CheckNodeRequest InstanceId*:ManagedNodeId
        structure CheckNodeResult InstanceId:ManagedNodeId Healthy:boolean Findings:NodeFindings Node:RegisteredNode
          ClockSkewMilliseconds:long RoundTripMilliseconds:long CheckedAt:timestamp
        operation MaintenanceWindows.CheckNode CheckNodeRequest CheckNodeResult
          DoesNotExistException InternalServerError ValidationException

        # Windows: what would happen, and opening one now.
        string DaylightSavingMark enum shifted skipped repeated
        structure OpeningPreview ScheduledAt:timestamp LocalTime:string CutoffAt:timestamp EndsAt:timestamp
          DaylightSavingMark:DaylightSavingMark
        list OpeningPreviews of OpeningPreview
        structure WindowTargetPreview WindowTargetId:MaintenanceWindowTargetId Name:MaintenanceWindowName
          InstanceIds:ManagedNodeIds
        list WindowTargetPreviews of WindowTargetPreview
        structure WindowTaskPreview WindowTaskId:MaintenanceWindowTaskId Name:MaintenanceWindowName
          TaskArn:MaintenanceWindowTaskArn Priority:MaintenanceWindowTaskPriority InstanceIds:ManagedNodeIds
          MaxConcurrency:MaxConcurrency MaxErrors:MaxErrors EffectiveMaxConcurrency:integer EffectiveMaxErrors:integer
        list WindowTaskPreviews of WindowTaskPreview
        structure PreviewWarning Code:string Message:string
        list PreviewWarnings of PreviewWarning
        integer PreviewCount 1..100

        structure PreviewMaintenanceWindowRequest WindowId*:MaintenanceWindowId Count:PreviewCount
        structure PreviewMaintenanceWindowResult WindowId:MaintenanceWindowId Name:MaintenanceWindowName
          Schedule:MaintenanceWindowSchedule ScheduleTimezone:MaintenanceWindowTimezone Explanation:string
          Enabled:boolean Openings:OpeningPreviews Targets:WindowTargetPreviews
          Tasks:WindowTaskPreviews Warnings:PreviewWarnings
        operation MaintenanceWindows.PreviewMaintenanceWindow PreviewMaintenanceWindowRequest
          PreviewMaintenanceWindowResult DoesNotExistException InternalServerError ValidationException
        structure OpenMaintenanceWindowRequest WindowId*:MaintenanceWindowId
        structure OpenMaintenanceWindowResult WindowId:MaintenanceWindowId
          WindowExecutionId:MaintenanceWindowExecutionId
        operation MaintenanceWindows.OpenMaintenanceWindow OpenMaintenanceWindowRequest OpenMaintenanceWindowResult
          DoesNotExistException InternalServerError ValidationException

        # Patching: why a patch is not in, what the node itself says of a reboot, and what a snapshot has settled.
        extend PatchComplianceData Note:string
        extend InstancePatchState RebootWanted:boolean
        string PatchPackageName 1..256 ~ ^[\p{L}\p{N}][\p{L}\p{N}_.:+~\-]*$
        structure FrozenPatchVersion Package:string Product:string Version:string IsResolved:boolean
        list FrozenPatchVersions of FrozenPatchVersion
        structure FrozenSnapshot PatchGroup:string OperatingSystem:OperatingSystem SnapshotId:SnapshotId
          BaselineId:BaselineId BaselineName:BaselineName CreatedDate:timestamp ExpiresDate:timestamp
          IsCurrent:boolean Versions:FrozenPatchVersions
        list FrozenSnapshots of FrozenSnapshot
        # One thing that a baseline says of a version. The rule is numbered from 1; the subject is the filter, the entry
        # of a list or the notice that decides; the day is a date in UTC.
        string PatchReasonCode enum GlobalFilter RuleApproves RuleFilter RuleNotSecurity RuleWithoutNotice RuleWaiting
          RuleTooLate RuleUnreadableDate ListApproves ListNotSecurity Rejected
        structure PatchReason Code:PatchReasonCode Rule:integer Subject:string Day:string ReleasedAt:timestamp
        list PatchReasons of PatchReason
        string PatchStanding enum installed wanted superseded kept-out-by-snapshot not-applicable rejected
          not-approved
        list PatchSentences of string
        structure ExplainedPatchVersion Version:string Standing:PatchStanding IsApproved:boolean
          ComplianceLevel:PatchComplianceLevel Reasons:PatchReasons Sentences:PatchSentences
        list ExplainedPatchVersions of ExplainedPatchVersion
        list PatchVersionTexts of string
        structure PatchExplanation Package:string IsPresent:boolean InstalledVersions:PatchVersionTexts
          TargetVersion:string FrozenVersion:FrozenPatchVersion Versions:ExplainedPatchVersions Conclusion:string
        list PatchExplanations of PatchExplanation
        # Which rule chose the baseline: the request, the node's patch group, the system's default, or none of them.
        string BaselineChoice enum request patch-group default predefined

        structure DescribePatchSnapshotRequest SnapshotId*:SnapshotId
        structure DescribePatchSnapshotResult Snapshots:FrozenSnapshots
        operation MaintenanceWindows.DescribePatchSnapshot DescribePatchSnapshotRequest DescribePatchSnapshotResult
          DoesNotExistException InternalServerError ValidationException
        structure ExplainPatchRequest InstanceId*:ManagedNodeId Package*:PatchPackageName BaselineId:BaselineId
        structure ExplainPatchResult InstanceId:ManagedNodeId PatchGroup:string OperatingSystem:OperatingSystem
          Product:string BaselineId:BaselineId BaselineName:BaselineName BaselineChoice:BaselineChoice
          SnapshotId:SnapshotId ReportedAt:timestamp Explanations:PatchExplanations
        operation MaintenanceWindows.ExplainPatch ExplainPatchRequest ExplainPatchResult
          DoesNotExistException InternalServerError InvalidInstanceId ValidationException

        # Access keys: who may call over TCP.
        string AccessRole enum admin operator reader
        string AccessKeyName 16..128 ~ ^[A-Z0-9]+$
        string AccessKeySecret sensitive
        string AccessKeyDescription 1..128
        structure AccessKeySummary AccessKeyId:AccessKeyName Role:AccessRole Description:AccessKeyDescription
          CreatedAt:timestamp LastUsedAt:timestamp
        list AccessKeySummaries of AccessKeySummary
        structure CreateAccessKeyRequest Role*:AccessRole Description:AccessKeyDescription
        structure CreateAccessKeyResult AccessKeyId:AccessKeyName SecretAccessKey:AccessKeySecret Role:AccessRole
          CreatedAt:timestamp
        operation MaintenanceWindows.CreateAccessKey CreateAccessKeyRequest CreateAccessKeyResult
          InternalServerError ResourceLimitExceededException ValidationException
        structure ListAccessKeysRequest MaxResults:FleetMaxResults NextToken:string
        structure ListAccessKeysResult AccessKeys:AccessKeySummaries NextToken:string
        operation MaintenanceWindows.ListAccessKeys ListAccessKeysRequest ListAccessKeysResult
          InternalServerError InvalidNextToken ValidationException
        structure RevokeAccessKeyRequest AccessKeyId*:AccessKeyName
        structure RevokeAccessKeyResult AccessKeyId:AccessKeyName
        operation MaintenanceWindows.RevokeAccessKey RevokeAccessKeyRequest RevokeAccessKeyResult
          DoesNotExistException InternalServerError ValidationException

        # The service itself.
        structure OpenWindow WindowId:MaintenanceWindowId Name:MaintenanceWindowName
          WindowExecutionId:MaintenanceWindowExecutionId Status:MaintenanceWindowExecutionStatus
          OpenedAt:timestamp CutoffAt:timestamp EndsAt:timestamp
        list OpenWindows of OpenWindow
        structure UpcomingOpening WindowId:MaintenanceWindowId Name:MaintenanceWindowName ScheduledAt:timestamp
        list UpcomingOpenings of UpcomingOpening
        map Counts of string long
        structure GetServiceStatusRequest
        structure GetServiceStatusResult Version:string Region:string StartedAt:timestamp Now:timestamp
          TimeZoneDataVersion:string Counts:Counts OpenWindows:OpenWindows UpcomingOpenings:UpcomingOpenings
          Warnings:PreviewWarnings
        operation MaintenanceWindows.GetServiceStatus GetServiceStatusRequest GetServiceStatusResult InternalServerError
        long EventSequence 0..
        # EventJson is the event as rules and their topics see it: the event bus's envelope, on one line.
        structure ServiceEvent Sequence:EventSequence At:timestamp Kind:string Subject:string Detail:any Id:string
          EventJson:string
        list ServiceEvents of ServiceEvent
        structure ListEventsRequest After:EventSequence MaxResults:FleetMaxResults
        structure ListEventsResult Events:ServiceEvents LastSequence:EventSequence
        operation MaintenanceWindows.ListEvents ListEventsRequest ListEventsResult InternalServerError ValidationException

        # Rules: which events are told to which topic.
        string MessagingArn 1..1024
        string EventRuleName 1..64 ~ ^[A-Za-z0-9_.\-]+$
        string EventRuleDescription 0..512
        string EventPatternText 1..4096
        string EventText 1..262144
        structure EventRule Name:EventRuleName TopicArn:MessagingArn EventPattern:EventPatternText
          Description:EventRuleDescription CreatedAt:timestamp
        list EventRules of EventRule
        structure CreateEventRuleRequest Name*:EventRuleName TopicArn*:MessagingArn EventPattern*:EventPatternText
          Description:EventRuleDescription
        structure CreateEventRuleResult Name:EventRuleName
        operation MaintenanceWindows.CreateEventRule CreateEventRuleRequest CreateEventRuleResult
          AlreadyExistsException DoesNotExistException InternalServerError ValidationException
        structure ListEventRulesRequest
        structure ListEventRulesResult Rules:EventRules
        operation MaintenanceWindows.ListEventRules ListEventRulesRequest ListEventRulesResult InternalServerError
        structure DescribeEventRuleRequest Name*:EventRuleName
        structure DescribeEventRuleResult Rule:EventRule
        operation MaintenanceWindows.DescribeEventRule DescribeEventRuleRequest DescribeEventRuleResult
          DoesNotExistException InternalServerError ValidationException
        structure DeleteEventRuleRequest Name*:EventRuleName
        structure DeleteEventRuleResult Name:EventRuleName
        operation MaintenanceWindows.DeleteEventRule DeleteEventRuleRequest DeleteEventRuleResult
          DoesNotExistException InternalServerError ValidationException
        structure TestEventPatternRequest EventPattern*:EventPatternText Event*:EventText
        structure TestEventPatternResult Matches:boolean
        operation MaintenanceWindows.TestEventPattern TestEventPatternRequest TestEventPatternResult
          InternalServerError ValidationException

        # Deliveries: what is owed to whom, and how the last try ended.
        string DeliveryState enum owed delivered dead withdrawn
        list DeliveryStates 0..4 of DeliveryState
        long DeliveryNumber 1..
        list DeliveryNumbers 1..50 of DeliveryNumber
        structure NotificationDelivery DeliveryId:DeliveryNumber SubscriptionArn:MessagingArn
          TopicArn:MessagingArn Protocol:string Endpoint:string Kind:string MessageId:string Subject:string
          State:DeliveryState Attempts:integer CreatedAt:timestamp LastAttemptAt:timestamp LastAnswer:string
          NextAttemptAt:timestamp EndedAt:timestamp
        list NotificationDeliveries of NotificationDelivery
        structure DeliveredAttribute Type:string Value:string
        map DeliveredAttributes of string DeliveredAttribute
        structure ListDeliveriesRequest States:DeliveryStates TopicArn:MessagingArn
          SubscriptionArn:MessagingArn MaxResults:FleetMaxResults NextToken:string
        structure ListDeliveriesResult Deliveries:NotificationDeliveries NextToken:string
        operation MaintenanceWindows.ListDeliveries ListDeliveriesRequest ListDeliveriesResult
          DoesNotExistException InternalServerError InvalidNextToken ValidationException
        structure DescribeDeliveryRequest DeliveryId*:DeliveryNumber
        structure DescribeDeliveryResult Delivery:NotificationDelivery Message:string
          MessageAttributes:DeliveredAttributes
        operation MaintenanceWindows.DescribeDelivery DescribeDeliveryRequest DescribeDeliveryResult
          DoesNotExistException InternalServerError ValidationException
        structure RetryDeliveriesRequest DeliveryIds:DeliveryNumbers SubscriptionArn:MessagingArn
          TopicArn:MessagingArn
        structure RetryDeliveriesResult Count:integer
        operation MaintenanceWindows.RetryDeliveries RetryDeliveriesRequest RetryDeliveriesResult
          DoesNotExistException InternalServerError ValidationException

        # A message to one subscription, now, outside its queue; and the key that messages are signed with.
        structure TestSubscriptionRequest SubscriptionArn*:MessagingArn
        structure TestSubscriptionResult Delivered:boolean Answer:string Milliseconds:long
        operation MaintenanceWindows.TestSubscription TestSubscriptionRequest TestSubscriptionResult
          DoesNotExistException InternalServerError ValidationException
        structure RotateSigningKeyRequest
        structure RotateSigningKeyResult CertificateUrl:string NotAfter:timestamp
        operation MaintenanceWindows.RotateSigningKey RotateSigningKeyRequest RotateSigningKeyResult InternalServerError
        """#
}
