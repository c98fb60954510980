import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface ServedSchemaArgs {
	/** The environment's name, for the parameter's. A change makes a new parameter. */
	environment: string;
	/** The schema that is served at first. What is served later is the data copy's to say, and no change of a stack. */
	schema: string;
}

/** The parameter that says which schema of the database the application serves: its tasks read it when they start. */
export class ServedSchema extends pulumi.ComponentResource {
	readonly parameterName: string;
	readonly parameterArn: pulumi.Output<string>;

	constructor(name: string, args: ServedSchemaArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:ServedSchema", name, {}, opts);
		this.parameterName = `/understudy/${args.environment}/schema`;
		const parameter = new aws.ssm.Parameter(
			name,
			{
				name: this.parameterName,
				type: "String",
				insecureValue: args.schema,
				description: `The schema that ${args.environment} serves`,
			},
			{ parent: this, ignoreChanges: ["insecureValue", "value"] },
		);
		this.parameterArn = parameter.arn;
		this.registerOutputs({ parameterArn: this.parameterArn });
	}
}
