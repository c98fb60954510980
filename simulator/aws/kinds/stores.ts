import type { Values } from "../../engine/values";
import type { Kind } from "../kind";

/** Databases, caches, search and queues. */
export const stores: Record<string, Kind> = {
	"aws:rds/subnetGroup:SubnetGroup": {
		cloudFormation: "AWS::RDS::DBSubnetGroup",
		replaces: ["name"],
		inPlace: ["description"],
		source: "internal/service/rds/subnet_group.go",
		autoName: { property: "name", longest: 255, lowerCase: true },
		id: "{name}",
		arn: "arn:aws:rds:{region}:{account}:subgrp:{name}",
	},
	"aws:rds/clusterParameterGroup:ClusterParameterGroup": {
		cloudFormation: "AWS::RDS::DBClusterParameterGroup",
		replaces: ["name"],
		source: "internal/service/rds/cluster_parameter_group.go",
		autoName: { property: "name", longest: 255, lowerCase: true },
		id: "{name}",
		arn: "arn:aws:rds:{region}:{account}:cluster-pg:{name}",
	},
	"aws:rds/parameterGroup:ParameterGroup": {
		cloudFormation: "AWS::RDS::DBParameterGroup",
		replaces: ["name"],
		inPlace: ["skipDestroy"],
		source: "internal/service/rds/parameter_group.go",
		autoName: { property: "name", longest: 255, lowerCase: true },
		id: "{name}",
		arn: "arn:aws:rds:{region}:{account}:pg:{name}",
	},
	"aws:rds/cluster:Cluster": {
		cloudFormation: "AWS::RDS::DBCluster",
		replaces: ["clusterIdentifier", "engine", "masterUsername"],
		inPlace: [
			"applyImmediately",
			"enabledCloudwatchLogsExports",
			"finalSnapshotIdentifier",
			"masterUserSecretKmsKeyId",
			"skipFinalSnapshot",
			"vpcSecurityGroupIds",
		],
		source: "internal/service/rds/cluster.go",
		autoName: { property: "clusterIdentifier", longest: 63, lowerCase: true },
		id: "{clusterIdentifier}",
		arn: "arn:aws:rds:{region}:{account}:cluster:{clusterIdentifier}",
		outputs: ({ id, inputs, account, region, hex }) => ({
			endpoint: `${id}.cluster-${hex(12)}.${region}.rds.amazonaws.com`,
			readerEndpoint: `${id}.cluster-ro-${hex(12)}.${region}.rds.amazonaws.com`,
			clusterResourceId: `cluster-${hex(26).toUpperCase()}`,
			engineVersionActual: inputs.engineVersion,
			port: 3306,
			masterUserSecrets: inputs.manageMasterUserPassword
				? [
						{
							kmsKeyId: inputs.masterUserSecretKmsKeyId ?? "",
							secretArn: `arn:aws:secretsmanager:${region}:${account}:secret:rds!cluster-${hex(8)}-${hex(6, "secret")}`,
							secretStatus: "active",
						},
					]
				: [],
		}),
		refusesDeletion: (state) =>
			state.deletionProtection === true
				? "InvalidParameterCombination: Cannot delete protected Cluster, please disable deletion protection and try again."
				: undefined,
	},
	"aws:rds/clusterInstance:ClusterInstance": {
		cloudFormation: "AWS::RDS::DBInstance",
		replaces: ["availabilityZone", "clusterIdentifier", "engine", "identifier"],
		inPlace: [
			"autoMinorVersionUpgrade",
			"dbParameterGroupName",
			"forceDestroy",
			"instanceClass",
			"performanceInsightsEnabled",
			"performanceInsightsKmsKeyId",
		],
		source: "internal/service/rds/cluster_instance.go",
		autoName: { property: "identifier", longest: 63, lowerCase: true },
		id: "{identifier}",
		arn: "arn:aws:rds:{region}:{account}:db:{identifier}",
		outputs: ({ id, inputs, region, hex }) => ({
			endpoint: `${id}.${hex(12)}.${region}.rds.amazonaws.com`,
			port: 3306,
			writer: inputs.promotionTier === 0,
			storageEncrypted: true,
		}),
	},
	"aws:elasticache/subnetGroup:SubnetGroup": {
		cloudFormation: "AWS::ElastiCache::SubnetGroup",
		replaces: ["name"],
		source: "internal/service/elasticache/subnet_group.go",
		autoName: { property: "name", longest: 255, lowerCase: true },
		id: "{name}",
		arn: "arn:aws:elasticache:{region}:{account}:subnetgroup:{name}",
	},
	"aws:elasticache/parameterGroup:ParameterGroup": {
		cloudFormation: "AWS::ElastiCache::ParameterGroup",
		replaces: ["description", "family", "name"],
		inPlace: ["parameters"],
		source: "internal/service/elasticache/parameter_group.go",
		autoName: { property: "name", longest: 255, lowerCase: true },
		id: "{name}",
		arn: "arn:aws:elasticache:{region}:{account}:parametergroup:{name}",
	},
	"aws:elasticache/replicationGroup:ReplicationGroup": {
		cloudFormation: "AWS::ElastiCache::ReplicationGroup",
		replaces: ["replicationGroupId", "subnetGroupName"],
		inPlace: [
			"applyImmediately",
			"authToken",
			"authTokenUpdateStrategy",
			"description",
			"engine",
			"finalSnapshotIdentifier",
			"nodeType",
			"parameterGroupName",
			"transitEncryptionEnabled",
		],
		source: "internal/service/elasticache/replication_group.go",
		autoName: { property: "replicationGroupId", longest: 40, lowerCase: true },
		id: "{replicationGroupId}",
		arn: "arn:aws:elasticache:{region}:{account}:replicationgroup:{replicationGroupId}",
		outputs: ({ id, inputs, region, hex }) => ({
			primaryEndpointAddress: `master.${id}.${hex(6)}.${region}.cache.amazonaws.com`,
			readerEndpointAddress: `replica.${id}.${hex(6)}.${region}.cache.amazonaws.com`,
			engineVersionActual: `${inputs.engineVersion}.0`,
			memberClusters: Array.from({ length: Number(inputs.numCacheClusters ?? 1) }, (_, at) => `${id}-00${at + 1}`),
			port: 6379,
			clusterEnabled: false,
		}),
		changing: ["memberClusters"],
	},
	"aws:opensearch/domain:Domain": {
		cloudFormation: "AWS::OpenSearchService::Domain",
		replaces: ["domainName", "encryptAtRest.kmsKeyId", "vpcOptions.vpcId"],
		inPlace: ["encryptAtRest", "nodeToNodeEncryption", "vpcOptions"],
		source: "internal/service/opensearch/domain.go",
		autoName: { property: "domainName", longest: 28, lowerCase: true },
		id: ({ inputs, account, region }) => `arn:aws:es:${region}:${account}:domain/${inputs.domainName}`,
		arn: "{id}",
		outputs: ({ inputs, region, hex }) => ({
			domainId: `${inputs.domainName}`,
			endpoint: `vpc-${inputs.domainName}-${hex(26)}.${region}.es.amazonaws.com`,
			dashboardEndpoint: `vpc-${inputs.domainName}-${hex(26)}.${region}.es.amazonaws.com/_dashboards`,
		}),
	},
	"aws:opensearch/domainPolicy:DomainPolicy": {
		inPlace: ["accessPolicies", "domainName"],
		source: "internal/service/opensearch/domain_policy.go",
		id: "esd-policy-{domainName}",
	},
	"aws:mq/configuration:Configuration": {
		cloudFormation: "AWS::AmazonMQ::Configuration",
		inPlace: ["skipDestroy"],
		source: "internal/service/mq/configuration.go",
		autoName: { property: "name", longest: 150 },
		id: ({ hex }) => `c-${uuid(hex)}`,
		arn: "arn:aws:mq:{region}:{account}:configuration:{id}",
		outputs: () => ({ latestRevision: 2, authenticationStrategy: "simple" }),
		changing: ["latestRevision"],
	},
	"aws:mq/broker:Broker": {
		cloudFormation: "AWS::AmazonMQ::Broker",
		inPlace: ["applyImmediately", "authenticationStrategy", "dataReplicationMode", "storageType"],
		source: "internal/service/mq/broker.go",
		autoName: { property: "brokerName", longest: 50 },
		id: ({ hex }) => `b-${uuid(hex)}`,
		arn: "arn:aws:mq:{region}:{account}:broker:{brokerName}:{id}",
		outputs: ({ id, region }) => ({ instances: brokerInstances(id, region), storageType: "ebs" }),
	},
};

/** A RabbitMQ broker shows one instance with one endpoint, be it single or a cluster. */
function brokerInstances(id: string, region: string): Values[] {
	const host = `${id}.mq.${region}.on.aws`;
	return [{ consoleUrl: `https://${host}`, endpoints: [`amqps://${host}:5671`], ipAddress: "" }];
}

function uuid(hex: (digits: number) => string): string {
	const digits = hex(32);
	return [8, 12, 16, 20, 32].map((end, at, ends) => digits.slice(ends[at - 1] ?? 0, end)).join("-");
}
