import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { type BackupRule, compileSnapshotRule, type SnapshotRule } from "../settings/snapshots";

export interface SnapshotPolicyArgs {
	/** The environment's name, for the vault's. A change replaces the vault, which only an empty one allows. */
	environment: string;
	/** Key that encrypts the recovery points. A change replaces the vault. */
	kmsKeyArn: pulumi.Input<string>;
	/** The schedule; empty makes no plan: snapshots are then made by hand. In place; what exists keeps its own date. */
	schedule: SnapshotRule[];
	/** What is backed up, by ARN: the database cluster and the media bucket. In place. */
	resourceArns: pulumi.Input<string>[];
	/** Whether the vault refuses to delete a recovery point before its time. */
	locked: boolean;
}

/** Resource types of AWS Backup that a region has to opt in to before anything of them is backed up. */
const optIn = ["Aurora", "S3"];
/** Minutes after its time by which a backup has to have begun, and by which it has to be done. */
const window = { start: 60, completion: 600 };

/** A vault, and a plan that fills it: scheduled recovery points of the database and the media. */
export class SnapshotPolicy extends pulumi.ComponentResource {
	readonly vaultName: pulumi.Output<string>;
	/** The role under which AWS Backup works, for backups made by hand. */
	readonly roleArn: pulumi.Output<string>;
	/** The schedule as AWS Backup runs it, with what could only be approximated. */
	readonly rules: BackupRule[];

	constructor(name: string, args: SnapshotPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:SnapshotPolicy", name, {}, opts);
		const parent = { parent: this };
		this.rules = args.schedule.map(compiled);

		const vault = new aws.backup.Vault(
			name,
			{ name: `understudy-${args.environment}`, kmsKeyArn: args.kmsKeyArn },
			{ parent: this, protect: true },
		);
		if (args.locked && this.rules.length > 0)
			// Without changeableForDays this is governance mode: an administrator can still undo the lock.
			new aws.backup.VaultLockConfiguration(
				name,
				{
					backupVaultName: vault.name,
					minRetentionDays: Math.min(...this.rules.map((rule) => rule.deleteAfterDays)),
				},
				// A vault has one lock: deleted after its successor was set, the old one would take that along.
				{ parent: this, deleteBeforeReplace: true },
			);
		const role = this.role(name);
		// Aurora is left out in silence where its region has not opted in, even when it is named by ARN.
		const regionSettings = new aws.backup.RegionSettings(
			name,
			{ resourceTypeOptInPreference: Object.fromEntries(optIn.map((type) => [type, true])) },
			// Other types are the account's own business; a refresh would bring them in and show them as changes.
			{ parent: this, ignoreChanges: ["resourceTypeOptInPreference"] },
		);
		if (this.rules.length > 0) {
			const plan = new aws.backup.Plan(
				name,
				{
					name: `understudy-${args.environment}`,
					rules: this.rules.map((rule) => ({
						ruleName: rule.name,
						targetVaultName: vault.name,
						schedule: rule.schedule,
						scheduleExpressionTimezone: "Etc/UTC",
						startWindow: window.start,
						completionWindow: window.completion,
						lifecycle: { deleteAfter: rule.deleteAfterDays },
					})),
				},
				parent,
			);
			new aws.backup.Selection(
				name,
				{ name: "database-and-media", planId: plan.id, iamRoleArn: role.arn, resources: args.resourceArns },
				{ parent: this, dependsOn: [regionSettings] },
			);
		}
		this.vaultName = vault.name;
		this.roleArn = role.arn;
		this.registerOutputs({ vaultName: this.vaultName, roleArn: this.roleArn });
	}

	private role(name: string): aws.iam.Role {
		const parent = { parent: this };
		const role = new aws.iam.Role(
			name,
			{ assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "backup.amazonaws.com" }) },
			parent,
		);
		const managed = {
			backup: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
			"backup-s3": "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
		};
		for (const [suffix, policyArn] of Object.entries(managed))
			new aws.iam.RolePolicyAttachment(`${name}-${suffix}`, { role: role.name, policyArn }, parent);
		return role;
	}
}

function compiled(rule: SnapshotRule): BackupRule {
	const result = compileSnapshotRule(rule);
	if (typeof result === "string") throw new Error(`snapshot schedule: ${result}`);
	return result;
}
