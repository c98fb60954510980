import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import type { Target } from "../../settings/data";
import { prefixes } from "./machines/export";
import { exportsBucket, importRole } from "./names";

export interface ExportsArgs {
	environment: string;
	account: string;
	region: string;
	/** Who may read exports: the import role of each, and nobody else. In place. */
	targets: Target[];
	/** Days that an export is kept. In place. */
	keep: number;
}

/** Days that the files of runs are kept, and what was overwritten or deleted. */
const leftovers = 7;

/**
 * The bucket of sanitised exports, with a key of its own: it shares nothing with production's data but the account. When the
 * data copy is taken out of the settings, both stay in the account as they were, as private and as short-lived.
 */
export class Exports extends pulumi.ComponentResource {
	readonly bucketName: string;
	readonly bucketArn: pulumi.Output<string>;
	readonly keyArn: pulumi.Output<string>;
	/** What has to be there before anything is written. */
	readonly ready: pulumi.Resource[];

	constructor(
		name: string,
		private readonly args: ExportsArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Exports", name, {}, opts);
		const parent = { parent: this };
		const { environment, account, region } = args;
		const key = new aws.kms.Key(
			name,
			{
				description: `The exports of ${environment}'s data`,
				enableKeyRotation: true,
				deletionWindowInDays: 30,
				policy: JSON.stringify({ Version: "2012-10-17", Statement: this.keyStatements() }),
			},
			// What it has encrypted outlives it otherwise, unreadable.
			{ parent: this, retainOnDelete: true },
		);
		new aws.kms.Alias(name, { name: `alias/understudy/${environment}-exports`, targetKeyId: key.id }, parent);

		this.bucketName = exportsBucket({ stack: environment, account, region });
		const bucket = new aws.s3.Bucket(
			name,
			{ bucket: this.bucketName, forceDestroy: false },
			// Left as it is when the copy is taken out: private, encrypted, and emptied by its own rules.
			{ parent: this, retainOnDelete: true },
		);
		const about = { bucket: bucket.id };
		const kept = { parent: this, retainOnDelete: true };
		const versioning = new aws.s3.BucketVersioning(
			name,
			{ ...about, versioningConfiguration: { status: "Enabled" } },
			kept,
		);
		new aws.s3.BucketOwnershipControls(name, { ...about, rule: { objectOwnership: "BucketOwnerEnforced" } }, kept);
		const privacy = new aws.s3.BucketPublicAccessBlock(
			name,
			{
				...about,
				blockPublicAcls: true,
				blockPublicPolicy: true,
				ignorePublicAcls: true,
				restrictPublicBuckets: true,
			},
			kept,
		);
		const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
			name,
			{
				...about,
				rules: [
					{
						applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
						bucketKeyEnabled: true,
					},
				],
			},
			kept,
		);
		new aws.s3.BucketLifecycleConfiguration(
			name,
			{ ...about, rules: lifecycle(args.keep) },
			{ ...kept, dependsOn: [versioning] },
		);
		const policy = new aws.s3.BucketPolicy(
			name,
			{ ...about, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: this.statements(bucket.arn) }) },
			kept,
		);
		new aws.s3.BucketNotification(name, { ...about, eventbridge: true }, parent);

		this.bucketArn = bucket.arn;
		this.keyArn = key.arn;
		this.ready = [privacy, encryption, policy];
		this.registerOutputs({ bucketArn: this.bucketArn, keyArn: this.keyArn });
	}

	/**
	 * The accounts of the targets, by their import roles. A role is named in a condition, as a principal it would have to
	 * exist already: the two sides may be deployed in any order.
	 */
	private readers(): { accounts: string[]; roles: string[] } {
		const { targets } = this.args;
		return {
			accounts: [...new Set(targets.map(({ account }) => `arn:aws:iam::${account}:root`))].sort(),
			roles: targets.map(({ stack, account }) => `arn:aws:iam::${account}:role/${importRole(stack)}`).sort(),
		};
	}

	private statements(bucketArn: pulumi.Output<string>): object[] {
		const { accounts, roles } = this.readers();
		const Condition = { ArnLike: { "aws:PrincipalArn": roles } };
		const Principal = { AWS: accounts };
		return [
			{
				Sid: "TlsOnly",
				Effect: "Deny",
				Principal: "*",
				Action: "s3:*",
				Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
				Condition: { Bool: { "aws:SecureTransport": "false" } },
			},
			{
				Sid: "TargetsRead",
				Effect: "Allow",
				Principal,
				Action: ["s3:GetObject"],
				Resource: pulumi.interpolate`${bucketArn}/${prefixes.exports}/*`,
				Condition,
			},
			{
				Sid: "TargetsList",
				Effect: "Allow",
				Principal,
				Action: ["s3:ListBucket"],
				Resource: bucketArn,
				Condition: { ...Condition, StringLike: { "s3:prefix": `${prefixes.exports}/*` } },
			},
		];
	}

	/** In a key's own policy, `Resource: "*"` means this key: KMS has no narrower way to write it. */
	private keyStatements(): object[] {
		const { account, region } = this.args;
		const { accounts, roles } = this.readers();
		return [
			{
				Sid: "AccountDecidesByIam",
				Effect: "Allow",
				Principal: { AWS: `arn:aws:iam::${account}:root` },
				Action: "kms:*",
				Resource: "*",
			},
			{
				Sid: "TargetsRead",
				Effect: "Allow",
				Principal: { AWS: accounts },
				Action: ["kms:Decrypt"],
				Resource: "*",
				Condition: {
					ArnLike: { "aws:PrincipalArn": roles },
					// S3 where the bucket lies asks for it, wherever the reader is.
					StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
				},
			},
		];
	}
}

function lifecycle(keep: number): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
	return [
		{
			id: "exports",
			status: "Enabled",
			filter: { prefix: `${prefixes.exports}/` },
			expiration: { days: keep },
		},
		{ id: "runs", status: "Enabled", filter: { prefix: `${prefixes.runs}/` }, expiration: { days: leftovers } },
		{
			id: "old-versions",
			status: "Enabled",
			filter: {},
			noncurrentVersionExpiration: { noncurrentDays: leftovers },
		},
		{
			id: "broken-uploads",
			status: "Enabled",
			filter: {},
			abortIncompleteMultipartUpload: { daysAfterInitiation: leftovers },
		},
	];
}
