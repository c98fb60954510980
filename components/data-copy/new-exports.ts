import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import type { Target } from "../../settings/data";
import { prefixes } from "./machines/export";
import { importBus } from "./names";
import { serviceRole } from "./service-role";

export interface NewExportsArgs {
	account: string;
	bucketName: string;
	/** Who is told, but for branches: they come and go, and ask by themselves. In place. */
	targets: Target[];
}

/** Tells the targets of each new export: its manifest, which is written last, is news for the event bus of each. */
export function tellNews(name: string, args: NewExportsArgs, opts: pulumi.ResourceOptions): void {
	const told = args.targets.filter(({ stack }) => !stack.includes("*"));
	if (told.length === 0) return;
	const busOf = ({ stack, account, region }: Target) =>
		`arn:aws:events:${region}:${account}:event-bus/${importBus(stack)}`;
	const rule = new aws.cloudwatch.EventRule(
		name,
		{
			description: "A new export of the data copy",
			eventPattern: JSON.stringify({
				source: ["aws.s3"],
				"detail-type": ["Object Created"],
				detail: {
					bucket: { name: [args.bucketName] },
					object: { key: [{ wildcard: `${prefixes.exports}/*/manifest.json` }] },
				},
			}),
		},
		opts,
	);
	const role = serviceRole(
		name,
		{
			service: "events",
			account: args.account,
			rights: [{ Action: ["events:PutEvents"], Resource: told.map(busOf).sort() }],
		},
		opts,
	);
	for (const target of told)
		new aws.cloudwatch.EventTarget(
			`${name}-${target.stack}`,
			{ rule: rule.name, arn: busOf(target), roleArn: role.arn },
			{ ...opts, dependsOn: [role.policy] },
		);
}
