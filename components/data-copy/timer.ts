import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { cronOf, type Schedule } from "../../settings/schedule";
import { serviceRole } from "./service-role";

export interface TimerArgs {
	account: string;
	/** The state machine that is started. */
	machineArn: pulumi.Input<string>;
	/** When: a schedule, or an expression of EventBridge Scheduler such as rate(2 hours). In place. */
	schedule: Schedule | string;
}

/** Starts a state machine again and again. */
export function startRegularly(name: string, args: TimerArgs, opts: pulumi.ResourceOptions): void {
	const role = serviceRole(
		name,
		{
			service: "scheduler",
			account: args.account,
			rights: [{ Action: ["states:StartExecution"], Resource: args.machineArn }],
		},
		opts,
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
		{ ...opts, dependsOn: [role.policy] },
	);
}
