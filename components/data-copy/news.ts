import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { exportsBucket, importBus, type Place } from "./names";
import { serviceRole } from "./service-role";

export interface NewsArgs {
	environment: string;
	account: string;
	/** The state machine that is started by news of an export. */
	machineArn: pulumi.Input<string>;
	/** Where exports come from. */
	from: Place;
}

/** Hears of new exports, from the source's account, and starts an import. */
export function hearNews(name: string, args: NewsArgs, opts: pulumi.ResourceOptions): void {
	const { environment, account, from } = args;
	const bus = new aws.cloudwatch.EventBus(name, { name: importBus(environment) }, opts);
	new aws.cloudwatch.EventBusPolicy(
		name,
		{
			eventBusName: bus.name,
			policy: pulumi.jsonStringify({
				Version: "2012-10-17",
				Statement: [
					{
						Sid: "SourceTells",
						Effect: "Allow",
						Principal: { AWS: `arn:aws:iam::${from.account}:root` },
						Action: "events:PutEvents",
						Resource: bus.arn,
					},
				],
			}),
		},
		opts,
	);
	const role = serviceRole(
		name,
		{
			service: "events",
			account,
			rights: [{ Action: ["states:StartExecution"], Resource: args.machineArn }],
		},
		opts,
	);
	const rule = new aws.cloudwatch.EventRule(
		name,
		{
			eventBusName: bus.name,
			description: `A new export of ${from.stack}'s data`,
			eventPattern: JSON.stringify({
				account: [from.account],
				source: ["aws.s3"],
				detail: { bucket: { name: [exportsBucket(from)] } },
			}),
		},
		opts,
	);
	new aws.cloudwatch.EventTarget(
		name,
		{ eventBusName: bus.name, rule: rule.name, arn: args.machineArn, roleArn: role.arn },
		{ ...opts, dependsOn: [role.policy] },
	);
}
