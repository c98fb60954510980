import type { Values } from "../../engine/values";
import type { Kind } from "../kind";

/** Load balancers, the CDN and its firewall, certificates and names. */
export const delivery: Record<string, Kind> = {
	"aws:lb/loadBalancer:LoadBalancer": {
		cloudFormation: "AWS::ElasticLoadBalancingV2::LoadBalancer",
		replaces: ["internal", "loadBalancerType", "name"],
		inPlace: ["dropInvalidHeaderFields", "enableDeletionProtection", "securityGroups", "subnets"],
		source: "internal/service/elbv2/load_balancer.go",
		autoName: { property: "name", longest: 32 },
		id: ({ inputs, account, region, hex }) =>
			`arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${inputs.name}/${hex(16)}`,
		arn: "{id}",
		outputs: ({ id, inputs, region, hex }) => ({
			arnSuffix: id.split(":loadbalancer/")[1],
			dnsName: `${inputs.internal ? "internal-" : ""}${inputs.name}-${Number.parseInt(hex(8), 16)}.${region}.elb.amazonaws.com`,
			zoneId: "Z215JYRZR1TBD5",
		}),
		refusesDeletion: (state) =>
			state.enableDeletionProtection === true
				? "OperationNotPermitted: Load balancer cannot be deleted because deletion protection is enabled"
				: undefined,
	},
	"aws:lb/targetGroup:TargetGroup": {
		cloudFormation: "AWS::ElasticLoadBalancingV2::TargetGroup",
		replaces: ["name", "port", "protocol", "targetType", "vpcId"],
		inPlace: ["deregistrationDelay", "healthCheck"],
		source: "internal/service/elbv2/target_group.go",
		autoName: { property: "name", longest: 32 },
		id: ({ inputs, account, region, hex }) =>
			`arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${inputs.name}/${hex(16)}`,
		arn: "{id}",
		outputs: ({ id }) => ({ arnSuffix: id.slice(id.indexOf("targetgroup/")), loadBalancerArns: [] }),
	},
	"aws:lb/listener:Listener": {
		cloudFormation: "AWS::ElasticLoadBalancingV2::Listener",
		inPlace: ["certificateArn", "defaultActions"],
		source: "internal/service/elbv2/listener.go",
		id: ({ inputs, hex }) => `${String(inputs.loadBalancerArn).replace(":loadbalancer/", ":listener/")}/${hex(16)}`,
		arn: "{id}",
	},
	"aws:acm/certificate:Certificate": {
		cloudFormation: "AWS::CertificateManager::Certificate",
		replaces: ["domainName", "validationMethod"],
		inPlace: ["options"],
		source: "internal/service/acm/certificate.go",
		id: ({ inputs, account, region, hex }) =>
			`arn:aws:acm:${inputs.region ?? region}:${account}:certificate/${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "{id}",
		outputs: ({ inputs, hex }) => ({
			domainValidationOptions: [
				{
					domainName: inputs.domainName,
					resourceRecordName: `_${hex(32)}.${inputs.domainName}.`,
					resourceRecordType: "CNAME",
					resourceRecordValue: `_${hex(32, "value")}.${hex(10)}.acm-validations.aws.`,
				},
			],
			status: "PENDING_VALIDATION",
			type: "AMAZON_ISSUED",
		}),
	},
	"aws:acm/certificateValidation:CertificateValidation": {
		replaces: ["certificateArn", "validationRecordFqdns"],
		source: "internal/service/acm/certificate_validation.go",
		id: "#",
	},
	"aws:route53/record:Record": {
		cloudFormation: "AWS::Route53::RecordSet",
		replaces: ["name", "zoneId"],
		inPlace: ["aliases", "allowOverwrite", "records", "ttl", "type"],
		source: "internal/service/route53/record.go",
		id: "{zoneId}_{name}_{type}",
		outputs: ({ inputs }) => ({ fqdn: String(inputs.name).replace(/\.$/, "") }),
	},
	"aws:cloudfront/vpcOrigin:VpcOrigin": {
		inPlace: ["vpcOriginEndpointConfig"],
		source: "internal/service/cloudfront/vpc_origin.go",
		id: "vo_#",
		arn: "arn:aws:cloudfront::{account}:vpcorigin/{id}",
		outputs: etag,
		changing: ["etag"],
	},
	"aws:cloudfront/originAccessControl:OriginAccessControl": {
		inPlace: ["description", "name", "originAccessControlOriginType", "signingBehavior", "signingProtocol"],
		source: "internal/service/cloudfront/origin_access_control.go",
		autoName: { property: "name", longest: 64 },
		id: ({ hex }) => `E${hex(13).toUpperCase()}`,
		arn: "arn:aws:cloudfront::{account}:origin-access-control/{id}",
		outputs: etag,
		changing: ["etag"],
	},
	"aws:cloudfront/cachePolicy:CachePolicy": {
		replaces: [],
		inPlace: ["comment", "defaultTtl", "maxTtl", "minTtl", "name", "parametersInCacheKeyAndForwardedToOrigin"],
		source: "internal/service/cloudfront/cache_policy.go",
		autoName: { property: "name", longest: 128 },
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "arn:aws:cloudfront::{account}:cache-policy/{id}",
		outputs: etag,
		changing: ["etag"],
	},
	"aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
		inPlace: [
			"comment",
			"corsConfig",
			"customHeadersConfig",
			"name",
			"removeHeadersConfig",
			"securityHeadersConfig",
			"serverTimingHeadersConfig",
		],
		source: "internal/service/cloudfront/response_headers_policy.go",
		autoName: { property: "name", longest: 128 },
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "arn:aws:cloudfront::{account}:response-headers-policy/{id}",
		outputs: etag,
		changing: ["etag"],
	},
	"aws:cloudfront/distribution:Distribution": {
		replaces: ["staging"],
		inPlace: [
			"aliases",
			"cacheTagConfig",
			"comment",
			"customErrorResponses",
			"defaultCacheBehavior",
			"defaultRootObject",
			"enabled",
			"httpVersion",
			"isIpv6Enabled",
			"loggingConfig",
			"orderedCacheBehaviors",
			"originGroups",
			"origins",
			"priceClass",
			"restrictions",
			"retainOnDelete",
			"viewerCertificate",
			"waitForDeployment",
			"webAclId",
		],
		source: "internal/service/cloudfront/distribution.go",
		id: ({ hex }) => `E${hex(13).toUpperCase()}`,
		arn: "arn:aws:cloudfront::{account}:distribution/{id}",
		outputs: (making) => ({
			...etag(making),
			domainName: `d${making.hex(13)}.cloudfront.net`,
			hostedZoneId: "Z2FDTNDATAQYW2",
			status: "Deployed",
		}),
		changing: ["etag"],
	},
	"aws:wafv2/ipSet:IpSet": {
		cloudFormation: "AWS::WAFv2::IPSet",
		autoName: { property: "name", longest: 128 },
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "arn:aws:wafv2:us-east-1:{account}:global/ipset/{name}/{id}",
	},
	"aws:wafv2/webAcl:WebAcl": {
		cloudFormation: "AWS::WAFv2::WebACL",
		autoName: { property: "name", longest: 128 },
		id: ({ hex }) => `${hex(8)}-${hex(4, "a")}-${hex(4, "b")}-${hex(4, "c")}-${hex(12, "d")}`,
		arn: "arn:aws:wafv2:us-east-1:{account}:global/webacl/{name}/{id}",
		outputs: () => ({ capacity: 1500 }),
		changing: ["capacity"],
	},
};

function etag({ hex }: { hex: (digits: number) => string }): Values {
	return { etag: `E${hex(13).toUpperCase()}` };
}
