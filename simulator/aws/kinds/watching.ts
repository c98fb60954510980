import type { Kind } from "../kind";

/** Logs, alarms, dashboards and the topic that alarms go to. */
export const watching: Record<string, Kind> = {
	"aws:cloudwatch/logGroup:LogGroup": {
		cloudFormation: "AWS::Logs::LogGroup",
		replaces: ["name", "logGroupClass"],
		inPlace: ["skipDestroy"],
		source: "internal/service/logs/group.go",
		autoName: { property: "name", longest: 512 },
		id: "{name}",
		arn: "arn:aws:logs:{region}:{account}:log-group:{name}",
	},
	"aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
		cloudFormation: "AWS::Logs::ResourcePolicy",
		id: "{policyName}",
	},
	"aws:cloudwatch/metricAlarm:MetricAlarm": {
		cloudFormation: "AWS::CloudWatch::Alarm",
		replaces: ["name"],
		source: "internal/service/cloudwatch/metric_alarm.go",
		autoName: { property: "name", longest: 255 },
		id: "{name}",
		arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{name}",
	},
	"aws:cloudwatch/dashboard:Dashboard": {
		cloudFormation: "AWS::CloudWatch::Dashboard",
		id: "{dashboardName}",
		arn: "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}",
		outputs: ({ arn }) => ({ dashboardArn: arn }),
	},
	"aws:sns/topic:Topic": {
		cloudFormation: "AWS::SNS::Topic",
		replaces: ["name"],
		inPlace: ["policy"],
		source: "internal/service/sns/topic.go",
		autoName: { property: "name", longest: 256 },
		id: ({ inputs, account, region }) => `arn:aws:sns:${region}:${account}:${inputs.name}`,
		arn: "{id}",
	},
	"aws:sns/topicPolicy:TopicPolicy": {
		replaces: ["arn"],
		inPlace: ["policy"],
		source: "internal/service/sns/topic_policy.go",
		id: ({ inputs }) => String(inputs.arn),
	},
	"aws:sns/topicSubscription:TopicSubscription": {
		replaces: ["endpoint", "protocol", "topic"],
		source: "internal/service/sns/topic_subscription.go",
		id: ({ inputs, hex }) => `${inputs.topic}:${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "{id}",
	},
};
