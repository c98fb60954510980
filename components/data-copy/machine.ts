import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { type Machine as Definition, metricNamespace } from "./machines/states";
import { machineName } from "./names";
import { type Right, serviceRole } from "./service-role";

export interface MachineArgs {
	environment: string;
	account: string;
	region: string;
	purpose: "export" | "reap" | "import";
	/** The machine, as the States Language has it. In place: runs that have begun go on as they were. */
	definition: pulumi.Input<Definition>;
	/** The families of the tasks that it runs, and the roles that those work under. */
	families: pulumi.Input<string>[];
	roleArns: pulumi.Input<string>[];
	/** The clusters that they run on. */
	clusterArns: pulumi.Input<string>[];
	topicArn: pulumi.Input<string>;
	/** Key that encrypts the topic. */
	kmsKeyArn: pulumi.Input<string>;
	/** What else it may do. */
	rights?: Right[];
	/** What has to be there before it runs, besides. */
	after?: pulumi.Resource[];
}

/**
 * A state machine, and what it may do: run those tasks, count, and publish to the one topic.
 * @returns its ARN
 */
export function stateMachine(name: string, args: MachineArgs, opts: pulumi.ResourceOptions): pulumi.Output<string> {
	const { account, region } = args;
	const role = serviceRole(
		name,
		{
			service: "states",
			account,
			rights: [
				{
					Action: ["ecs:RunTask"],
					Resource: args.families.map((family) => pulumi.interpolate`${family}:*`),
					Condition: { ArnEquals: { "ecs:cluster": args.clusterArns } },
				},
				{
					Action: ["ecs:StopTask", "ecs:DescribeTasks"],
					Resource: `arn:aws:ecs:${region}:${account}:task/*`,
					Condition: { ArnEquals: { "ecs:cluster": args.clusterArns } },
				},
				{
					// Tasks are tagged as their definitions are, which is a right of its own.
					Action: ["ecs:TagResource"],
					Resource: `arn:aws:ecs:${region}:${account}:task/*`,
					Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
				},
				{
					// How Step Functions hears that a task has ended: a rule of its own.
					Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
					Resource: `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForECSTaskRule`,
				},
				{
					Action: ["iam:PassRole"],
					Resource: args.roleArns,
					Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
				},
				{
					// The service knows no resource for this action, but the namespace that is written to.
					Action: ["cloudwatch:PutMetricData"],
					Resource: "*",
					Condition: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
				},
				...publishing(args.topicArn, args.kmsKeyArn, region),
				...(args.rights ?? []),
			],
		},
		opts,
	);
	const machine = new aws.sfn.StateMachine(
		name,
		{
			name: machineName(args.environment, args.purpose),
			roleArn: role.arn,
			definition: pulumi.jsonStringify(args.definition),
		},
		{ ...opts, dependsOn: [role.policy, ...(args.after ?? [])] },
	);
	return machine.arn;
}

/** To publish to a topic, and to use the key that it is encrypted with for that and nothing else. */
export function publishing(topicArn: pulumi.Input<string>, kmsKeyArn: pulumi.Input<string>, region: string): Right[] {
	return [
		{ Action: ["sns:Publish"], Resource: topicArn },
		{
			Action: ["kms:Decrypt", "kms:GenerateDataKey"],
			Resource: kmsKeyArn,
			Condition: { StringEquals: { "kms:ViaService": `sns.${region}.amazonaws.com` } },
		},
	];
}
