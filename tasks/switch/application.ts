import { type Deployment, DescribeServicesCommand, type ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { GetParameterCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { told, until, type Waiting } from "../aws/waiting";
import { DataError } from "../data/errors";

export interface ApplicationOptions {
	/** The parameter that holds the name of the schema, which tasks are given when they start. */
	parameter: string;
	cluster: string;
	/** The services that read it. */
	services: string[];
	waiting: Waiting;
}

/** The running application, as far as its schema is concerned. */
export class Application {
	constructor(
		private readonly ssm: SSMClient,
		private readonly ecs: ECSClient,
		private readonly options: ApplicationOptions,
	) {}

	/** The schema that tasks started from now on use, and since when. */
	async schema(): Promise<{ name: string; since: Date }> {
		const { parameter } = this.options;
		const { Parameter } = await told(`read the parameter ${parameter}`, () =>
			this.ssm.send(new GetParameterCommand({ Name: parameter })),
		);
		if (!Parameter?.Value) throw new DataError(`the parameter ${parameter} is empty`);
		return { name: Parameter.Value, since: Parameter.LastModifiedDate ?? new Date() };
	}

	async point(schema: string): Promise<void> {
		await writeParameter(this.ssm, this.options.parameter, schema);
	}

	/**
	 * Starts every service anew and waits until only tasks that were started since then serve.
	 * @throws DataError if one does not come up: it then runs as before, or ECS is still trying
	 */
	async deploy(): Promise<void> {
		const { cluster, services, waiting } = this.options;
		const started = new Map<string, string>();
		for (const service of services) {
			const answer = await told(`start the service ${service} anew`, () =>
				this.ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true })),
			);
			const primary = primaryOf(answer.service?.deployments);
			if (primary?.id) started.set(service, primary.id);
		}
		for (const service of services)
			await until(`the new deployment of ${service}`, waiting, async () => {
				const primary = await this.primary(service);
				if (primary === undefined) return undefined;
				// After a failure, ECS makes another one to go back: it is not the one that was asked for.
				if (primary.id !== started.get(service) || primary.rolloutState === "FAILED")
					throw new DataError(
						`the service ${service} did not come up with it${primary.rolloutStateReason ? `: ${primary.rolloutStateReason}` : ""}`,
					);
				return primary.rolloutState === "COMPLETED" ? true : undefined;
			});
	}

	/** Whether every service was started anew since a moment, and all its tasks are of that deployment. */
	async deployedSince(moment: Date): Promise<boolean> {
		for (const service of this.options.services) {
			const primary = await this.primary(service);
			if (primary?.rolloutState !== "COMPLETED" || !(primary.createdAt && primary.createdAt >= moment)) return false;
		}
		return true;
	}

	private async primary(service: string): Promise<Deployment | undefined> {
		const { services } = await told(`look at the service ${service}`, () =>
			this.ecs.send(new DescribeServicesCommand({ cluster: this.options.cluster, services: [service] })),
		);
		return primaryOf(services?.[0]?.deployments);
	}
}

function primaryOf(deployments: Deployment[] | undefined): Deployment | undefined {
	return deployments?.find(({ status }) => status === "PRIMARY");
}

/** Writes a parameter that exists: that it is plain text was said when it was made. */
export async function writeParameter(ssm: SSMClient, name: string, value: string): Promise<void> {
	await told(`write the parameter ${name}`, () =>
		ssm.send(new PutParameterCommand({ Name: name, Value: value, Overwrite: true })),
	);
}
