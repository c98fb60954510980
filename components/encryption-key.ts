import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface EncryptionKeyArgs {
	/** The environment's name, for the alias and the description. */
	environment: string;
	/** AWS account that owns the key. */
	account: string;
	region: string;
	/** Whether the key is protected: without it, everything that it encrypted is lost, snapshots included. */
	permanent: boolean;
}

/** The one key that encrypts everything an environment stores. It rotates every year; old data stays readable. */
export class EncryptionKey extends pulumi.ComponentResource {
	readonly arn: pulumi.Output<string>;

	constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:EncryptionKey", name, {}, opts);
		const key = new aws.kms.Key(
			name,
			{
				description: `Everything that ${args.environment} stores`,
				enableKeyRotation: true,
				deletionWindowInDays: 30,
				policy: JSON.stringify({ Version: "2012-10-17", Statement: statements(args) }),
			},
			{ parent: this, protect: args.permanent },
		);
		const alias = { name: `alias/understudy/${args.environment}`, targetKeyId: key.id };
		new aws.kms.Alias(name, alias, { parent: this });
		this.arn = key.arn;
		this.registerOutputs({ arn: this.arn });
	}
}

/** In a key's own policy, `Resource: "*"` means this key: KMS has no narrower way to write it. */
function statements({ account, region }: EncryptionKeyArgs): object[] {
	const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
	return [
		{
			Sid: "AccountDecidesByIam",
			Effect: "Allow",
			Principal: { AWS: `arn:aws:iam::${account}:root` },
			Action: "kms:*",
			Resource: "*",
		},
		{
			Sid: "LogGroupsOfThisAccount",
			Effect: "Allow",
			Principal: { Service: `logs.${region}.amazonaws.com` },
			Action: use,
			Resource: "*",
			Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` } },
		},
		{
			Sid: "AlarmsToTheTopic",
			Effect: "Allow",
			Principal: { Service: "cloudwatch.amazonaws.com" },
			Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
			Resource: "*",
			Condition: { StringEquals: { "aws:SourceAccount": account } },
		},
		{
			Sid: "DistributionsReadMedia",
			Effect: "Allow",
			Principal: { Service: "cloudfront.amazonaws.com" },
			Action: ["kms:Decrypt"],
			Resource: "*",
			Condition: { StringLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
		},
	];
}
