import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../../aws";
import type { Exports } from "./exports";
import { publishing } from "./machine";
import { clonePrefix, prefixes } from "./machines/export";
import type { Right } from "./service-role";
import type { Workshop } from "./workshop";

interface Place {
	account: string;
	region: string;
}

/**
 * What the task that reads a clone may do: take the clone's password and the pseudonyms' secret, and read and write the
 * bucket. It has no right to the environment's own key, and so to nothing that is encrypted with it.
 */
export function readerRights(
	args: Place & { exports: Exports; cloneKey: aws.kms.Key; pseudonymsArn: pulumi.Input<string> },
): Right[] {
	const { account, region, exports, cloneKey } = args;
	const written = [prefixes.exports, prefixes.runs].map(
		(prefix) => pulumi.interpolate`${exports.bucketArn}/${prefix}/*`,
	);
	return [
		{ Action: ["secretsmanager:GetSecretValue"], Resource: args.pseudonymsArn },
		{
			// RDS names the secrets of clusters itself, and tags them with the cluster.
			Action: ["secretsmanager:GetSecretValue"],
			Resource: `arn:aws:secretsmanager:${region}:${account}:secret:rds!cluster-*`,
			Condition: {
				StringLike: {
					"aws:ResourceTag/aws:rds:primaryDBClusterArn": `arn:aws:rds:${region}:${account}:cluster:${clonePrefix}*`,
				},
			},
		},
		{
			Action: ["kms:Decrypt"],
			Resource: cloneKey.arn,
			Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
		},
		{
			Action: ["s3:ListBucket"],
			Resource: exports.bucketArn,
			Condition: { StringLike: { "s3:prefix": `${prefixes.exports}/*` } },
		},
		{ Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: written },
		{ Action: ["s3:GetObject"], Resource: pulumi.interpolate`${exports.bucketArn}/${prefixes.rules}/*` },
		{ Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: exports.keyArn },
	];
}

/**
 * What the task that makes and deletes clones may do. To clone is to use the source's key, which RDS does on its behalf: it
 * can decrypt nothing itself. What it deletes has a clone's name.
 */
export function stewardRights(
	args: Place & {
		databaseArn: pulumi.Input<string>;
		kmsKeyArn: pulumi.Input<string>;
		topicArn: pulumi.Input<string>;
		workshop: Workshop;
		exports: Exports;
		cloneKey: aws.kms.Key;
		subnetGroup: aws.rds.SubnetGroup;
	},
): Right[] {
	const { account, region, exports, cloneKey, workshop } = args;
	const rds = (what: string) => `arn:aws:rds:${region}:${account}:${what}`;
	const [clusters, instances] = [rds(`cluster:${clonePrefix}*`), rds(`db:${clonePrefix}*`)];
	const viaRds = { StringEquals: { "kms:ViaService": `rds.${region}.amazonaws.com` } };
	const viaRdsOrSecrets = {
		StringEquals: { "kms:ViaService": [`rds.${region}.amazonaws.com`, `secretsmanager.${region}.amazonaws.com`] },
	};
	return [
		{
			Action: ["rds:RestoreDBClusterToPointInTime"],
			Resource: [args.databaseArn, clusters, args.subnetGroup.arn, rds("cluster-pg:*"), rds("og:*")],
		},
		{ Action: ["rds:CreateDBInstance"], Resource: [clusters, instances, args.subnetGroup.arn, rds("pg:*")] },
		{ Action: ["rds:ModifyDBCluster"], Resource: [clusters, rds("cluster-pg:*")] },
		// No snapshot is made, and still the right to one is asked for.
		{ Action: ["rds:DeleteDBCluster"], Resource: [clusters, rds(`cluster-snapshot:${clonePrefix}*`)] },
		{ Action: ["rds:DeleteDBInstance"], Resource: instances },
		{ Action: ["rds:AddTagsToResource"], Resource: [clusters, instances] },
		// To find what was left over, all of them have to be listed.
		{ Action: ["rds:DescribeDBClusters"], Resource: rds("cluster:*") },
		{ Action: ["rds:DescribeDBInstances"], Resource: rds("db:*") },
		{
			// A password that RDS manages is made in the name of whoever asks for it.
			Action: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
			Resource: `arn:aws:secretsmanager:${region}:${account}:secret:rds!cluster-*`,
		},
		{
			Action: ["kms:CreateGrant"],
			Resource: [args.kmsKeyArn, cloneKey.arn],
			Condition: { ...viaRds, Bool: { "kms:GrantIsForAWSResource": "true" } },
		},
		{ Action: ["kms:DescribeKey"], Resource: [args.kmsKeyArn, cloneKey.arn] },
		{
			Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
			Resource: cloneKey.arn,
			Condition: viaRdsOrSecrets,
		},
		{ Action: ["s3:PutObject"], Resource: pulumi.interpolate`${exports.bucketArn}/${prefixes.runs}/*` },
		{ Action: ["kms:GenerateDataKey"], Resource: exports.keyArn },
		{ Action: ["logs:FilterLogEvents"], Resource: pulumi.interpolate`${workshop.logGroupArn}:*` },
		...publishing(args.topicArn, args.kmsKeyArn, region),
	];
}
