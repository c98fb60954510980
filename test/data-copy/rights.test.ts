import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bringUp, releaseFrom } from "../../simulator/demo/bring-up";
import { Playground } from "../../simulator/playground";
import { pythonTool } from "../aws/python-tool";
import { stateOf } from "../engine/plan";

const accounts = { integration: "111111111111", staging: "222222222222", production: "333333333333" };
type Stack = keyof typeof accounts;
const bucket = `understudy-production-exports-${accounts.production}-eu-central-1`;

interface Statement {
	Sid?: string;
	Effect: string;
	Action: string | string[];
	Resource: string | string[];
	Principal?: string | Record<string, string | string[]>;
	Condition?: Record<string, Record<string, string | string[]>>;
}

/** Somebody's right: who, what, to what, and under which conditions. */
interface Grant {
	who: string;
	action: string;
	resource: string;
	condition: string;
}

describe("who can reach what, in three accounts", function () {
	this.timeout(300_000);
	let folder: string;
	const states = {} as Record<Stack, Map<string, Record<string, unknown>>>;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), "understudy-rights-"));
		const playground = Playground.make(join(folder, "playground"));
		const { outputs } = await bringUp(playground, "integration");
		for (const stack of ["staging", "production"]) {
			playground.configure(stack, { release: releaseFrom(outputs) });
			await bringUp(playground, stack);
		}
		for (const stack of Object.keys(accounts) as Stack[]) states[stack] = await stateOf(playground, stack, true);
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	/** Every policy of a stack that says what a role may do, by its name. */
	const rolePolicies = (stack: Stack): [string, Statement[]][] =>
		inputsOf(stack, "aws:iam/rolePolicy:RolePolicy").map(([name, { policy }]) => [name, statementsOf(policy)]);
	const inputsOf = (stack: Stack, type: string): [string, Record<string, unknown>][] =>
		[...states[stack]]
			.filter(([key]) => key.startsWith(`${type} `))
			.map(([key, inputs]) => [key.slice(type.length + 1), inputs]);
	const grantsOf = (who: string, statements: Statement[]): Grant[] =>
		statements
			.filter(({ Effect }) => Effect === "Allow")
			.flatMap(({ Action, Resource, Condition = {} }) =>
				list(Action).flatMap((action) =>
					list(Resource).map((resource) => ({ who, action, resource, condition: JSON.stringify(Condition) })),
				),
			);
	const allGrants = (stack: Stack): Grant[] =>
		rolePolicies(stack).flatMap(([name, statements]) => grantsOf(`${stack} ${name}`, statements));

	it("is said in policies in which a linter finds nothing", () => {
		const policies = join(folder, "policies");
		mkdirSync(policies);
		let count = 0;
		for (const stack of Object.keys(accounts) as Stack[])
			for (const [name, { policy }] of inputsOf(stack, "aws:iam/rolePolicy:RolePolicy")) {
				writeFileSync(join(policies, `${stack}-${name}.json`), String(policy));
				count++;
			}
		assert.ok(count > 20);
		const parliament = pythonTool("parliament", "parliament");
		const lint = () =>
			spawnSync(parliament, ["--directory", policies, "--include_policy_extension", "json", "--json"], {
				encoding: "utf8",
			});
		assert.equal(lint().stdout, "");
		const wrong = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObjekt", Resource: "*" }] };
		writeFileSync(join(policies, "wrong.json"), JSON.stringify(wrong));
		assert.match(lint().stdout, /UNKNOWN_ACTION/, "the linter looks at them");
	});

	it("lets nobody of staging or integration into production's account but the loader, to sanitised exports", () => {
		for (const stack of ["staging", "integration"] as const) {
			const into = allGrants(stack).filter(
				({ resource }) => resource.includes(accounts.production) || resource.includes("understudy-production"),
			);
			assert.deepEqual(
				into.map(({ who, action, resource }) => `${who}: ${action} ${resource}`),
				[
					`${stack} data-copy-loader: s3:GetObject arn:aws:s3:::${bucket}/exports/*`,
					`${stack} data-copy-loader: s3:ListBucket arn:aws:s3:::${bucket}`,
					`${stack} data-copy-loader: kms:Decrypt arn:aws:kms:eu-central-1:${accounts.production}:key/*`,
				],
			);
			const decrypt = into.find(({ action }) => action === "kms:Decrypt");
			assert.deepEqual(JSON.parse(String(decrypt?.condition)), {
				StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
				StringLike: { "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] },
			});
			const everything = allGrants(stack).filter(({ resource }) => resource === "*");
			assert.deepEqual(
				[...new Set(everything.map(({ action }) => action))].sort(),
				["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"],
				"what is allowed on everything reaches no data",
			);
		}
	});

	it("lets nobody of another account in, but the import roles, to exports and their key", () => {
		const policies = (stack: Stack): [string, Statement[]][] => [
			...inputsOf(stack, "aws:kms/key:Key").map(([name, { policy }]): [string, Statement[]] => [
				`key ${name}`,
				statementsOf(policy),
			]),
			...inputsOf(stack, "aws:s3/bucketPolicy:BucketPolicy").map(([name, { policy }]): [string, Statement[]] => [
				`bucket ${name}`,
				statementsOf(policy),
			]),
			...inputsOf(stack, "aws:sns/topicPolicy:TopicPolicy").map(([name, { policy }]): [string, Statement[]] => [
				`topic ${name}`,
				statementsOf(policy),
			]),
			...inputsOf(stack, "aws:cloudwatch/eventBusPolicy:EventBusPolicy").map(
				([name, { policy }]): [string, Statement[]] => [`bus ${name}`, statementsOf(policy)],
			),
		];
		const strangers = (stack: Stack) =>
			policies(stack).flatMap(([name, statements]) =>
				statements
					.filter(({ Effect, Principal }) => Effect === "Allow" && !knows(Principal, accounts[stack]))
					.map(({ Action, Condition = {} }) => ({ what: `${name}: ${list(Action).join(" ")}`, Condition })),
			);
		const roles = {
			"aws:PrincipalArn": [
				`arn:aws:iam::${accounts.integration}:role/understudy-integration-*-import`,
				`arn:aws:iam::${accounts.integration}:role/understudy-integration-import`,
				`arn:aws:iam::${accounts.staging}:role/understudy-staging-import`,
			],
		};
		assert.deepEqual(strangers("production"), [
			{
				what: "key data-copy-exports: kms:Decrypt",
				Condition: { ArnLike: roles, StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
			},
			{ what: "bucket data-copy-exports: s3:GetObject", Condition: { ArnLike: roles } },
			{
				what: "bucket data-copy-exports: s3:ListBucket",
				Condition: { ArnLike: roles, StringLike: { "s3:prefix": "exports/*" } },
			},
		]);
		for (const stack of ["staging", "integration"] as const)
			assert.deepEqual(
				strangers(stack).map(({ what }) => what),
				["bus data-copy-news: events:PutEvents"],
				"production tells of new exports, and cannot do more",
			);
	});

	it("lets the task that reads a clone write nowhere but in the bucket, and use no key of production's own", () => {
		const grants = allGrants("production").filter(({ who }) => who === "production data-copy-reader");
		const reading = /^(secretsmanager:GetSecretValue|s3:(GetObject|ListBucket)|kms:Decrypt)$/;
		assert.deepEqual(
			grants.filter(({ action }) => !reading.test(action)).map(({ action, resource }) => `${action} ${resource}`),
			[
				`s3:PutObject arn:aws:s3:::${bucket}/exports/*`,
				`s3:PutObject arn:aws:s3:::${bucket}/runs/*`,
				`s3:DeleteObject arn:aws:s3:::${bucket}/exports/*`,
				`s3:DeleteObject arn:aws:s3:::${bucket}/runs/*`,
				`kms:GenerateDataKey ${keyOf("data-copy-exports")}`,
			],
		);
		const keys = grants.filter(({ action }) => action === "kms:Decrypt").map(({ resource }) => resource);
		assert.deepEqual(keys.sort(), [keyOf("data-copy-clone"), keyOf("data-copy-exports")].sort());
		assert.ok(!keys.includes(keyOf("key")));
	});

	it("lets nobody of the data copy decrypt with production's own key, but to publish", () => {
		const grants = allGrants("production").filter(
			({ who, action, resource }) =>
				who.includes("data-copy") && resource === keyOf("key") && /^kms:(Decrypt|GenerateDataKey)/.test(action),
		);
		for (const { who, condition } of grants)
			assert.deepEqual(
				JSON.parse(condition),
				{ StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
				who,
			);
		assert.ok(grants.length > 0);
	});

	it("lets the steward delete clones, and nothing that has another name", () => {
		const deleting = allGrants("production").filter(({ action }) => /^rds:(Delete|Modify|Create)/.test(action));
		for (const { who, resource } of deleting) {
			assert.equal(who, "production data-copy-steward");
			assert.match(resource, /:(cluster|db|cluster-snapshot):understudy-copy-\*$|:(cluster-pg|pg):\*$|:subgrp:/);
		}
	});

	it("has no way through the network from one environment to another", () => {
		const ways = /vpcPeering|transitGateway|vpnConnection|ram\/|vpcEndpointService/i;
		for (const stack of Object.keys(accounts) as Stack[])
			assert.deepEqual(
				[...states[stack].keys()].filter((key) => ways.test(key)),
				[],
			);
	});

	it("opens a clone to its reader, and the databases to whom they belong", () => {
		const into = (stack: Stack, group: string) => {
			const nameOf = (id: unknown) => String(id);
			return inputsOf(stack, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
				.filter(([, inputs]) => groupName(stack, nameOf(inputs.securityGroupId)) === group)
				.map(([, inputs]) => `${groupName(stack, nameOf(inputs.referencedSecurityGroupId))} ${inputs.fromPort}`)
				.sort();
		};
		assert.deepEqual(into("production", "data-copy-clone"), ["data-copy-reader 3306"]);
		assert.deepEqual(into("production", "firewall-database"), ["firewall-application 3306"]);
		assert.deepEqual(into("staging", "firewall-database"), [
			"data-copy-loader 3306",
			"data-copy-steward 3306",
			"firewall-application 3306",
		]);
		const out = (stack: Stack, group: string) =>
			inputsOf(stack, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
				.filter(([, inputs]) => groupName(stack, String(inputs.securityGroupId)) === group)
				.map(([name]) => name)
				.sort();
		assert.deepEqual(out("production", "data-copy-reader"), [
			"data-copy-reader-clone",
			"data-copy-reader-endpoints",
			"data-copy-reader-s3",
		]);
		assert.deepEqual(out("production", "data-copy-clone"), []);
		assert.deepEqual(out("staging", "data-copy-loader"), [
			"data-copy-loader-database",
			"data-copy-loader-endpoints",
			"data-copy-loader-s3",
		]);
	});

	/** The name of a group of a stack, by its id. */
	function groupName(stack: Stack, id: string): string | undefined {
		return idsOf(stack, "aws:ec2/securityGroup:SecurityGroup").get(id);
	}

	function idsOf(stack: Stack, type: string): Map<string, string> {
		return new Map(inputsOf(stack, type).map(([name, inputs]) => [String(inputs.__id), name]));
	}

	/** The ARN of a key of production's, by its name in the program. */
	function keyOf(name: string): string {
		const [id] = [...idsOf("production", "aws:kms/key:Key")].find(([, own]) => own === name) ?? [];
		return `arn:aws:kms:eu-central-1:${accounts.production}:key/${id}`;
	}
});

function list<T>(value: T | T[]): T[] {
	return Array.isArray(value) ? value : [value];
}

function statementsOf(policy: unknown): Statement[] {
	return JSON.parse(String(policy)).Statement;
}

/** Whether a principal is a service of AWS, or of an account. */
function knows(principal: Statement["Principal"], account: string): boolean {
	if (typeof principal === "string") return false;
	const { Service, AWS = [] } = principal ?? {};
	return Service !== undefined || list(AWS).every((one) => one.includes(account));
}
