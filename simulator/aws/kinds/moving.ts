import type { Kind } from "../kind";

/** What starts work and leads it: state machines, schedules, events. */
export const moving: Record<string, Kind> = {
	"aws:sfn/stateMachine:StateMachine": {
		cloudFormation: "AWS::StepFunctions::StateMachine",
		replaces: ["name", "namePrefix", "type"],
		inPlace: ["definition", "roleArn"],
		source: "internal/service/sfn/state_machine.go",
		autoName: { property: "name", longest: 80 },
		id: ({ inputs, account, region }) => `arn:aws:states:${region}:${account}:stateMachine:${inputs.name}`,
		arn: "{id}",
		outputs: () => ({ status: "ACTIVE" }),
		changing: ["revisionId", "stateMachineVersionArn", "versionDescription"],
	},
	"aws:scheduler/schedule:Schedule": {
		cloudFormation: "AWS::Scheduler::Schedule",
		replaces: ["groupName", "name", "namePrefix"],
		inPlace: ["flexibleTimeWindow", "scheduleExpression", "scheduleExpressionTimezone", "state", "target"],
		source: "internal/service/scheduler/schedule.go",
		autoName: { property: "name", longest: 64 },
		id: "default/{name}",
		arn: "arn:aws:scheduler:{region}:{account}:schedule/default/{name}",
	},
	"aws:cloudwatch/eventBus:EventBus": {
		cloudFormation: "AWS::Events::EventBus",
		replaces: ["eventSourceName", "name"],
		inPlace: ["deadLetterConfig", "description", "kmsKeyIdentifier", "logConfig"],
		source: "internal/service/events/bus.go",
		id: "{name}",
		arn: "arn:aws:events:{region}:{account}:event-bus/{name}",
	},
	"aws:cloudwatch/eventBusPolicy:EventBusPolicy": {
		replaces: ["eventBusName"],
		inPlace: ["policy"],
		source: "internal/service/events/bus_policy.go",
		id: "{eventBusName}",
	},
	"aws:cloudwatch/eventRule:EventRule": {
		cloudFormation: "AWS::Events::Rule",
		replaces: ["eventBusName", "name", "namePrefix"],
		inPlace: ["description", "eventPattern", "forceDestroy", "roleArn", "scheduleExpression", "state"],
		source: "internal/service/events/rule.go",
		autoName: { property: "name", longest: 64 },
		id: ({ inputs }) => (inputs.eventBusName ? `${inputs.eventBusName}/${inputs.name}` : String(inputs.name)),
		arn: "arn:aws:events:{region}:{account}:rule/{id}",
	},
	"aws:cloudwatch/eventTarget:EventTarget": {
		replaces: ["eventBusName", "rule", "targetId"],
		inPlace: ["arn", "forceDestroy", "input", "inputPath", "inputTransformer", "retryPolicy", "roleArn"],
		source: "internal/service/events/target.go",
		id: "{rule}-#",
	},
};
