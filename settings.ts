import { type DataDestination, type DataSource, dataDestinationOf, dataRules, dataSourceOf } from "./settings/data";
import { mistakesFrom } from "./settings/issues";
import { type Mistake, SettingsError } from "./settings/mistake";
import { type Plan, zonesOf } from "./settings/plan";
import { isPermanent, type Role, roleOf } from "./settings/role";
import { crossRules, type Sibling, scaleRules } from "./settings/rules";
import { defaultScale, type Scale } from "./settings/scale";
import { type Key, type Parsed, schema } from "./settings/schema";
import { presets, type SnapshotRule } from "./settings/snapshots";
import { didYouMean } from "./settings/spelling";

/** What was built once and is promoted: an image by digest, and the git commit and tree it was built from. */
export interface Release {
	image: string;
	commit: string;
	tree: string;
	/** The image of the tasks that was built beside it, by digest. */
	tasks?: string;
}

/** One stack's configuration, complete: what the stack file says, with the defaults of plan and role filled in. */
export interface Settings {
	stack: string;
	role: Role;
	/** The branch that an `integration-<branch>` stack belongs to. */
	branch?: string;
	/** Whether the environment is meant to stay: its data is protected then. */
	permanent: boolean;
	plan: Plan;
	/** The AWS account that this stack may be deployed to, and no other. */
	account: string;
	region: string;
	domain?: { name: string; hostedZone: string };
	/** The environment's private IPv4 range. */
	network: string;
	/** How many availability zones it spreads over. */
	zones: number;
	/** How many NAT gateways: one a zone on production, one elsewhere. */
	natGateways: number;
	scale: Scale;
	/** E-mail addresses that alarms go to. */
	alerts: string[];
	/** The release that runs here; undefined where the stack builds its own. */
	release?: Release;
	/** The snapshot schedule; undefined on integration, empty where snapshots are made by hand only. */
	snapshots?: SnapshotRule[];
	/** IPv4 ranges that may reach the environment; undefined on production, which everyone may. */
	access?: string[];
	/** The date (YYYY-MM-DD) after which a branch's environment may be destroyed. */
	expiry?: string;
	/** What this environment's data is exported for, where it is a source of the data copy. */
	dataSource?: DataSource;
	/** Where this environment's data comes from, where it takes part in the data copy. */
	dataDestination?: DataDestination;
	/** The accounts of the project's other stacks, which take their images from here. */
	otherAccounts: string[];
}

/** Where settings come from: {@link import("./settings/load")} fills it in for a Pulumi program. */
export interface Source {
	stack: string;
	/** The stack file's name, for messages. */
	file: string;
	region: unknown;
	/** Every key of the namespace `understudy`, without the namespace. */
	values: Record<string, unknown>;
	siblings: Sibling[];
	/** Reads a file of rules in the project. @returns its text, and everything that is wrong with it */
	readRules?: (file: string) => { text?: string; mistakes: string[] };
	lineOf?: (path: (string | number)[]) => number | undefined;
}

const required: Key[] = ["plan", "account", "network"];

/**
 * Reads and checks a stack's settings.
 * @throws SettingsError with every mistake at once
 */
export function readSettings(source: Source): Settings {
	const named = roleOf(source.stack);
	if (typeof named === "string") throw new SettingsError(source.file, [{ path: [], message: named }]);
	const { role, branch } = named;

	const mistakes: Mistake[] = [];
	const given = parseKeys(source.values, mistakes);
	for (const key of required)
		if (source.values[key] === undefined) mistakes.push({ path: [key], message: "missing; every stack needs it" });
	const broken = new Set(mistakes.map((mistake) => mistake.path[0]));
	mistakes.push(
		...[
			...crossRules(role, branch, given, new Set(Object.keys(source.values)), source.siblings),
			...dataRules(role, source.stack, given, source.siblings),
		].filter((mistake) => !broken.has(mistake.path[0])),
	);
	const rules = given.data?.rules === undefined ? undefined : source.readRules?.(given.data.rules);
	for (const message of rules?.mistakes ?? []) mistakes.push({ path: ["data", "rules"], message });
	const plan = given.plan ?? "starter";
	const scale = mergeScale(defaultScale[plan][role], given.scale);
	if (!broken.has("scale") && !broken.has("plan")) mistakes.push(...scaleRules(role, plan, scale));
	if (typeof source.region !== "string" || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(source.region))
		mistakes.push({
			path: [],
			message: `aws:region: got ${JSON.stringify(source.region)}; allowed: a region such as eu-central-1`,
		});
	if (mistakes.length > 0) throw new SettingsError(source.file, mistakes, source.lineOf);

	return {
		stack: source.stack,
		role,
		branch,
		permanent: isPermanent(role),
		plan,
		account: given.account as string,
		region: source.region as string,
		domain: given.domain && given.hostedZone ? { name: given.domain, hostedZone: given.hostedZone } : undefined,
		network: given.network as string,
		zones: zonesOf[plan],
		natGateways: role === "production" ? zonesOf[plan] : 1,
		scale,
		alerts: given.alerts ?? [],
		release: given.release,
		snapshots: role === "integration" ? undefined : (given.snapshots ?? presets.progressive),
		access: given.access,
		expiry: given.expiry,
		...dataSides(role, given, source, rules?.text),
		otherAccounts: otherAccounts(given.account, source.siblings),
	};
}

function dataSides(
	role: Role,
	{ data }: Parsed,
	{ stack, region, siblings }: Source,
	rules: string | undefined,
): Pick<Settings, "dataSource" | "dataDestination"> {
	if (data === undefined) return {};
	if (role === "production") return { dataSource: dataSourceOf(data, String(region), siblings, rules) };
	return { dataDestination: dataDestinationOf(data, stack, String(region), siblings) };
}

function parseKeys(values: Record<string, unknown>, mistakes: Mistake[]): Parsed {
	const known = Object.keys(schema);
	const parsed: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(values)) {
		if (!Object.hasOwn(schema, key)) {
			mistakes.push({ path: [key], message: `unknown key${didYouMean(key, known)}; allowed: ${known.join(", ")}` });
			continue;
		}
		const result = schema[key as Key].safeParse(value);
		if (result.success) parsed[key] = result.data;
		else mistakes.push(...mistakesFrom(key, schema[key as Key], value, result.error));
	}
	return parsed as Parsed;
}

/** Defaults overlaid by what the stack file says; a database of another class brings no capacity along. */
function mergeScale(defaults: Scale, given: Parsed["scale"]): Scale {
	const merged: Record<string, unknown> = {};
	for (const group of Object.keys(defaults) as (keyof Scale)[])
		merged[group] = { ...defaults[group], ...(given?.[group] ?? {}) };
	const scale = merged as unknown as Scale;
	const own = given?.database;
	if (own?.instance !== undefined && own.instance !== defaults.database.instance) {
		scale.database.minCapacity = own.minCapacity;
		scale.database.maxCapacity = own.maxCapacity;
	}
	return scale;
}

function otherAccounts(own: string | undefined, siblings: Sibling[]): string[] {
	const accounts = siblings.map((sibling) => sibling.account).filter((account) => account !== undefined);
	return [...new Set(accounts)].filter((account) => account !== own).sort();
}
