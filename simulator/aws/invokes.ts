import { randomBytes } from "node:crypto";
import type { Value, Values } from "../engine/values";

interface Place {
	account: string;
	region: string;
}

/** The look-ups that the simulator answers, by token. Any other is an error. */
export const invokes: Record<string, (args: Values, place: Place) => Record<string, Value>> = {
	"aws:index/getCallerIdentity:getCallerIdentity": (_, { account }) => ({
		accountId: account,
		arn: `arn:aws:iam::${account}:user/simulator`,
		id: account,
		userId: "AIDASIMULATOR",
	}),
	"aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region }) => ({
		...args,
		id: region,
		region,
		names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
		zoneIds: ["1", "2", "3"].map((zone) => `${region}-az${zone}`),
		groupNames: [region],
	}),
	"aws:ec2/getManagedPrefixList:getManagedPrefixList": (args, { account, region }) => ({
		...args,
		id: "pl-0c10dfa0",
		arn: `arn:aws:ec2:${region}:aws:prefix-list/pl-0c10dfa0`,
		addressFamily: "IPv4",
		entries: [],
		maxEntries: 55,
		ownerId: account,
		tags: {},
		version: 1,
	}),
	// Nothing runs here that would write one: each is as it was made, which for those that are looked up is empty.
	"aws:ssm/getParameter:getParameter": (args, { account, region }) => ({
		...args,
		id: args.name,
		arn: `arn:aws:ssm:${region}:${account}:parameter${args.name}`,
		insecureValue: "{}",
		region,
		type: "String",
		value: "{}",
		version: 1,
	}),
	"aws:ecr/getAuthorizationToken:getAuthorizationToken": (args, { account, region }) => {
		// New at every call, as the real one is.
		const password = randomBytes(24).toString("base64url");
		const registryId = String(args.registryId ?? account);
		return {
			...args,
			id: region,
			region,
			authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
			expiresAt: new Date(Date.now() + 12 * 3600 * 1000).toISOString(),
			password,
			proxyEndpoint: `https://${registryId}.dkr.ecr.${region}.amazonaws.com`,
			userName: "AWS",
		};
	},
};
