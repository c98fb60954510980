import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { cacheRules, type Freshness } from "./cache-rules";
import { Certificate } from "./certificate";
import { firewallRules, measured } from "./firewall-rules";

/** CloudFront's own settings, its firewall and its certificate live here, whatever the environment's region. */
const home = "us-east-1";
/** AWS's managed policies, by the ids that its documentation lists: nothing cached; everything passed on. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

export interface CdnArgs {
	/** The environment's name, for names and comments. */
	environment: string;
	/** Host name and the zone for its record; without one the CDN's own name and certificate are used. */
	domain?: { name: string; hostedZone: string };
	/** The load balancer that pages come from. It has no address on the internet: only the CDN reaches it. */
	balancerArn: pulumi.Input<string>;
	balancerDnsName: pulumi.Input<string>;
	/** Something to wait for before the load balancer can be reached. */
	listener: pulumi.Resource;
	/** The bucket that media come from. */
	bucketDomainName: pulumi.Input<string>;
	/** IPv4 ranges that may reach the shop; undefined is everyone. In place. */
	access?: string[];
	/** Whether search engines are to leave it alone. In place. */
	hidden: boolean;
}

/** CloudFront with a firewall in front of the shop: what is cached, who may ask, and the only way in. */
export class Cdn extends pulumi.ComponentResource {
	readonly domainName: pulumi.Output<string>;
	readonly distributionArn: pulumi.Output<string>;
	readonly distributionId: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(
		private readonly name: string,
		args: CdnArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Cdn", name, {}, opts);
		const parent = { parent: this };

		const firewall = this.firewall(args);
		const origin = new aws.cloudfront.VpcOrigin(
			name,
			{
				vpcOriginEndpointConfig: {
					name: `${args.environment}-${name}`,
					arn: args.balancerArn,
					httpPort: 80,
					httpsPort: 443,
					originProtocolPolicy: args.domain === undefined ? "http-only" : "https-only",
					originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
				},
			},
			{ parent: this, dependsOn: [args.listener] },
		);
		const mediaAccess = new aws.cloudfront.OriginAccessControl(
			name,
			{ originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
			parent,
		);
		const policies = this.cachePolicies();
		const headers = this.responseHeaders(args.hidden);
		const behaviour = (rule: { origin: string; freshness: Freshness; methods: string[] }) => ({
			targetOriginId: rule.origin,
			viewerProtocolPolicy: "redirect-to-https",
			allowedMethods: rule.methods,
			cachedMethods: ["GET", "HEAD"],
			compress: rule.freshness !== "never",
			cachePolicyId: policies[rule.freshness],
			responseHeadersPolicyId: headers.id,
			...(rule.origin === "shop" ? { originRequestPolicyId: allViewer } : {}),
		});
		const distribution = new aws.cloudfront.Distribution(
			name,
			{
				comment: `The shop of ${args.environment}`,
				enabled: true,
				httpVersion: "http2and3",
				isIpv6Enabled: args.access === undefined,
				priceClass: "PriceClass_All",
				aliases: args.domain === undefined ? [] : [args.domain.name],
				webAclId: firewall.arn,
				// Magento names in this header what a page was made of, so that a page can be invalidated by its parts.
				cacheTagConfig: { headerName: "X-Magento-Tags" },
				origins: [
					{
						originId: "shop",
						// The certificate behind it is for the shop's name, which is what the CDN has to ask for.
						domainName: args.domain?.name ?? args.balancerDnsName,
						vpcOriginConfig: { vpcOriginId: origin.id, originReadTimeout: 60 },
					},
					{ originId: "media", domainName: args.bucketDomainName, originAccessControlId: mediaAccess.id },
				],
				defaultCacheBehavior: behaviour({ origin: "shop", freshness: "page", methods: everyMethod }),
				orderedCacheBehaviors: cacheRules.map((rule) => ({
					pathPattern: rule.path,
					...behaviour({ ...rule, methods: rule.freshness === "never" ? everyMethod : readingMethods }),
				})),
				restrictions: { geoRestriction: { restrictionType: "none" } },
				viewerCertificate: this.viewerCertificate(args.domain),
			},
			parent,
		);
		if (args.domain !== undefined) this.records(args.domain, distribution);

		this.domainName = distribution.domainName;
		this.distributionArn = distribution.arn;
		this.distributionId = distribution.id;
		this.contract = pulumi
			.all([distribution.orderedCacheBehaviors, distribution.httpVersion, firewall.rules])
			.apply(([behaviours, httpVersion, rules]) => ({
				httpVersion,
				paths: (behaviours ?? []).map(({ pathPattern, targetOriginId }) => `${pathPattern} from ${targetOriginId}`),
				firewall: (rules ?? []).map((rule) => rule.name).filter((rule) => rule !== "access-list"),
			}));
		this.registerOutputs({ domainName: this.domainName });
	}

	private firewall(args: CdnArgs): aws.wafv2.WebAcl {
		const access =
			args.access === undefined
				? undefined
				: new aws.wafv2.IpSet(
						`${this.name}-access`,
						{ scope: "CLOUDFRONT", ipAddressVersion: "IPV4", addresses: args.access, region: home },
						{ parent: this },
					);
		return new aws.wafv2.WebAcl(
			this.name,
			{
				scope: "CLOUDFRONT",
				region: home,
				description: `In front of the shop of ${args.environment}`,
				defaultAction: { allow: {} },
				rules: firewallRules(access?.arn),
				visibilityConfig: measured(`${args.environment}-${this.name}`),
			},
			{ parent: this },
		);
	}

	/** How long each kind of answer may be kept, and what makes two requests the same. */
	private cachePolicies(): Record<Freshness, pulumi.Input<string>> {
		const year = 31536000;
		const day = 86400;
		const policy = (kind: string, args: Omit<aws.cloudfront.CachePolicyArgs, "name">) =>
			new aws.cloudfront.CachePolicy(`${this.name}-${kind}`, args, { parent: this }).id;
		const plain = {
			cookiesConfig: { cookieBehavior: "none" },
			headersConfig: { headerBehavior: "none" },
			queryStringsConfig: { queryStringBehavior: "all" },
			enableAcceptEncodingBrotli: true,
			enableAcceptEncodingGzip: true,
		};
		return {
			long: policy("long", {
				minTtl: 0,
				defaultTtl: year,
				maxTtl: year,
				parametersInCacheKeyAndForwardedToOrigin: plain,
			}),
			page: policy("page", {
				minTtl: 0,
				// Without a word from the application, nothing is kept.
				defaultTtl: 0,
				maxTtl: day,
				parametersInCacheKeyAndForwardedToOrigin: {
					...plain,
					// The cookie in which Magento says which variant of a page this visitor sees.
					cookiesConfig: { cookieBehavior: "whitelist", cookies: { items: ["X-Magento-Vary"] } },
					headersConfig: { headerBehavior: "whitelist", headers: { items: ["Host"] } },
				},
			}),
			never: cachingDisabled,
		};
	}

	private responseHeaders(hidden: boolean): aws.cloudfront.ResponseHeadersPolicy {
		return new aws.cloudfront.ResponseHeadersPolicy(
			this.name,
			{
				securityHeadersConfig: {
					contentTypeOptions: { override: true },
					strictTransportSecurity: { accessControlMaxAgeSec: 31536000, override: false },
				},
				...(hidden
					? {
							customHeadersConfig: {
								items: [{ header: "X-Robots-Tag", value: "noindex, nofollow", override: true }],
							},
						}
					: {}),
			},
			{ parent: this },
		);
	}

	private viewerCertificate(domain: CdnArgs["domain"]) {
		if (domain === undefined) return { cloudfrontDefaultCertificate: true };
		const certificate = new Certificate(
			`${this.name}-certificate`,
			{ domain: domain.name, hostedZone: domain.hostedZone, region: home },
			{ parent: this },
		);
		return {
			acmCertificateArn: certificate.arn,
			sslSupportMethod: "sni-only",
			minimumProtocolVersion: "TLSv1.2_2021",
		};
	}

	private records(domain: { name: string; hostedZone: string }, distribution: aws.cloudfront.Distribution): void {
		new aws.route53.Record(
			this.name,
			{
				zoneId: domain.hostedZone,
				name: domain.name,
				type: "A",
				aliases: [{ name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false }],
			},
			{ parent: this },
		);
	}
}

const readingMethods = ["GET", "HEAD", "OPTIONS"];
const everyMethod = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
