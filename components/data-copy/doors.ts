import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";

/** Where a door leads, or from where. */
export type Peer = { group: pulumi.Input<string> } | { prefixList: pulumi.Input<string> } | { range: string };

/** A way to somebody: to whom, and the TCP port there. */
export interface Way {
	to: Peer;
	port: number;
}

export interface DoorsArgs {
	vpcId: pulumi.Input<string>;
	/** What the group is for, for whoever reads a list of them. A change makes a new group. */
	description: string;
	/** Who it may connect to, by a short label, and the TCP port. What is not named here cannot be reached. */
	out: Record<string, Way>;
}

/**
 * A security group, and everything that its members may connect to. The other side is opened to them where it is a group.
 * @returns the group's id
 */
export function openDoors(name: string, args: DoorsArgs, opts: pulumi.ResourceOptions): pulumi.Output<string> {
	const group = new aws.ec2.SecurityGroup(
		name,
		{ vpcId: args.vpcId, description: args.description, tags: { Name: name } },
		opts,
	);
	for (const [label, { to, port }] of Object.entries(args.out)) {
		const rule = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: port, toPort: port };
		new aws.vpc.SecurityGroupEgressRule(`${name}-${label}`, { ...rule, ...peerOf(to) }, opts);
		if ("group" in to)
			new aws.vpc.SecurityGroupIngressRule(
				`${name}-${label}`,
				{ ...rule, securityGroupId: to.group, referencedSecurityGroupId: group.id },
				opts,
			);
	}
	return group.id;
}

function peerOf(peer: Peer) {
	if ("group" in peer) return { referencedSecurityGroupId: peer.group };
	return "prefixList" in peer ? { prefixListId: peer.prefixList } : { cidrIpv4: peer.range };
}
