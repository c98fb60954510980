import { strict as assert } from "node:assert";
import { Network, type NetworkArgs } from "../../components/network";
import { Recorder } from "./recorder";

const args: NetworkArgs = {
	range: "10.20.0.0/16",
	permanent: false,
	zones: 3,
	natGateways: 1,
	region: "eu-central-1",
	interfaceEndpoints: false,
	kmsKeyArn: "arn:key",
	logRetention: 14,
};
const network = (changes: Partial<NetworkArgs> = {}) =>
	Recorder.record("staging", (opts) => new Network("network", { ...args, ...changes }, opts));

describe("the network", () => {
	it("places subnets in the first zones by name, whatever order AWS lists them in", async () => {
		const recorder = await network();
		const zones = recorder.names("aws:ec2/subnet:Subnet").map((name) => {
			const { inputs } = recorder.get("aws:ec2/subnet:Subnet", name);
			return `${name} ${inputs.availabilityZone} ${inputs.cidrBlock}`;
		});
		assert.deepEqual(zones, [
			"network-isolated-1 eu-central-1a 10.20.128.0/20",
			"network-isolated-2 eu-central-1b 10.20.144.0/20",
			"network-isolated-3 eu-central-1c 10.20.160.0/20",
			"network-private-1 eu-central-1a 10.20.0.0/19",
			"network-private-2 eu-central-1b 10.20.32.0/19",
			"network-private-3 eu-central-1c 10.20.64.0/19",
			"network-public-1 eu-central-1a 10.20.192.0/21",
			"network-public-2 eu-central-1b 10.20.200.0/21",
			"network-public-3 eu-central-1c 10.20.208.0/21",
		]);
	});

	it("sends every private subnet through the one NAT gateway there is", async () => {
		const recorder = await network();
		const targets = [1, 2, 3].map(
			(zone) => recorder.get("aws:ec2/route:Route", `network-private-${zone}-nat`).inputs.natGatewayId,
		);
		assert.deepEqual(targets, ["network-nat-1-id", "network-nat-1-id", "network-nat-1-id"]);
	});

	it("gives each zone its own NAT gateway where there are as many", async () => {
		const recorder = await network({ natGateways: 3 });
		const targets = [1, 2, 3].map(
			(zone) => recorder.get("aws:ec2/route:Route", `network-private-${zone}-nat`).inputs.natGatewayId,
		);
		assert.deepEqual(targets, ["network-nat-1-id", "network-nat-2-id", "network-nat-3-id"]);
	});

	it("leaves isolated subnets without a way out", async () => {
		const recorder = await network();
		const routes = recorder.names("aws:ec2/route:Route");
		assert.deepEqual(routes, [
			"network-private-1-nat",
			"network-private-2-nat",
			"network-private-3-nat",
			"network-public-internet",
		]);
		for (const name of recorder
			.names("aws:ec2/routeTableAssociation:RouteTableAssociation")
			.filter((one) => one.includes("isolated")))
			assert.equal(
				recorder.get("aws:ec2/routeTableAssociation:RouteTableAssociation", name).inputs.routeTableId,
				"network-isolated-id",
			);
	});

	it("reaches S3 by a gateway, and other services by interfaces only where asked", async () => {
		const endpoints = "aws:ec2/vpcEndpoint:VpcEndpoint";
		assert.deepEqual((await network()).names(endpoints), ["network-s3"]);
		const recorder = await network({ interfaceEndpoints: true });
		assert.deepEqual(recorder.names(endpoints), [
			"network-ecr-api",
			"network-ecr-dkr",
			"network-logs",
			"network-s3",
			"network-secretsmanager",
		]);
		assert.deepEqual(recorder.get(endpoints, "network-s3").inputs.routeTableIds, [
			"network-private-1-id",
			"network-private-2-id",
			"network-private-3-id",
			"network-isolated-id",
		]);
	});

	it("empties the default security group and logs all traffic", async () => {
		const recorder = await network();
		const { inputs } = recorder.get("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "network-default");
		assert.deepEqual([inputs.ingress, inputs.egress], [[], []]);
		assert.equal(recorder.get("aws:ec2/flowLog:FlowLog", "network-flow").inputs.trafficType, "ALL");
		assert.equal(recorder.get("aws:cloudwatch/logGroup:LogGroup", "network-flow").inputs.retentionInDays, 14);
	});
});
