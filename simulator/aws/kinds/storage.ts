import type { Kind } from "../kind";

/** Buckets and what is said about them, secrets, keys, images and backups. */
export const storage: Record<string, Kind> = {
	"aws:s3/bucket:Bucket": {
		replaces: ["bucket"],
		inPlace: ["forceDestroy", "policy", "versioning"],
		source: "internal/service/s3/bucket.go",
		autoName: { property: "bucket", longest: 63, lowerCase: true },
		id: "{bucket}",
		arn: "arn:aws:s3:::{bucket}",
		outputs: ({ id, region }) => ({
			bucketDomainName: `${id}.s3.amazonaws.com`,
			bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com`,
			bucketRegion: region,
		}),
	},
	"aws:s3/bucketVersioning:BucketVersioning": {
		...aboutBucket("versioningConfiguration", "mfa"),
		source: "internal/service/s3/bucket_versioning.go",
	},
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
		...aboutBucket("rule"),
		source: "internal/service/s3/bucket_ownership_controls.go",
	},
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
		...aboutBucket("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets", "skipDestroy"),
		source: "internal/service/s3/bucket_public_access_block.go",
	},
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
		...aboutBucket("rules"),
		source: "internal/service/s3/bucket_server_side_encryption_configuration.go",
	},
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
		...aboutBucket("rules", "transitionDefaultMinimumObjectSize"),
		source: "internal/service/s3/bucket_lifecycle_configuration.go",
	},
	"aws:s3/bucketPolicy:BucketPolicy": { ...aboutBucket("policy"), source: "internal/service/s3/bucket_policy.go" },
	"aws:s3/bucketNotification:BucketNotification": {
		...aboutBucket("eventbridge", "lambdaFunctions", "queues", "topics"),
		source: "internal/service/s3/bucket_notification.go",
	},
	"aws:s3/bucketObjectv2:BucketObjectv2": {
		replaces: ["bucket", "key"],
		inPlace: ["content", "contentType"],
		source: "internal/service/s3/object.go",
		id: "{bucket}/{key}",
		arn: "arn:aws:s3:::{bucket}/{key}",
	},
	"aws:kms/key:Key": {
		cloudFormation: "AWS::KMS::Key",
		inPlace: ["deletionWindowInDays", "policy"],
		source: "internal/service/kms/key.go",
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "arn:aws:kms:{region}:{account}:key/{id}",
		outputs: ({ id }) => ({ keyId: id, isEnabled: true, rotationPeriodInDays: 365 }),
	},
	"aws:kms/alias:Alias": {
		cloudFormation: "AWS::KMS::Alias",
		replaces: ["name"],
		source: "internal/service/kms/alias.go",
		autoName: { property: "name" },
		id: "{name}",
		arn: "arn:aws:kms:{region}:{account}:{name}",
	},
	"aws:ssm/parameter:Parameter": {
		cloudFormation: "AWS::SSM::Parameter",
		replaces: ["dataType", "name"],
		inPlace: ["type", "value", "insecureValue", "keyId", "overwrite"],
		source: "internal/service/ssm/parameter.go",
		autoName: { property: "name", longest: 1011 },
		id: "{name}",
		arn: "arn:aws:ssm:{region}:{account}:parameter{name}",
		outputs: () => ({ version: 1 }),
		changing: ["version"],
	},
	"aws:secretsmanager/secret:Secret": {
		cloudFormation: "AWS::SecretsManager::Secret",
		inPlace: ["policy", "forceOverwriteReplicaSecret", "recoveryWindowInDays", "replicas"],
		source: "internal/service/secretsmanager/secret.go",
		autoName: { property: "name", longest: 512 },
		id: ({ inputs, account, region, hex }) =>
			`arn:aws:secretsmanager:${region}:${account}:secret:${inputs.name}-${hex(6)}`,
		arn: "{id}",
	},
	"aws:secretsmanager/secretVersion:SecretVersion": {
		replaces: ["secretId", "secretString", "secretBinary"],
		inPlace: ["versionStages"],
		source: "internal/service/secretsmanager/secret_version.go",
		id: ({ inputs, hex }) =>
			`${inputs.secretId}|${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		outputs: ({ id, inputs }) => ({
			arn: inputs.secretId,
			versionId: id.split("|")[1],
			versionStages: ["AWSCURRENT"],
		}),
	},
	"aws:secretsmanager/secretRotation:SecretRotation": {
		replaces: ["secretId"],
		inPlace: ["rotateImmediately", "rotationRules", "rotationLambdaArn", "rotationEnabled"],
		source: "internal/service/secretsmanager/secret_rotation.go",
		id: "{secretId}",
		outputs: () => ({ rotationEnabled: true }),
	},
	"aws:ecr/repository:Repository": {
		cloudFormation: "AWS::ECR::Repository",
		replaces: ["name", "encryptionConfigurations"],
		inPlace: ["forceDelete", "imageScanningConfiguration", "imageTagMutability"],
		source: "internal/service/ecr/repository.go",
		autoName: { property: "name", longest: 256, lowerCase: true },
		id: "{name}",
		arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
		outputs: ({ id, account, region }) => ({
			registryId: account,
			repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${id}`,
		}),
	},
	"aws:ecr/lifecyclePolicy:LifecyclePolicy": {
		replaces: ["policy", "repository"],
		source: "internal/service/ecr/lifecycle_policy.go",
		id: "{repository}",
	},
	"aws:ecr/repositoryPolicy:RepositoryPolicy": {
		replaces: ["repository"],
		inPlace: ["policy"],
		source: "internal/service/ecr/repository_policy.go",
		id: "{repository}",
	},
	"aws:backup/vault:Vault": {
		replaces: ["kmsKeyArn", "name"],
		inPlace: ["forceDestroy"],
		source: "internal/service/backup/vault.go",
		autoName: { property: "name", longest: 50 },
		id: "{name}",
		arn: "arn:aws:backup:{region}:{account}:backup-vault:{name}",
		outputs: () => ({ recoveryPoints: 0 }),
	},
	"aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
		replaces: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"],
		source: "internal/service/backup/vault_lock_configuration.go",
		id: "{backupVaultName}",
		arn: "arn:aws:backup:{region}:{account}:backup-vault:{backupVaultName}",
		outputs: ({ arn }) => ({ backupVaultArn: arn }),
	},
	"aws:backup/plan:Plan": {
		replaces: ["name"],
		inPlace: ["rules", "advancedBackupSettings"],
		source: "internal/service/backup/plan.go",
		autoName: { property: "name", longest: 50 },
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "arn:aws:backup:{region}:{account}:backup-plan:{id}",
	},
	"aws:backup/selection:Selection": {
		replaces: ["conditions", "iamRoleArn", "name", "notResources", "planId", "resources", "selectionTags"],
		source: "internal/service/backup/selection.go",
		autoName: { property: "name", longest: 50 },
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
	},
	"aws:backup/regionSettings:RegionSettings": {
		inPlace: ["resourceTypeManagementPreference", "resourceTypeOptInPreference"],
		source: "internal/service/backup/region_settings.go",
		id: ({ region }) => region,
	},
};

/** A resource that says one thing about a bucket: a new bucket is a new one, everything else changes in place. */
function aboutBucket(...inPlace: string[]): Kind {
	return { replaces: ["bucket", "expectedBucketOwner"], inPlace, id: "{bucket}" };
}
