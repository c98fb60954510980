import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";

/**
 * The key of clones, of their passwords, and of the secret that pseudonyms are made with. Whoever may use it and not the
 * environment's own can read a clone and nothing else.
 */
export function cloneKey(
	name: string,
	{ environment, account }: { environment: string; account: string },
	opts: pulumi.ResourceOptions,
): aws.kms.Key {
	const policy = {
		Version: "2012-10-17",
		Statement: [
			{
				Sid: "AccountDecidesByIam",
				Effect: "Allow",
				Principal: { AWS: `arn:aws:iam::${account}:root` },
				Action: "kms:*",
				Resource: "*",
			},
		],
	};
	const key = new aws.kms.Key(
		name,
		{
			description: `Clones of ${environment}'s database, and the secret of the pseudonyms`,
			enableKeyRotation: true,
			deletionWindowInDays: 30,
			policy: JSON.stringify(policy),
		},
		opts,
	);
	new aws.kms.Alias(name, { name: `alias/understudy/${environment}-clones`, targetKeyId: key.id }, opts);
	return key;
}
