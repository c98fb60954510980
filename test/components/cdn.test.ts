import { strict as assert } from "node:assert";
import { environmentOf } from "./environment-of";
import type { Recorder } from "./recorder";

const distribution = "aws:cloudfront/distribution:Distribution";

describe("the way in", () => {
	let staging: Recorder;
	let production: Recorder;
	let integration: Recorder;
	before(async () => {
		[staging, production, integration] = [
			await environmentOf("staging"),
			await environmentOf("production"),
			await environmentOf("integration"),
		];
	});

	it("to staging and production is the CDN alone: the load balancer has no address on the internet", () => {
		for (const one of [staging, production]) {
			const { internal, subnets } = one.get("aws:lb/loadBalancer:LoadBalancer", "balancer").inputs;
			assert.equal(internal, true);
			assert.deepEqual(subnets, ["network-private-1-id", "network-private-2-id", "network-private-3-id"]);
			const entering = one.resources.filter(
				({ type, inputs }) =>
					type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" &&
					inputs.securityGroupId === "firewall-balancer-id",
			);
			assert.deepEqual(
				entering.map(({ inputs }) => [inputs.prefixListId, inputs.toPort, inputs.cidrIpv4]),
				[["pl-cdn", 443, undefined]],
			);
		}
	});

	it("to integration is the load balancer, for the team alone", () => {
		assert.deepEqual(integration.names(distribution), []);
		const { internal, subnets } = integration.get("aws:lb/loadBalancer:LoadBalancer", "balancer").inputs;
		assert.equal(internal, false);
		assert.equal(subnets.length, 3);
		assert.match(subnets[0], /public/);
		const rule = integration.get(
			"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
			"firewall-access-203-0-113-0-24-80",
		);
		assert.deepEqual([rule.inputs.cidrIpv4, rule.inputs.fromPort], ["203.0.113.0/24", 80]);
	});

	it("with a domain speaks TLS all the way", () => {
		const { inputs } = production.get(distribution, "cdn");
		assert.equal(inputs.viewerCertificate.minimumProtocolVersion, "TLSv1.2_2021");
		assert.deepEqual(inputs.aliases, ["www.shop.example"]);
		assert.equal(inputs.origins[0].domainName, "www.shop.example");
		const origin = production.get("aws:cloudfront/vpcOrigin:VpcOrigin", "cdn").inputs.vpcOriginEndpointConfig;
		assert.equal(origin.originProtocolPolicy, "https-only");
		assert.equal(production.get("aws:lb/listener:Listener", "balancer-https").inputs.protocol, "HTTPS");
		assert.equal(production.get("aws:acm/certificate:Certificate", "cdn-certificate").inputs.region, "us-east-1");
		assert.equal(
			production.get("aws:acm/certificate:Certificate", "balancer-certificate").inputs.region,
			"eu-central-1",
		);
	});

	it("without a domain uses the CDN's own name and certificate", async () => {
		const plain = await environmentOf("staging", { domain: undefined, hostedZone: undefined });
		const { inputs } = plain.get(distribution, "cdn");
		assert.deepEqual(inputs.viewerCertificate, { cloudfrontDefaultCertificate: true });
		assert.deepEqual(inputs.aliases, []);
		assert.deepEqual(plain.names("aws:route53/record:Record"), []);
	});

	it("of integration with a domain redirects to TLS", async () => {
		const named = await environmentOf("integration", { domain: "dev.shop.example", hostedZone: "Z0EXAMPLE" });
		assert.deepEqual(named.names("aws:lb/listener:Listener"), ["balancer-http", "balancer-https"]);
		assert.equal(named.get("aws:lb/listener:Listener", "balancer-http").inputs.defaultActions[0].type, "redirect");
		assert.equal(named.get("aws:route53/record:Record", "balancer").inputs.name, "dev.shop.example");
	});

	it("caches static files and media, pages as the application says, and what belongs to one visitor never", () => {
		const { defaultCacheBehavior, orderedCacheBehaviors } = production.get(distribution, "cdn").inputs;
		const never = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
		const policies: Record<string, string> = Object.fromEntries(
			orderedCacheBehaviors.map(({ pathPattern, cachePolicyId }: Record<string, string>) => [
				pathPattern,
				cachePolicyId,
			]),
		);
		assert.equal(policies["/static/*"], "cdn-long-id");
		assert.equal(policies["/media/*"], "cdn-long-id");
		assert.equal(defaultCacheBehavior.cachePolicyId, "cdn-page-id");
		for (const path of ["*/checkout/*", "*/customer/*", "*/cart/*", "/admin*", "/rest/*", "/graphql*"])
			assert.equal(policies[path], never, path);
		const page = production.get("aws:cloudfront/cachePolicy:CachePolicy", "cdn-page").inputs;
		assert.deepEqual([page.minTtl, page.defaultTtl], [0, 0]);
		assert.deepEqual(page.parametersInCacheKeyAndForwardedToOrigin.cookiesConfig.cookies.items, ["X-Magento-Vary"]);
	});

	it("keeps strangers and search engines off staging, and off staging only", () => {
		assert.deepEqual(staging.get("aws:wafv2/ipSet:IpSet", "cdn-access").inputs.addresses, ["203.0.113.0/24"]);
		assert.equal(staging.get("aws:wafv2/webAcl:WebAcl", "cdn").inputs.rules[0].name, "access-list");
		assert.deepEqual(production.names("aws:wafv2/ipSet:IpSet"), []);
		assert.deepEqual(
			production.get("aws:wafv2/webAcl:WebAcl", "cdn").inputs.rules.map(({ name }: { name: string }) => name),
			[
				"rate-limit",
				"AWSManagedRulesAmazonIpReputationList",
				"AWSManagedRulesKnownBadInputsRuleSet",
				"AWSManagedRulesCommonRuleSet",
				"AWSManagedRulesSQLiRuleSet",
				"AWSManagedRulesPHPRuleSet",
			],
		);
		const headers = (one: Recorder) =>
			one.get("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "cdn").inputs.customHeadersConfig?.items;
		assert.deepEqual(headers(staging), [{ header: "X-Robots-Tag", value: "noindex, nofollow", override: true }]);
		assert.equal(headers(production), undefined);
	});
});
