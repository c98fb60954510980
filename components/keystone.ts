import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface KeystoneArgs {
	/** The environment's name. A change replaces the parameter, which its protection refuses. */
	environment: string;
	/** What the environment is for: the parameter's value, for people and programs that look it up. */
	role: string;
}

/**
 * Stands on the whole of a permanent environment and is protected. The engine deletes what nothing else stands on first,
 * so an attempt to destroy the environment fails here, before anything else is gone. It has to depend on everything.
 */
export class Keystone extends pulumi.ComponentResource {
	constructor(name: string, args: KeystoneArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Keystone", name, {}, opts);
		new aws.ssm.Parameter(
			name,
			{
				name: `/understudy/${args.environment}/role`,
				type: "String",
				value: args.role,
				description: `The environment ${args.environment} is permanent: its stack is not to be destroyed`,
			},
			{ parent: this, protect: true, dependsOn: opts?.dependsOn },
		);
		this.registerOutputs({});
	}
}
