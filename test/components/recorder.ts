import * as pulumi from "@pulumi/pulumi";

/** A resource as the program declared it. */
export interface Declared {
	type: string;
	name: string;
	/** Resolved, as the engine would be given them. */
	// biome-ignore lint/suspicious/noExplicitAny: inputs of every type there is
	inputs: Record<string, any>;
	/** The name of the component that it belongs to. */
	parent: string;
	options: pulumi.CustomResourceOptions;
}

const outputs: Record<string, (inputs: Declared["inputs"], name: string) => Record<string, unknown>> = {
	"aws:rds/cluster:Cluster": (_, name) => ({
		endpoint: `${name}.example`,
		readerEndpoint: `${name}-ro.example`,
		masterUserSecrets: [{ secretArn: "arn:aws:secretsmanager:eu-central-1:111111111111:secret:rds!cluster" }],
	}),
	"aws:mq/broker:Broker": () => ({ instances: [{ endpoints: ["amqps://b-1.mq.eu-central-1.on.aws:5671"] }] }),
	"aws:acm/certificate:Certificate": () => ({
		domainValidationOptions: [
			{ resourceRecordName: "_x.shop.example.", resourceRecordType: "CNAME", resourceRecordValue: "_y.aws." },
		],
	}),
	"docker:index/image:Image": (inputs) => ({ repoDigest: `${inputs.imageName}@sha256:${"d".repeat(64)}` }),
};

const calls: Record<string, Record<string, unknown>> = {
	"aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["eu-central-1c", "eu-central-1a", "eu-central-1b"] },
	"aws:ec2/getManagedPrefixList:getManagedPrefixList": { id: "pl-cdn" },
	"aws:ecr/getAuthorizationToken:getAuthorizationToken": { userName: "AWS", password: "token" },
};

/** Everything that a program declares, by running it against nothing. */
export class Recorder {
	private constructor(readonly resources: Declared[]) {}

	/**
	 * Declares resources in `declare`, with the options that it is given, and waits until every one of them has been
	 * registered: a child that is declared late, in an `apply`, would otherwise be missing.
	 */
	static async record(stack: string, declare: (opts: pulumi.ComponentResourceOptions) => unknown): Promise<Recorder> {
		const declared = new Map<string, Pick<Declared, "parent" | "options">>();
		const resources: Declared[] = [];
		await pulumi.runtime.setMocks(
			{
				newResource: ({ type, name, inputs }) => {
					resources.push({ type, name, inputs, parent: "", options: {}, ...declared.get(`${type} ${name}`) });
					const computed = outputs[type]?.(inputs, name) ?? {};
					return { id: `${name}-id`, state: { arn: `arn:${type}:${name}`, name, ...inputs, ...computed } };
				},
				call: ({ token, inputs }) => calls[token] ?? inputs,
			},
			"understudy",
			stack,
			false,
		);
		const names = new Map<unknown, string>();
		const note: pulumi.ResourceTransformation = ({ resource, type, name, opts }) => {
			names.set(resource, name);
			declared.set(`${type} ${name}`, { parent: names.get(opts.parent) ?? "", options: opts });
			return undefined;
		};
		// A stack trace for each of two hundred resources is most of the time that this takes.
		const traces = Error.stackTraceLimit;
		Error.stackTraceLimit = 0;
		try {
			declare({ transformations: [note] });
			await pulumi.runtime.disconnect();
		} finally {
			Error.stackTraceLimit = traces;
		}
		return new Recorder(resources);
	}

	/** The one resource of this type and name. */
	get(type: string, name: string): Declared {
		const found = this.resources.filter((one) => one.type === type && one.name === name);
		if (found.length !== 1)
			throw new Error(`${found.length} resources are ${type} ${name}:\n${this.names(type).join("\n")}`);
		return found[0];
	}

	/** The names of all resources of a type, in order. */
	names(type: string): string[] {
		return this.resources
			.filter((one) => one.type === type)
			.map(({ name }) => name)
			.sort();
	}
}
