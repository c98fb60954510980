import * as pulumi from "@pulumi/pulumi";
import type { Services } from "../../services";
import type { Settings } from "../../settings";
import type { Part } from "../firewall";
import { repositoryOf } from "../image-repository";
import type { Network } from "../network";
import { days } from "../retention";
import type { ServedSchema } from "../served-schema";
import type { Stores } from "../stores";
import type { Web } from "../web";
import { DataCopyDestination } from "./destination";
import { DataCopySource } from "./source";

/** What of an environment a data copy has to do with. */
export interface DataCopyParts {
	settings: Settings;
	services: Services;
	network: Network;
	stores: Stores;
	groups: Record<Part, pulumi.Input<string>>;
	web: Web;
	served: ServedSchema;
	/** The image of the tasks; the settings see to it that there is one where it is needed. */
	tasks?: pulumi.Output<string>;
	topicArn: pulumi.Input<string>;
	kmsKeyArn: pulumi.Input<string>;
}

/** An environment's side of the data copy, as its settings have it. @returns what the stack's outputs tell of it */
export function declareDataCopy(
	parts: DataCopyParts,
	opts: pulumi.ComponentResourceOptions,
): Record<string, pulumi.Input<unknown>> | undefined {
	const { settings, services, network, stores, groups, web, served, tasks } = parts;
	const { stack: environment, role, account, region, dataSource, dataDestination, permanent } = settings;
	if (tasks === undefined || (dataSource === undefined && dataDestination === undefined)) return undefined;
	const common = {
		environment,
		account,
		region,
		image: tasks,
		repositoryArn: tasks.apply(repositoryOf),
		kmsKeyArn: parts.kmsKeyArn,
		vpcId: network.vpcId,
		privateSubnetIds: network.privateSubnetIds,
		s3PrefixListId: network.s3PrefixListId,
		topicArn: parts.topicArn,
		logRetention: days("logs", permanent),
	};
	if (dataSource) {
		if (network.endpointSecurityGroupId === undefined)
			throw new Error(
				"the data copy's source needs a network with interface endpoints: its reader has no other way out",
			);
		const source = new DataCopySource(
			"data-copy",
			{
				...common,
				settings: dataSource,
				database: {
					clusterId: stores.database.clusterId,
					arn: stores.database.arn,
					schema: services.database.schema,
					clusterParameters: stores.database.clusterParameters,
					instanceParameters: stores.database.instanceParameters,
				},
				isolatedSubnetIds: network.isolatedSubnetIds,
				endpointSecurityGroupId: network.endpointSecurityGroupId,
			},
			opts,
		);
		return { exports: pulumi.interpolate`s3://${source.bucketName}/exports`, machine: source.machineArn };
	}
	if (dataDestination === undefined) return undefined;
	const destination = new DataCopyDestination(
		"data-copy",
		{
			...common,
			role,
			settings: dataDestination,
			database: {
				endpoint: stores.database.endpoint,
				secretArn: stores.database.secretArn,
				schema: services.database.schema,
				securityGroupId: groups.database,
			},
			application: {
				clusterArn: web.clusterArn,
				clusterName: web.clusterName,
				services: [web.services.web, web.services.cron, web.services.consumers],
				afterCopy: services.runtime.afterCopy,
				task: web.job,
				roleArns: web.roleArns,
				securityGroupId: groups.application,
			},
			servedSchema: served,
			endpointSecurityGroupId: network.endpointSecurityGroupId,
		},
		opts,
	);
	return { from: dataDestination.from.stack, served: destination.served, machine: destination.machineArn };
}
