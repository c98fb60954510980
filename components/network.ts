import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { layOutSubnets } from "./subnets";

export interface NetworkArgs {
	/**
	 * Private IPv4 range, /16 to /21. Chosen once: nothing that holds data can move to another network. The engine refuses
	 * a change where the environment is permanent; elsewhere, destroy the environment and bring it up anew.
	 */
	range: string;
	/** Whether the network is protected from being replaced or deleted. */
	permanent: boolean;
	/** Availability zones to spread over, 2 to 4. Raising it adds subnets and changes nothing that exists. */
	zones: number;
	/** NAT gateways, 1 to `zones`. With fewer than `zones`, the loss of a zone can cut others off. In place. */
	natGateways: number;
	/** Region, for the endpoints' service names. */
	region: string;
	/**
	 * Whether AWS services used at run time (images, logs, secrets) are reached by interface endpoints instead of NAT.
	 * Each costs its hours in every zone; worth it where traffic is steady. In place.
	 */
	interfaceEndpoints: boolean;
	/** Key that encrypts the flow logs. */
	kmsKeyArn: pulumi.Input<string>;
	/** Days that flow logs are kept. */
	logRetention: number;
}

type SubnetKind = "public" | "private" | "isolated";

/** A VPC with public, private and isolated subnets in each zone, NAT, and the endpoints that spare NAT traffic. */
export class Network extends pulumi.ComponentResource {
	readonly vpcId: pulumi.Output<string>;
	readonly publicSubnetIds: pulumi.Output<string>[];
	readonly privateSubnetIds: pulumi.Output<string>[];
	readonly isolatedSubnetIds: pulumi.Output<string>[];
	/** The gateway endpoint through which the network reaches S3. */
	readonly s3EndpointId: pulumi.Output<string>;
	/** The prefix list of S3's addresses, for security group rules. */
	readonly s3PrefixListId: pulumi.Output<string>;
	/** The group of the interface endpoints; undefined where there are none. */
	readonly endpointSecurityGroupId?: pulumi.Output<string>;

