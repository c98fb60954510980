import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { contentHash } from "./content-hash";

export interface ReleaseArgs {
	/**
	 * Folder with the application and its Dockerfile, from the program's folder: an absolute path would be another one on
	 * every machine. A change to any file in it makes a new image.
	 */
	context: string;
	/** Folder with the image of the tasks, laid out beforehand; from the program's folder, too. */
	tasksContext: string;
	/** Arguments of the build, such as versions from services.ts. A change makes a new image. */
	buildArgs: Record<string, string>;
	/** Key that encrypts the images. A change replaces the repository. */
	kmsKeyArn: pulumi.Input<string>;
	/** Other accounts whose environments run images from here. In place. */
	pullAccounts: string[];
	/** Whether the repository and every image in it go with the environment, as for a branch; else they are left. */
	disposable: boolean;
}

const untaggedDays = 14;
const keptImages = 500;

/** Builds the application's image and keeps it where every environment can take it from, by digest. */
export class Release extends pulumi.ComponentResource {
	/** `<repository>@sha256:<digest>`: what a task definition names and a promotion carries. */
	readonly image: pulumi.Output<string>;
	/** The same of the tasks: what the data copy runs. */
	readonly tasks: pulumi.Output<string>;
	readonly repositoryArn: pulumi.Output<string>;

	constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Release", name, {}, opts);
		const parent = { parent: this };
		const repository = new aws.ecr.Repository(
			name,
			{
				imageTagMutability: "IMMUTABLE",
				imageScanningConfiguration: { scanOnPush: true },
				encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.kmsKeyArn }],
				forceDelete: args.disposable,
			},
			// Other environments may still run what was built here.
			{ parent: this, retainOnDelete: !args.disposable },
		);
		new aws.ecr.LifecyclePolicy(
			name,
			{ repository: repository.name, policy: JSON.stringify({ rules: lifecycle }) },
			// A repository has one: deleted after its successor was set, the old one would take that along.
			{ parent: this, deleteBeforeReplace: true },
		);
		if (args.pullAccounts.length > 0)
			new aws.ecr.RepositoryPolicy(
				name,
				{ repository: repository.name, policy: JSON.stringify(pullPolicy(args.pullAccounts)) },
				parent,
			);
		const login = aws.ecr.getAuthorizationTokenOutput({ registryId: repository.registryId }, parent);
		const registry = {
			server: repository.repositoryUrl,
			username: login.userName,
			// Valid for hours, and no business of whoever reads the state.
			password: pulumi.secret(login.password),
		};
		// Tags cannot be moved, so each content has its own.
		const tagged = (kind: string, context: string) =>
			pulumi.interpolate`${repository.repositoryUrl}:${kind}${contentHash(context)}`;
		const build = { platform: "linux/amd64" };
		const image = new docker.Image(
			name,
			{
				imageName: tagged("", args.context),
				build: { ...build, context: args.context, args: args.buildArgs },
				registry,
			},
			parent,
		);
		const tasks = new docker.Image(
			`${name}-tasks`,
			{ imageName: tagged("tasks-", args.tasksContext), build: { ...build, context: args.tasksContext }, registry },
			parent,
		);
		this.image = image.repoDigest;
		this.tasks = tasks.repoDigest;
		this.repositoryArn = repository.arn;
		this.registerOutputs({ image: this.image });
	}
}

const lifecycle = [
	{
		rulePriority: 1,
		description: "What lost its tag",
		selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: untaggedDays },
		action: { type: "expire" },
	},
	{
		rulePriority: 2,
		description: "The oldest, once there are very many",
		selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keptImages },
		action: { type: "expire" },
	},
];

function pullPolicy(accounts: string[]) {
	return {
		Version: "2012-10-17",
		Statement: [
			{
				Sid: "OtherEnvironmentsPull",
				Effect: "Allow",
				Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
				Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
			},
		],
	};
}
