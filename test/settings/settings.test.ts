import { strict as assert } from "node:assert";
import { readSettings, type Source } from "../../settings";
import { SettingsError } from "../../settings/mistake";
import { defaultScale } from "../../settings/scale";
import { presets } from "../../settings/snapshots";
import { release, source } from "./example";

/** The mistakes of a source, each as `key: message`. */
function mistakesOf(given: Source): string[] {
	try {
		readSettings(given);
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		return error.mistakes.map(({ path, message }) => `${path.join(".")}: ${message}`);
	}
	return [];
}

describe("settings", () => {
	it("fills in what plan and role decide", () => {
		const settings = readSettings(source("production"));
		assert.deepEqual(settings, {
			stack: "production",
			role: "production",
			branch: undefined,
			permanent: true,
			plan: "pro",
			account: "111111111111",
			region: "eu-central-1",
			domain: { name: "www.shop.example", hostedZone: "Z0EXAMPLE" },
			network: "10.20.0.0/16",
			zones: 3,
			natGateways: 3,
			scale: defaultScale.pro.production,
			alerts: [],
			release,
			snapshots: presets.progressive,
			access: undefined,
			expiry: undefined,
			otherAccounts: [],
		});
	});

	it("takes a branch from the stack's name", () => {
		const settings = readSettings(source("integration-new-checkout", { expiry: "2027-01-31" }));
		assert.equal(settings.role, "integration");
		assert.equal(settings.branch, "new-checkout");
		assert.equal(settings.permanent, false);
		assert.equal(settings.snapshots, undefined);
		assert.equal(settings.natGateways, 1);
	});

	it("overlays the scale key by key", () => {
		const settings = readSettings(source("staging", { scale: { web: { max: 9 }, search: { storage: 80 } } }));
		const defaults = defaultScale.pro.staging;
		assert.deepEqual(settings.scale, {
			...defaults,
			web: { ...defaults.web, max: 9 },
			search: { ...defaults.search, storage: 80 },
		});
	});

	it("drops the capacity of a serverless default when the class is changed", () => {
		const settings = readSettings(source("integration", { scale: { database: { instance: "db.t4g.medium" } } }));
		assert.deepEqual(settings.scale.database, {
			instance: "db.t4g.medium",
			readers: 0,
			minCapacity: undefined,
			maxCapacity: undefined,
		});
	});

	it("collects the accounts of the other stacks, each once", () => {
		const siblings = [
			{ stack: "staging", account: "222222222222" },
			{ stack: "production", account: "333333333333" },
			{ stack: "integration-a", account: "111111111111" },
			{ stack: "integration-b", account: "222222222222" },
		];
		assert.deepEqual(readSettings({ ...source("integration"), siblings }).otherAccounts, [
			"222222222222",
			"333333333333",
		]);
	});

	it("accepts a date that Pulumi read as a point in time", () => {
		const settings = readSettings(source("integration-a", { expiry: "2027-01-31 00:00:00 +0000 UTC" }));
		assert.equal(settings.expiry, "2027-01-31");
	});

	it("accepts an account that YAML read as a number", () => {
		assert.equal(readSettings(source("integration", { account: 111111111111 })).account, "111111111111");
	});

	const table: [string, string, Record<string, unknown>, string[]][] = [
		[
			"a misspelt key",
			"staging",
			{ domian: "x" },
			[
				'domian: unknown key (did you mean "domain"?); allowed: plan, account, domain, hostedZone, network, scale, alerts, release, snapshots, data, access, expiry',
			],
		],
		[
			"a plan that is none",
			"staging",
			{ plan: "profi" },
			['plan: got "profi" (did you mean "pro"?); allowed: starter, pro'],
		],
		["a missing account", "staging", { account: undefined }, ["account: missing; every stack needs it"]],
		[
			"an account of 11 digits",
			"staging",
			{ account: "12345678901" },
			['account: got "12345678901"; allowed: the 12 digits of an AWS account, in quotes'],
		],
		[
			"a production without a domain",
			"production",
			{ domain: undefined, hostedZone: undefined },
			["domain: missing; production needs the host name that its shop is reached by"],
		],
		[
			"a domain without its zone",
			"staging",
			{ hostedZone: undefined },
			[
				"hostedZone: missing; staging.shop.example needs the Route 53 hosted zone that its records and certificate go to",
			],
		],
		[
			"a zone without a domain",
			"staging",
			{ domain: undefined },
			["hostedZone: a hosted zone without a domain has no effect; add domain or remove this"],
		],
		[
			"a domain that is none",
			"staging",
			{ domain: "shop" },
			['domain: got "shop"; allowed: a host name such as shop.example.com'],
		],
		[
			"a network with host bits",
			"staging",
			{ network: "10.20.1.0/16" },
			['network: got "10.20.1.0/16"; allowed: a private IPv4 range (RFC 1918) from /16 to /21, such as 10.20.0.0/16'],
		],
		[
			"a public network",
			"staging",
			{ network: "52.0.0.0/16" },
			['network: got "52.0.0.0/16"; allowed: a private IPv4 range (RFC 1918) from /16 to /21, such as 10.20.0.0/16'],
		],
		[
			"a network that is too small",
			"staging",
			{ network: "10.20.0.0/22" },
			['network: got "10.20.0.0/22"; allowed: a private IPv4 range (RFC 1918) from /16 to /21, such as 10.20.0.0/16'],
		],
		[
			"a pair that Fargate does not have",
			"staging",
			{ scale: { web: { cpu: 1024, memory: 1024 } } },
			[
				"scale.web.memory: Fargate has no task of 1024 CPU units with 1024 MiB; with 1024 it has 2048 to 8192 MiB in steps of 1024 (nearest: 2048)",
			],
		],
		[
			"a CPU that Fargate does not have",
			"staging",
			{ scale: { cron: { cpu: 1000 } } },
			[
				"scale.cron.cpu: Fargate has no task of 1000 CPU units; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768",
			],
		],
		[
			"a pair that is wrong only with the default",
			"production",
			{ scale: { cron: { cpu: 256 } } },
			[
				"scale.cron.memory: Fargate has no task of 256 CPU units with 4096 MiB; with 256 it has 512, 1024, 2048 MiB (nearest: 2048)",
			],
		],
		[
			"a text where a number belongs",
			"staging",
			{ scale: { web: { min: "2" } } },
			['scale.web.min: got "2"; allowed: a whole number from 1 to 100 tasks'],
		],
		[
			"fewer at most than at least",
			"staging",
			{ scale: { web: { min: 5 } } },
			["scale.web.min: got 5, which is more than max (4)"],
		],
		[
			"an unknown part",
			"staging",
			{ scale: { varnish: {} } },
			["scale.varnish: unknown key; allowed: web, cron, consumers, database, cache, sessions, search, queue"],
		],
		[
			"a misspelt size",
			"staging",
			{ scale: { web: { memroy: 1 } } },
			['scale.web.memroy: unknown key (did you mean "memory"?); allowed: cpu, memory, min, max'],
		],
		["a group that is no group", "staging", { scale: { web: 4 } }, ["scale.web: got 4; allowed: a group of keys"]],
		[
			"a class that Aurora does not run on",
			"staging",
			{ scale: { database: { instance: "db.m7g.large" } } },
			[
				'scale.database.instance: got "db.m7g.large" (did you mean "db.r7g.large"?); this engine runs on: db.serverless, db.t4g.{medium,large}, db.t3.{medium,large}, db.r5.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge,24xlarge}, db.r6g.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge}, db.r6i.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge,24xlarge,32xlarge}, db.r7g.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge}, db.r7i.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge,24xlarge,48xlarge}, db.r8g.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge,24xlarge,48xlarge}, db.x2g.{large,xlarge,2xlarge,4xlarge,8xlarge,12xlarge,16xlarge}',
			],
		],
		[
			"a capacity of a fixed class",
			"staging",
			{ scale: { database: { maxCapacity: 8 } } },
			["scale.database.maxCapacity: db.r7g.large has a fixed size; a capacity goes with db.serverless only"],
		],
		[
			"serverless without a capacity",
			"staging",
			{ scale: { database: { instance: "db.serverless", minCapacity: 1 } } },
			["scale.database.maxCapacity: missing; db.serverless needs both"],
		],
		[
			"a production that may pause",
			"production",
			{ scale: { database: { instance: "db.serverless", minCapacity: 0, maxCapacity: 8 } } },
			["scale.database.minCapacity: got 0, which lets the database pause; production's never may: 0.5 or more"],
		],
		[
			"a production without a reader",
			"production",
			{ scale: { database: { readers: 0 } } },
			["scale.database.readers: got 0; production needs at least 1 reader to survive the loss of a zone"],
		],
		[
			"two search nodes over three zones",
			"staging",
			{ scale: { search: { nodes: 2 } } },
			["scale.search.nodes: got 2; over the three zones of plan pro it is 1, or 3 and more"],
		],
		[
			"two brokers",
			"staging",
			{ scale: { queue: { nodes: 2 } } },
			["scale.queue.nodes: got 2; allowed: 1 (one broker) or 3 (a cluster)"],
		],
		[
			"a cluster of the smallest brokers",
			"staging",
			{ scale: { queue: { instance: "mq.t3.micro" } } },
			["scale.queue.instance: got mq.t3.micro, which cannot form a cluster; the smallest that can is mq.m7g.medium"],
		],
		[
			"a cluster in two zones",
			"staging",
			{ plan: "starter", scale: { queue: { nodes: 3 } } },
			["scale.queue.nodes: got 3; a cluster needs the three zones of plan pro"],
		],
		[
			"a release by tag",
			"staging",
			{ release: { ...release, image: "shop.example/shop:latest" } },
			[
				'release.image: got "shop.example/shop:latest"; allowed: an image by digest, <registry>/<repository>@sha256:<64 hexadecimal digits>; a tag can move',
			],
		],
		[
			"a release of uncommitted work",
			"staging",
			{ release: { ...release, commit: `${release.commit}-dirty` } },
			[
				`release.commit: got "${release.commit}-dirty"; allowed: the git commit it was built from, 40 hexadecimal digits`,
			],
		],
		[
			"half a release",
			"staging",
			{ release: { image: release.image, commit: release.commit } },
			["release.tree: missing; allowed: the git tree it was built from, 40 hexadecimal digits"],
		],
		[
			"a staging without a release",
			"staging",
			{ release: undefined },
			[
				"release: missing; staging runs a release that was built before: image, commit and tree, as the integration stack's output named release gives them",
			],
		],
		[
			"nobody who may reach it",
			"integration",
			{ access: [] },
			["access: missing; list the IPv4 ranges of your team, or nobody could reach this environment"],
		],
		[
			"everybody on staging",
			"staging",
			{ access: ["0.0.0.0/0"] },
			['access.0: got "0.0.0.0/0"; wider than /8 is open to everyone, which only production is'],
		],
		[
			"an address without a prefix",
			"staging",
			{ access: ["203.0.113.0/24", "203.0.113.7"] },
			[
				'access.1: got "203.0.113.7"; allowed: an IPv4 range such as 203.0.113.0/24, with no bits set outside the prefix',
			],
		],
		[
			"an access list on production",
			"production",
			{ access: ["203.0.113.0/24"] },
			["access: production is open to everyone; an access list is for staging and integration"],
		],
		["an alert to nobody", "staging", { alerts: ["team"] }, ['alerts.0: got "team"; allowed: e-mail addresses']],
		[
			"alerts that are no list",
			"staging",
			{ alerts: "team@shop.example" },
			['alerts: got "team@shop.example"; allowed: a list'],
		],
		[
			"an unknown preset",
			"staging",
			{ snapshots: "progresive" },
			[
				'snapshots: got "progresive" (did you mean "progressive"?); allowed: progressive, daily, manual, or a list of { every, keep }',
			],
		],
		[
			"a schedule AWS Backup cannot run",
			"staging",
			{ snapshots: [{ every: "5 hours", keep: "3 days" }] },
			["snapshots.0.every: AWS Backup cannot run every 5 hours; allowed: 1, 2, 3, 4, 6, 8 or 12 hours"],
		],
		[
			"snapshots with gaps",
			"staging",
			{ snapshots: [{ every: "1 week", keep: "3 days" }] },
			["snapshots.0.keep: 3 days is shorter than every 1 week: at times there would be no snapshot at all"],
		],
		[
			"snapshots on integration",
			"integration",
			{ snapshots: "daily" },
			["snapshots: integration environments are not backed up on a schedule; remove this"],
		],
		[
			"an expiry that is no date",
			"integration-a",
			{ expiry: "2027-02-30" },
			['expiry: got "2027-02-30"; allowed: a date, YYYY-MM-DD'],
		],
		[
			"a staging that expires",
			"staging",
			{ expiry: "2027-01-31" },
			["expiry: only the environment of a branch, integration-<branch>, expires; remove this"],
		],
	];
	for (const [what, stack, changes, expected] of table)
		it(`refuses ${what}`, () => assert.deepEqual(mistakesOf(source(stack, changes)), expected));

	it("refuses a range that another stack has", () => {
		const siblings = [{ stack: "production", network: "10.20.128.0/17" }];
		assert.deepEqual(mistakesOf({ ...source("staging"), siblings }), [
			'network: got "10.20.0.0/16", which overlaps 10.20.128.0/17 of stack production; choose a free range',
		]);
	});

	for (const stack of [
		"dev",
		"Production",
		"integration-",
		"integration-UPPER",
		"integration--x",
		`integration-${"a".repeat(31)}`,
	])
		it(`refuses the stack name "${stack}"`, () =>
			assert.deepEqual(mistakesOf(source(stack)), [
				`: the stack's name "${stack}" gives no role: it has to be production, staging, integration or integration-<branch>, where <branch> is at most 30 lower-case letters, digits and inner hyphens`,
			]));

	it("refuses a region that is none", () => {
		assert.deepEqual(mistakesOf({ ...source("staging"), region: "frankfurt" }), [
			': aws:region: got "frankfurt"; allowed: a region such as eu-central-1',
		]);
	});

	it("reports every mistake at once, with file and line", () => {
		const given = source("staging", { plan: "big", domain: "shop", scale: { web: { cpu: 3 } }, colour: "red" });
		const lineOf = (path: (string | number)[]) => ({ plan: 4, scale: 9 })[path[0] as "plan" | "scale"];
		assert.throws(
			() => readSettings({ ...given, lineOf }),
			new RegExp(
				[
					"4 mistakes in the settings of this stack:",
					'  Pulumi.staging.yaml:4: understudy:plan: got "big"; allowed: starter, pro',
					"  Pulumi.staging.yaml:9: understudy:scale.web.cpu: got 3; allowed: a whole number from 256 to 32768 CPU units",
					'  Pulumi.staging.yaml: understudy:domain: got "shop"; allowed: a host name such as shop.example.com',
					"  Pulumi.staging.yaml: understudy:colour: unknown key; allowed: .*",
				].join("\n"),
			),
		);
	});
});
