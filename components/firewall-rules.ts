import type { types } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

type Rule = types.input.wafv2.WebAclRule;

/** Requests from one address in five minutes, above which it is blocked for a while. */
const mostRequests = 2000;

/** AWS's own rule groups, and the rules of them that would break a shop: those are counted, not blocked. */
const managed: { group: string; counted?: string[] }[] = [
	{ group: "AWSManagedRulesAmazonIpReputationList" },
	{ group: "AWSManagedRulesKnownBadInputsRuleSet" },
	// Magento's admin saves products in bodies far above the limit of 8 KB.
	{ group: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
	{ group: "AWSManagedRulesSQLiRuleSet" },
	{ group: "AWSManagedRulesPHPRuleSet" },
];

/**
 * The firewall's rules in the order in which they are tried.
 * @param accessSetArn the addresses that may pass at all; undefined lets everyone through to the other rules
 */
export function firewallRules(accessSetArn: pulumi.Input<string> | undefined): Rule[] {
	const rules: Omit<Rule, "priority">[] = [];
	if (accessSetArn !== undefined)
		rules.push({
			name: "access-list",
			action: { block: {} },
			statement: { notStatement: { statement: { ipSetReferenceStatement: { arn: accessSetArn } } } },
			visibilityConfig: measured("access-list"),
		});
	rules.push({
		name: "rate-limit",
		action: { block: {} },
		statement: { rateBasedStatement: { limit: mostRequests, aggregateKeyType: "IP" } },
		visibilityConfig: measured("rate-limit"),
	});
	for (const { group, counted } of managed)
		rules.push({
			name: group,
			overrideAction: { none: {} },
			statement: {
				managedRuleGroupStatement: {
					vendorName: "AWS",
					name: group,
					...(counted ? { ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })) } : {}),
				},
			},
			visibilityConfig: measured(group),
		});
	return rules.map((rule, priority) => ({ ...rule, priority }));
}

/** Every rule is counted in CloudWatch and keeps a sample of what it matched. */
export function measured(metricName: string) {
	return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
