import * as pulumi from "@pulumi/pulumi";
import { publishing } from "./machine";
import { prefixes } from "./machines/export";
import type { Right } from "./service-role";
import type { Workshop } from "./workshop";

interface Place {
	account: string;
	region: string;
	/** The secret of the database's master user, and the environment's key, which encrypts it. */
	secretArn: pulumi.Input<string>;
	kmsKeyArn: pulumi.Input<string>;
}

/** To log in to the environment's own database. */
function login({ secretArn, kmsKeyArn, region }: Place): Right[] {
	return [
		{ Action: ["secretsmanager:GetSecretValue"], Resource: secretArn },
		{
			Action: ["kms:Decrypt"],
			Resource: kmsKeyArn,
			Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
		},
	];
}

/** What the task that loads exports may do: read them, and log in to the environment's own database. */
export function loaderRights(
	args: Place & { from: { bucket: string; stack: string; account: string; region: string } },
): Right[] {
	const { from } = args;
	const bucket = `arn:aws:s3:::${from.bucket}`;
	return [
		...login(args),
		{ Action: ["s3:GetObject"], Resource: `${bucket}/${prefixes.exports}/*` },
		{
			Action: ["s3:ListBucket"],
			Resource: bucket,
			Condition: { StringLike: { "s3:prefix": `${prefixes.exports}/*` } },
		},
		{
			// The key's id is known in the other account alone: it is told by what it decrypts, the objects of that bucket.
			Action: ["kms:Decrypt"],
			Resource: `arn:aws:kms:${from.region}:${from.account}:key/*`,
			Condition: {
				StringEquals: { "kms:ViaService": `s3.${from.region}.amazonaws.com` },
				StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
			},
		},
	];
}

/** What the task that switches the application over may do: two parameters, three services, and tell people. */
export function stewardRights(
	args: Place & {
		parameterArn: pulumi.Input<string>;
		factsArn: pulumi.Input<string>;
		clusterName: pulumi.Input<string>;
		services: pulumi.Input<string>[];
		topicArn: pulumi.Input<string>;
		workshop: Workshop;
	},
): Right[] {
	const { account, region } = args;
	return [
		...login(args),
		{ Action: ["ssm:GetParameter", "ssm:PutParameter"], Resource: [args.parameterArn, args.factsArn] },
		{
			Action: ["ecs:UpdateService", "ecs:DescribeServices"],
			Resource: args.services.map(
				(service) => pulumi.interpolate`arn:aws:ecs:${region}:${account}:service/${args.clusterName}/${service}`,
			),
		},
		{ Action: ["logs:FilterLogEvents"], Resource: pulumi.interpolate`${args.workshop.logGroupArn}:*` },
		...publishing(args.topicArn, args.kmsKeyArn, region),
	];
}