	constructor(
		private readonly name: string,
		args: NetworkArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Network", name, {}, opts);
		const parent = { parent: this };

		const vpc = new aws.ec2.Vpc(
			name,
			{ cidrBlock: args.range, enableDnsHostnames: true, enableDnsSupport: true, tags: { Name: name } },
			{ parent: this, protect: args.permanent },
		);
		new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: vpc.id, ingress: [], egress: [] }, parent);
		const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags: { Name: name } }, parent);

		const zones = aws.getAvailabilityZonesOutput({ state: "available" }, parent).names;
		const ranges = layOutSubnets(args.range, args.zones);
		const subnets = (kind: SubnetKind) =>
			ranges[kind].map((cidrBlock, index) => {
				const subnetName = `${name}-${kind}-${index + 1}`;
				// Sorted, so that a zone which AWS adds later moves no subnet.
				const availabilityZone = zones.apply((names) => [...names].sort()[index]);
				const subnetArgs = { vpcId: vpc.id, cidrBlock, availabilityZone, tags: { Name: subnetName } };
				return new aws.ec2.Subnet(subnetName, subnetArgs, parent);
			});
		const publicSubnets = subnets("public");
		const privateSubnets = subnets("private");
		const isolatedSubnets = subnets("isolated");

		const publicTable = this.routeTable("public", vpc.id, publicSubnets);
		new aws.ec2.Route(
			`${name}-public-internet`,
			{ routeTableId: publicTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
			parent,
		);
		const nats = publicSubnets.slice(0, args.natGateways).map((subnet, index) => {
			const natName = `${name}-nat-${index + 1}`;
			const address = new aws.ec2.Eip(natName, { domain: "vpc", tags: { Name: natName } }, parent);
			const natArgs = { subnetId: subnet.id, allocationId: address.id, tags: { Name: natName } };
			return new aws.ec2.NatGateway(natName, natArgs, { parent: this, dependsOn: [gateway] });
		});
		const privateTables = privateSubnets.map((subnet, index) => {
			const table = this.routeTable(`private-${index + 1}`, vpc.id, [subnet]);
			new aws.ec2.Route(
				`${name}-private-${index + 1}-nat`,
				{
					routeTableId: table.id,
					destinationCidrBlock: "0.0.0.0/0",
					natGatewayId: nats[Math.min(index, nats.length - 1)].id,
				},
				parent,
			);
			return table;
		});
		const isolatedTable = this.routeTable("isolated", vpc.id, isolatedSubnets);

		const s3 = new aws.ec2.VpcEndpoint(
			`${name}-s3`,
			{
				vpcId: vpc.id,
				vpcEndpointType: "Gateway",
				serviceName: `com.amazonaws.${args.region}.s3`,
				routeTableIds: [...privateTables, isolatedTable].map((table) => table.id),
				tags: { Name: `${name}-s3` },
			},
			parent,
		);
		if (args.interfaceEndpoints)
			this.endpointSecurityGroupId = this.interfaceEndpoints(args.region, vpc, privateSubnets);
		this.flowLog(vpc.id, args);

		this.vpcId = vpc.id;
		this.publicSubnetIds = publicSubnets.map((subnet) => subnet.id);
		this.privateSubnetIds = privateSubnets.map((subnet) => subnet.id);
		this.isolatedSubnetIds = isolatedSubnets.map((subnet) => subnet.id);
		this.s3EndpointId = s3.id;
		this.s3PrefixListId = s3.prefixListId;
		this.registerOutputs({ vpcId: this.vpcId });
	}

	private routeTable(kind: string, vpcId: pulumi.Input<string>, subnets: aws.ec2.Subnet[]): aws.ec2.RouteTable {
		const name = `${this.name}-${kind}`;
		const table = new aws.ec2.RouteTable(name, { vpcId, tags: { Name: name } }, { parent: this });
		subnets.forEach((subnet, index) => {
			const suffix = subnets.length > 1 ? `-${index + 1}` : "";
			const association = { subnetId: subnet.id, routeTableId: table.id };
			new aws.ec2.RouteTableAssociation(`${name}${suffix}`, association, { parent: this });
		});
		return table;
	}

	private interfaceEndpoints(region: string, vpc: aws.ec2.Vpc, subnets: aws.ec2.Subnet[]): pulumi.Output<string> {
		const group = new aws.ec2.SecurityGroup(
			`${this.name}-endpoints`,
			{
				vpcId: vpc.id,
				description: "AWS services reached without leaving the network",
				tags: { Name: `${this.name}-endpoints` },
			},
			{ parent: this },
		);
		for (const service of ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]) {
			const name = `${this.name}-${service.replace(".", "-")}`;
			new aws.ec2.VpcEndpoint(
				name,
				{
					vpcId: vpc.id,
					vpcEndpointType: "Interface",
					serviceName: `com.amazonaws.${region}.${service}`,
					subnetIds: subnets.map((subnet) => subnet.id),
					securityGroupIds: [group.id],
					privateDnsEnabled: true,
					tags: { Name: name },
				},
				{ parent: this },
			);
		}
		return group.id;
	}

	private flowLog(vpcId: pulumi.Input<string>, args: NetworkArgs): void {
		const name = `${this.name}-flow`;
		const parent = { parent: this };
		const log = new aws.cloudwatch.LogGroup(
			name,
			{ retentionInDays: args.logRetention, kmsKeyId: args.kmsKeyArn },
			parent,
		);
		const role = new aws.iam.Role(
			name,
			{ assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }) },
			parent,
		);
		new aws.iam.RolePolicy(
			name,
			{
				role: role.id,
				policy: pulumi.jsonStringify({
					Version: "2012-10-17",
					Statement: [
						{
							Effect: "Allow",
							Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
							Resource: pulumi.interpolate`${log.arn}:*`,
						},
					],
				}),
			},
			parent,
		);
		new aws.ec2.FlowLog(
			name,
			{ vpcId, trafficType: "ALL", iamRoleArn: role.arn, logDestination: log.arn, tags: { Name: name } },
			parent,
		);
	}
}
