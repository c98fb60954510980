import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface MediaArgs {
	/** Key that encrypts the objects. A change applies to objects written from then on. */
	kmsKeyArn: pulumi.Input<string>;
	/** Whether the files are to outlive mistakes: a bucket that is not empty is then never deleted. */
	permanent: boolean;
	/** Days that a deleted or overwritten file can still be brought back. In place. */
	oldVersionDays: number;
}

/** The bucket for pictures and files of the shop: versioned, private, encrypted. Who may read is said by MediaReaders. */
export class Media extends pulumi.ComponentResource {
	readonly bucketName: pulumi.Output<string>;
	readonly bucketArn: pulumi.Output<string>;
	readonly domainName: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(name: string, args: MediaArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Media", name, {}, opts);
		const parent = { parent: this };

		const bucket = new aws.s3.Bucket(
			name,
			{ forceDestroy: !args.permanent },
			{ parent: this, protect: args.permanent },
		);
		const versioning = new aws.s3.BucketVersioning(
			name,
			{ bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
			parent,
		);
		new aws.s3.BucketOwnershipControls(
			name,
			{ bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
			parent,
		);
		const publicAccess = new aws.s3.BucketPublicAccessBlock(
			name,
			{
				bucket: bucket.id,
				blockPublicAcls: true,
				blockPublicPolicy: true,
				ignorePublicAcls: true,
				restrictPublicBuckets: true,
			},
			parent,
		);
		new aws.s3.BucketServerSideEncryptionConfiguration(
			name,
			{
				bucket: bucket.id,
				rules: [
					{
						applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.kmsKeyArn },
						bucketKeyEnabled: true,
					},
				],
			},
			parent,
		);
		new aws.s3.BucketLifecycleConfiguration(
			name,
			{
				bucket: bucket.id,
				rules: [
					{
						id: "old-versions",
						status: "Enabled",
						filter: {},
						noncurrentVersionExpiration: { noncurrentDays: args.oldVersionDays },
					},
					{
						id: "broken-uploads",
						status: "Enabled",
						filter: {},
						abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
					},
				],
			},
			{ parent: this, dependsOn: [versioning] },
		);

		this.bucketName = bucket.id;
		this.bucketArn = bucket.arn;
		this.domainName = bucket.bucketRegionalDomainName;
		this.contract = pulumi
			.all([versioning.versioningConfiguration, publicAccess.blockPublicPolicy, publicAccess.restrictPublicBuckets])
			.apply(([{ status }, blocked, restricted]) => ({ versioning: status, private: Boolean(blocked && restricted) }));
		this.registerOutputs({ bucketName: this.bucketName });
	}
}
