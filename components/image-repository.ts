import * as pulumi from "@pulumi/pulumi";

/** The ARN of the ECR repository in `<account>.dkr.ecr.<region>.amazonaws.com/<name>@sha256:...`. */
export function repositoryOf(image: string): string {
	const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@:]+)[@:]/.exec(image);
	if (!match) throw new pulumi.RunError(`understudy:release: got ${image}; allowed: an image in Amazon ECR`);
	return `arn:aws:ecr:${match[2]}:${match[1]}:repository/${match[3]}`;
}
