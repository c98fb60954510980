import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { Certificate } from "./certificate";

export interface LoadBalancerArgs {
	vpcId: pulumi.Input<string>;
	/** Public subnets where the team reaches it directly, private ones where only the CDN does. A change replaces it. */
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	/** Whether it has no address on the internet. A change replaces it. */
	internal: boolean;
	/** Host name of the environment and the zone for its records; without one it speaks plain HTTP. */
	domain?: { name: string; hostedZone: string };
	/** Whether the host name leads here; false where it leads to the CDN. */
	ownsDomain: boolean;
	region: string;
	/** Port on which the application listens. A change replaces the target group. */
	applicationPort: number;
	/** Path that answers 200 when a task can serve. In place. */
	healthPath: string;
	/** Whether deletion is refused until this is turned off. In place. */
	permanent: boolean;
}

const drainSeconds = 30;

/** An application load balancer with one target group for the web tasks. */
export class LoadBalancer extends pulumi.ComponentResource {
	readonly arn: pulumi.Output<string>;
	readonly dnsName: pulumi.Output<string>;
	readonly targetGroupArn: pulumi.Output<string>;
	/** The last part of both ARNs, as CloudWatch names them. */
	readonly arnSuffix: pulumi.Output<string>;
	readonly targetGroupArnSuffix: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;
	/** The listener that forwards to the tasks: services have to wait for it. */
	readonly listener: aws.lb.Listener;

	constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:LoadBalancer", name, {}, opts);
		const parent = { parent: this };
		const balancer = new aws.lb.LoadBalancer(
			name,
			{
				loadBalancerType: "application",
				internal: args.internal,
				subnets: args.subnetIds,
				securityGroups: [args.securityGroupId],
				dropInvalidHeaderFields: true,
				enableDeletionProtection: args.permanent,
			},
			parent,
		);
		const targets = new aws.lb.TargetGroup(
			name,
			{
				vpcId: args.vpcId,
				port: args.applicationPort,
				protocol: "HTTP",
				targetType: "ip",
				deregistrationDelay: drainSeconds,
				healthCheck: { path: args.healthPath, matcher: "200", interval: 15, timeout: 5, healthyThreshold: 2 },
			},
			parent,
		);
		const forward = [{ type: "forward", targetGroupArn: targets.arn }];
		if (args.domain === undefined) {
			const plain = { loadBalancerArn: balancer.arn, port: 80, protocol: "HTTP", defaultActions: forward };
			this.listener = new aws.lb.Listener(`${name}-http`, plain, parent);
		} else {
			const certificate = new Certificate(
				`${name}-certificate`,
				{ domain: args.domain.name, hostedZone: args.domain.hostedZone, region: args.region },
				parent,
			);
			this.listener = new aws.lb.Listener(
				`${name}-https`,
				{
					loadBalancerArn: balancer.arn,
					port: 443,
					protocol: "HTTPS",
					sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
					certificateArn: certificate.arn,
					defaultActions: forward,
				},
				parent,
			);
			if (args.ownsDomain) this.reachable(name, args.domain, balancer);
		}

		this.arn = balancer.arn;
		this.dnsName = balancer.dnsName;
		this.targetGroupArn = targets.arn;
		this.arnSuffix = balancer.arnSuffix;
		this.targetGroupArnSuffix = targets.arnSuffix;
		this.contract = pulumi.output({
			port: targets.port,
			healthPath: targets.healthCheck.apply((check) => check?.path),
		});
		this.registerOutputs({ dnsName: this.dnsName });
	}

	/** The host name leads here, and plain HTTP on to TLS. */
	private reachable(name: string, domain: { name: string; hostedZone: string }, balancer: aws.lb.LoadBalancer): void {
		new aws.lb.Listener(
			`${name}-http`,
			{
				loadBalancerArn: balancer.arn,
				port: 80,
				protocol: "HTTP",
				defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
			},
			{ parent: this },
		);
		new aws.route53.Record(
			name,
			{
				zoneId: domain.hostedZone,
				name: domain.name,
				type: "A",
				aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
			},
			{ parent: this },
		);
	}
}
