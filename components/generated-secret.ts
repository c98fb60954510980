import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as aws from "../aws";

export interface GeneratedSecretArgs {
	/** Key that encrypts the secret. In place. */
	kmsKeyArn: pulumi.Input<string>;
	/** Characters. A change makes a new value, which whoever uses it has to be told. */
	length: number;
	/**
	 * Whether at least one of each kind of character is in it, `-` and `_` as the special ones; else letters and digits.
	 * A change makes a new value.
	 */
	mixed?: boolean;
	/** Whether the value is protected from being replaced or deleted. */
	permanent?: boolean;
}

/** A value that nobody chose and nobody sees: made once, kept in Secrets Manager as plain text. */
export class GeneratedSecret extends pulumi.ComponentResource {
	readonly arn: pulumi.Output<string>;
	/** The value itself, a secret in the state. */
	readonly value: pulumi.Output<string>;

	constructor(name: string, args: GeneratedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:GeneratedSecret", name, {}, opts);
		const kept = { parent: this, protect: args.permanent };
		const characters = args.mixed
			? { minLower: 1, minUpper: 1, minNumeric: 1, minSpecial: 1, overrideSpecial: "-_" }
			: { special: false };
		const password = new random.RandomPassword(name, { length: args.length, ...characters }, kept);
		const secret = new aws.secretsmanager.Secret(name, { kmsKeyId: args.kmsKeyArn }, kept);
		new aws.secretsmanager.SecretVersion(name, { secretId: secret.id, secretString: password.result }, kept);
		this.arn = secret.arn;
		this.value = password.result;
		this.registerOutputs({ arn: this.arn });
	}
}
