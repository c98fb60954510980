import { strict as assert } from "node:assert";
import { environmentOf } from "./environment-of";
import type { Recorder } from "./recorder";

describe("the data stores", () => {
	let production: Recorder;
	let integration: Recorder;
	before(async () => {
		production = await environmentOf("production");
		integration = await environmentOf("integration");
	});

	describe("database", () => {
		const cluster = "aws:rds/cluster:Cluster";

		it("of a permanent environment survives its deletion", () => {
			const { inputs } = production.get(cluster, "database");
			assert.equal(inputs.deletionProtection, true);
			assert.equal(inputs.skipFinalSnapshot, false);
			assert.match(inputs.finalSnapshotIdentifier, /^database-final-/);
			assert.equal(inputs.backupRetentionPeriod, 14);
			assert.equal(inputs.serverlessv2ScalingConfiguration, undefined);
		});

		it("of an integration environment pauses and goes without a trace", () => {
			const { inputs } = integration.get(cluster, "database");
			assert.equal(inputs.deletionProtection, false);
			assert.equal(inputs.skipFinalSnapshot, true);
			assert.deepEqual(inputs.serverlessv2ScalingConfiguration, {
				minCapacity: 0,
				maxCapacity: 4,
				secondsUntilAutoPause: 1800,
			});
			assert.deepEqual(integration.names("random:index/randomId:RandomId"), []);
		});

		it("has a writer and its readers, all of one class, none upgraded by itself", () => {
			const instances = "aws:rds/clusterInstance:ClusterInstance";
			assert.deepEqual(production.names(instances), ["database-1", "database-2", "database-3"]);
			production.names(instances).forEach((name, tier) => {
				const { inputs } = production.get(instances, name);
				assert.equal(inputs.instanceClass, "db.r7g.2xlarge");
				assert.equal(inputs.autoMinorVersionUpgrade, false);
				assert.equal(inputs.promotionTier, tier);
				assert.equal(inputs.performanceInsightsEnabled, true);
			});
		});

		it("takes TLS only, in both roles alike", () => {
			const parameters = [production, integration].map(
				(one) => one.get("aws:rds/clusterParameterGroup:ClusterParameterGroup", "database").inputs.parameters,
			);
			assert.deepEqual(parameters[0], parameters[1]);
			assert.deepEqual(
				parameters[0].find(({ name }: { name: string }) => name === "require_secure_transport"),
				{ name: "require_secure_transport", value: "ON", applyMethod: "immediate" },
			);
		});

		it("keeps its password to itself, and does not change it under the application", () => {
			const { inputs } = production.get(cluster, "database");
			assert.equal(inputs.manageMasterUserPassword, true);
			assert.equal(inputs.masterPassword, undefined);
			const rotation = production.get("aws:secretsmanager/secretRotation:SecretRotation", "database").inputs;
			assert.equal(rotation.rotateImmediately, false);
			assert.deepEqual(rotation.rotationRules, { automaticallyAfterDays: 1000 });
		});
	});

	describe("cache and sessions", () => {
		const group = "aws:elasticache/replicationGroup:ReplicationGroup";

		it("are two groups with the eviction each needs", () => {
			const eviction = ["cache", "sessions"].map(
				(name) => production.get("aws:elasticache/parameterGroup:ParameterGroup", name).inputs.parameters,
			);
			assert.deepEqual(eviction, [
				[{ name: "maxmemory-policy", value: "allkeys-lru" }],
				[{ name: "maxmemory-policy", value: "noeviction" }],
			]);
		});

		it("take TLS and a password only", () => {
			for (const name of ["cache", "sessions"]) {
				const { inputs } = production.get(group, name);
				assert.equal(inputs.transitEncryptionMode, "required");
				assert.notEqual(inputs.authToken, undefined);
				assert.equal(inputs.engine, "valkey");
			}
		});

		it("fail over where there is a replica, and cannot where there is none", () => {
			const inputs = [production, integration].map((one) => one.get(group, "cache").inputs);
			assert.deepEqual(
				inputs.map(({ numCacheClusters, automaticFailoverEnabled, multiAzEnabled }) => [
					numCacheClusters,
					automaticFailoverEnabled,
					multiAzEnabled,
				]),
				[
					[3, true, true],
					[1, false, false],
				],
			);
		});

		it("keep a nightly snapshot of permanent sessions alone", () => {
			assert.equal(production.get(group, "sessions").inputs.snapshotRetentionLimit, 1);
			assert.equal(production.get(group, "cache").inputs.snapshotRetentionLimit, 0);
			assert.equal(integration.get(group, "sessions").inputs.snapshotRetentionLimit, 0);
		});
	});

	describe("search", () => {
		const domain = "aws:opensearch/domain:Domain";

		it("is spread over as many zones as it has nodes", () => {
			const { clusterConfig, vpcOptions } = production.get(domain, "search").inputs;
			assert.deepEqual(clusterConfig, {
				instanceType: "r7g.large.search",
				instanceCount: 3,
				zoneAwarenessEnabled: true,
				zoneAwarenessConfig: { availabilityZoneCount: 3 },
			});
			assert.deepEqual(vpcOptions.subnetIds, [
				"network-isolated-1-id",
				"network-isolated-2-id",
				"network-isolated-3-id",
			]);
			const single = integration.get(domain, "search").inputs;
			assert.equal(single.clusterConfig.zoneAwarenessEnabled, false);
			assert.deepEqual(single.vpcOptions.subnetIds, ["network-isolated-1-id"]);
		});

		it("takes TLS and known users only", () => {
			const { inputs } = production.get(domain, "search");
			assert.equal(inputs.domainEndpointOptions.enforceHttps, true);
			assert.equal(inputs.nodeToNodeEncryption.enabled, true);
			assert.equal(inputs.advancedSecurityOptions.enabled, true);
			assert.equal(inputs.engineVersion, "OpenSearch_3.1");
		});
	});

	describe("queue", () => {
		it("is a cluster over three zones, or a single broker in one", () => {
			const brokers = [production, integration].map((one) => one.get("aws:mq/broker:Broker", "queue").inputs);
			assert.deepEqual(
				brokers.map(({ deploymentMode, subnetIds, hostInstanceType }) => [
					deploymentMode,
					subnetIds.length,
					hostInstanceType,
				]),
				[
					["CLUSTER_MULTI_AZ", 3, "mq.m7g.large"],
					["SINGLE_INSTANCE", 1, "mq.t3.micro"],
				],
			);
			for (const { publiclyAccessible } of brokers) assert.equal(publiclyAccessible, false);
		});
	});

	describe("media", () => {
		it("are versioned, private, and emptied only with an environment that passes", () => {
			assert.equal(production.get("aws:s3/bucket:Bucket", "media").inputs.forceDestroy, false);
			assert.equal(integration.get("aws:s3/bucket:Bucket", "media").inputs.forceDestroy, true);
			assert.deepEqual(production.get("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "media").inputs, {
				bucket: "media-id",
				blockPublicAcls: true,
				blockPublicPolicy: true,
				ignorePublicAcls: true,
				restrictPublicBuckets: true,
			});
			const { versioningConfiguration } = production.get("aws:s3/bucketVersioning:BucketVersioning", "media").inputs;
			assert.deepEqual(versioningConfiguration, { status: "Enabled" });
		});

		it("are read by the distribution, or where there is none by the application alone", () => {
			const statements = [production, integration].map(
				(one) => JSON.parse(one.get("aws:s3/bucketPolicy:BucketPolicy", "media-readers").inputs.policy).Statement,
			);
			assert.deepEqual(statements[0][0], {
				Sid: "Distribution",
				Effect: "Allow",
				Principal: { Service: "cloudfront.amazonaws.com" },
				Action: ["s3:GetObject"],
				Resource: "arn:aws:s3/bucket:Bucket:media/media/*",
				Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudfront/distribution:Distribution:cdn" } },
			});
			assert.deepEqual(
				statements.map((list) => list.map(({ Sid, Effect }: never) => [Sid, Effect])),
				[
					[
						["Distribution", "Allow"],
						["TlsOnly", "Deny"],
					],
					[["TlsOnly", "Deny"]],
				],
			);
		});
	});
});
