import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";

/** What a role may do: a statement of a policy that allows it. */
export interface Right {
	Action: string[];
	Resource: pulumi.Input<string> | pulumi.Input<string>[];
	Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

export interface ServiceRoleArgs {
	/** The service of AWS that works under it, such as ecs-tasks. */
	service: "ecs-tasks" | "states" | "scheduler" | "events";
	account: string;
	/** The role's name, where others have to know it. Default: the engine's choice. A change makes a new role. */
	roleName?: string;
	rights: Right[];
}

/** A role, and what has to be there before anything works under it. */
export interface ServiceRole {
	arn: pulumi.Output<string>;
	policy: aws.iam.RolePolicy;
}

/** A role of one service in this account, with what it may do and nothing else. */
export function serviceRole(name: string, args: ServiceRoleArgs, opts: pulumi.ResourceOptions): ServiceRole {
	const trust = {
		Version: "2012-10-17",
		Statement: [
			{
				Effect: "Allow",
				Principal: { Service: `${args.service}.amazonaws.com` },
				Action: "sts:AssumeRole",
				// Only on behalf of this account: the service works for all of them.
				Condition: { StringEquals: { "aws:SourceAccount": args.account } },
			},
		],
	};
	const role = new aws.iam.Role(name, { name: args.roleName, assumeRolePolicy: JSON.stringify(trust) }, opts);
	const Statement = args.rights.map((right) => ({ Effect: "Allow", ...right }));
	const document = pulumi.jsonStringify({ Version: "2012-10-17", Statement });
	return { arn: role.arn, policy: new aws.iam.RolePolicy(name, { role: role.id, policy: document }, opts) };
}
