import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { cronOf, type Schedule } from "../../settings/schedule";
import { ServiceRole } from "./service-role";

export interface TimerArgs {
	account: string;
	/** The state machine that is started. */
	machineArn: pulumi.Input<string>;
	/** When: a schedule, or an expression of EventBridge Scheduler such as rate(2 hours). In place. */
	schedule: Schedule | string;
}

/** Starts a state machine again and again. */
export class Timer extends pulumi.ComponentResource {
	constructor(name: string, args: TimerArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Timer", name, {}, opts);
		const role = new ServiceRole(
			name,
			{
				service: "scheduler",
				account: args.account,
				rights: [{ Action: ["states:StartExecution"], Resource: args.machineArn }],
			},
			{ parent: this },
		);
		const when = typeof args.schedule === "string" ? { expression: args.schedule } : cronOf(args.schedule);
		new aws.scheduler.Schedule(
			name,
			{
				scheduleExpression: when.expression,
				scheduleExpressionTimezone: "timezone" in when ? when.timezone : undefined,
				flexibleTimeWindow: { mode: "OFF" },
				target: {
					arn: args.machineArn,
					roleArn: role.arn,
					retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
				},
			},
			{ parent: this, dependsOn: [role.policy] },
		);
		this.registerOutputs({});
	}
}
