import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

/** The parts of an environment that hold a security group, in the order a request passes them. */
export const parts = ["balancer", "application", "database", "cache", "sessions", "search", "queue"] as const;
export type Part = (typeof parts)[number];

export interface FirewallArgs {
	vpcId: pulumi.Input<string>;
	/** Port on which the application listens. */
	applicationPort: number;
	/** IPv4 ranges that reach the load balancer; none where only the CDN does. A change is made in place. */
	access: string[];
	/** Prefix list of the CDN's addresses; undefined where there is no CDN. */
	cdnPrefixListId?: pulumi.Input<string>;
	/** Ports that the load balancer listens on. */
	balancerPorts: number[];
	/** Group of the network's interface endpoints, if it has any. */
	endpointSecurityGroupId?: pulumi.Input<string>;
	/** Prefix list of S3 in this region. */
	s3PrefixListId: pulumi.Input<string>;
}

/** Who may open a connection to whom, on which port. Nothing else is open. */
const flows: { from: Part; to: Part; port: number | "application" }[] = [
	{ from: "balancer", to: "application", port: "application" },
	{ from: "application", to: "database", port: 3306 },
	{ from: "application", to: "cache", port: 6379 },
	{ from: "application", to: "sessions", port: 6379 },
	{ from: "application", to: "search", port: 443 },
	{ from: "application", to: "queue", port: 5671 },
];

/** Every security group of an environment, and the rules between them. */
export class Firewall extends pulumi.ComponentResource {
	readonly groupIds: Record<Part, pulumi.Output<string>>;

	constructor(
		private readonly name: string,
		args: FirewallArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Firewall", name, {}, opts);
		const groups = Object.fromEntries(
			parts.map((part) => [
				part,
				new aws.ec2.SecurityGroup(
					`${name}-${part}`,
					{ vpcId: args.vpcId, description: `The environment's ${part}`, tags: { Name: `${name}-${part}` } },
					{ parent: this },
				).id,
			]),
		) as Record<Part, pulumi.Output<string>>;

		for (const { from, to, port } of flows) {
			const number = port === "application" ? args.applicationPort : port;
			this.allow(`${from}-${to}`, { id: groups[from] }, { id: groups[to] }, number);
		}
		for (const port of args.balancerPorts) {
			if (args.cdnPrefixListId !== undefined)
				this.enter(`cdn-balancer-${port}`, groups.balancer, port, { prefixListId: args.cdnPrefixListId });
			for (const range of args.access) {
				const label = range.replace(/[./]/g, "-");
				this.enter(`access-${label}-${port}`, groups.balancer, port, { cidrIpv4: range });
			}
		}
		this.leave("application-s3", groups.application, 443, { prefixListId: args.s3PrefixListId });
		// Payment, shipping and mail providers: their addresses are not known, so out is open, to TLS alone.
		this.leave("application-internet", groups.application, 443, { cidrIpv4: "0.0.0.0/0" });
		if (args.endpointSecurityGroupId !== undefined)
			this.allow("application-endpoints", { id: groups.application }, { id: args.endpointSecurityGroupId }, 443);

		this.groupIds = groups;
		this.registerOutputs({ groupIds: this.groupIds });
	}

	private allow(
		label: string,
		from: { id: pulumi.Input<string> },
		to: { id: pulumi.Input<string> },
		port: number,
	): void {
		this.leave(label, from.id, port, { referencedSecurityGroupId: to.id });
		this.enter(label, to.id, port, { referencedSecurityGroupId: from.id });
	}

	private enter(label: string, group: pulumi.Input<string>, port: number, source: Peer): void {
		const args = { securityGroupId: group, ipProtocol: "tcp", fromPort: port, toPort: port, ...source };
		new aws.vpc.SecurityGroupIngressRule(`${this.name}-${label}`, args, { parent: this });
	}

	private leave(label: string, group: pulumi.Input<string>, port: number, target: Peer): void {
		const args = { securityGroupId: group, ipProtocol: "tcp", fromPort: port, toPort: port, ...target };
		new aws.vpc.SecurityGroupEgressRule(`${this.name}-${label}`, args, { parent: this });
	}
}

type Peer =
	| { referencedSecurityGroupId: pulumi.Input<string> }
	| { prefixListId: pulumi.Input<string> }
	| { cidrIpv4: string };
