import type { Kind } from "../kind";

/** What runs the application, and under which rights. */
export const running: Record<string, Kind> = {
	"aws:ecs/cluster:Cluster": {
		cloudFormation: "AWS::ECS::Cluster",
		replaces: ["name"],
		inPlace: ["settings"],
		source: "internal/service/ecs/cluster.go",
		autoName: { property: "name", longest: 255 },
		id: ({ inputs, account, region }) => `arn:aws:ecs:${region}:${account}:cluster/${inputs.name}`,
		arn: "{id}",
	},
	"aws:ecs/taskDefinition:TaskDefinition": {
		cloudFormation: "AWS::ECS::TaskDefinition",
		inPlace: ["skipDestroy", "trackLatest"],
		source: "internal/service/ecs/task_definition.go",
		id: "{family}",
		arn: "arn:aws:ecs:{region}:{account}:task-definition/{family}:{revision}",
		outputs: ({ inputs, account, region, arn, hex }) => {
			// Revisions count up; where nothing is remembered of the last one, any later number does.
			const revision = 1 + (Number.parseInt(hex(4), 16) % 9000);
			return {
				arn: arn.replace("{revision}", String(revision)),
				arnWithoutRevision: `arn:aws:ecs:${region}:${account}:task-definition/${inputs.family}`,
				revision,
			};
		},
	},
	"aws:ecs/service:Service": {
		cloudFormation: "AWS::ECS::Service",
		replaces: ["cluster", "launchType", "name"],
		inPlace: [
			"deploymentCircuitBreaker",
			"deploymentMaximumPercent",
			"deploymentMinimumHealthyPercent",
			"forceDelete",
			"waitForSteadyState",
		],
		source: "internal/service/ecs/service.go",
		autoName: { property: "name", longest: 255 },
		id: ({ inputs, account, region }) =>
			`arn:aws:ecs:${region}:${account}:service/${String(inputs.cluster).split("/").at(-1)}/${inputs.name}`,
		arn: "{id}",
	},
	"aws:appautoscaling/target:Target": {
		cloudFormation: "AWS::ApplicationAutoScaling::ScalableTarget",
		id: "{resourceId}",
		arn: "arn:aws:application-autoscaling:{region}:{account}:scalable-target/#",
	},
	"aws:appautoscaling/policy:Policy": {
		cloudFormation: "AWS::ApplicationAutoScaling::ScalingPolicy",
		replaces: ["name"],
		source: "internal/service/appautoscaling/policy.go",
		autoName: { property: "name", longest: 255 },
		id: "{name}",
		arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:#:resource/ecs/{resourceId}:policyName/{name}",
	},
	"aws:iam/role:Role": {
		cloudFormation: "AWS::IAM::Role",
		replaces: ["name", "path"],
		inPlace: ["assumeRolePolicy"],
		source: "internal/service/iam/role.go",
		autoName: { property: "name", longest: 64 },
		id: "{name}",
		arn: "arn:aws:iam::{account}:role/{name}",
		outputs: ({ hex }) => ({ uniqueId: `AROA${hex(17).toUpperCase()}` }),
	},
	"aws:iam/rolePolicy:RolePolicy": {
		replaces: ["name", "role"],
		inPlace: ["policy"],
		source: "internal/service/iam/role_policy.go",
		autoName: { property: "name", longest: 128 },
		id: "{role}:{name}",
	},
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
		replaces: ["policyArn", "role"],
		source: "internal/service/iam/role_policy_attachment.go",
		id: "{role}-#",
	},
};
