import { z } from "zod";
import { describeInstanceTypes, type Engine, instanceTypes } from "./instance-types";
import { shown } from "./mistake";
import { contains, parseRange, privateRanges } from "./network-range";
import { plans } from "./plan";
import { days, isTimezone } from "./schedule";
import { compileSnapshotRule, presetNamed } from "./snapshots";
import { didYouMean } from "./spelling";

/** A text that satisfies `good`; the mistake says what it got and what is `allowed`. */
function text(allowed: string, good: (value: string) => boolean) {
	return z.unknown().transform((value, context) => {
		const given = typeof value === "number" ? String(value) : value;
		if (typeof given === "string" && good(given)) return given;
		context.addIssue({ code: "custom", message: `got ${shown(value)}; allowed: ${allowed}` });
		return z.NEVER;
	});
}

function oneOf<T extends string>(words: readonly T[]) {
	return z.unknown().transform((value, context): T => {
		if (words.includes(value as T)) return value as T;
		const guess = typeof value === "string" ? didYouMean(value, words) : "";
		context.addIssue({ code: "custom", message: `got ${shown(value)}${guess}; allowed: ${words.join(", ")}` });
		return z.NEVER;
	});
}

function whole(least: number, most: number, unit: string, step = 1) {
	return z.unknown().transform((value, context): number => {
		if (typeof value === "number" && value >= least && value <= most && value % step === 0) return value;
		const steps = step === 1 ? "a whole number" : `a multiple of ${step}`;
		context.addIssue({
			code: "custom",
			message: `got ${shown(value)}; allowed: ${steps} from ${least} to ${most} ${unit}`,
		});
		return z.NEVER;
	});
}

function instance(engine: Engine, more: string[] = []) {
	const known = [...instanceTypes(engine), ...more];
	return z.unknown().transform((value, context): string => {
		if (typeof value === "string" && known.includes(value)) return value;
		const guess = typeof value === "string" ? didYouMean(value, known) : "";
		const allowed = [...more, describeInstanceTypes(engine)].join(", ");
		context.addIssue({ code: "custom", message: `got ${shown(value)}${guess}; this engine runs on: ${allowed}` });
		return z.NEVER;
	});
}

const range = text("an IPv4 range such as 203.0.113.0/24, with no bits set outside the prefix", (value) =>
	Boolean(parseRange(value)),
);

const cpu = whole(256, 32768, "CPU units");
const memory = whole(512, 249856, "MiB");

const scale = z
	.strictObject({
		web: z.strictObject({ cpu, memory, min: whole(1, 100, "tasks"), max: whole(1, 200, "tasks") }).partial(),
		cron: z.strictObject({ cpu, memory }).partial(),
		consumers: z.strictObject({ cpu, memory, tasks: whole(1, 50, "tasks") }).partial(),
		database: z
			.strictObject({
				instance: instance("database", ["db.serverless"]),
				readers: whole(0, 15, "readers"),
				minCapacity: whole(0, 256, "Aurora capacity units", 0.5),
				maxCapacity: whole(1, 256, "Aurora capacity units", 0.5),
			})
			.partial(),
		cache: z.strictObject({ node: instance("cache"), replicas: whole(0, 5, "replicas") }).partial(),
		sessions: z.strictObject({ node: instance("cache"), replicas: whole(0, 5, "replicas") }).partial(),
		search: z
			.strictObject({
				instance: instance("search"),
				nodes: whole(1, 30, "nodes"),
				storage: whole(10, 3072, "GiB"),
			})
			.partial(),
		queue: z
			.strictObject({
				instance: instance("queue"),
				nodes: z.unknown().refine((nodes) => nodes === 1 || nodes === 3, {
					error: (issue) => `got ${shown(issue.input)}; allowed: 1 (one broker) or 3 (a cluster)`,
				}),
			})
			.partial(),
	})
	.partial();

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const image = /^[a-z0-9][a-z0-9.-]*(:\d+)?\/[a-z0-9][a-z0-9._/-]*@sha256:[0-9a-f]{64}$/;
const objectName = /^[0-9a-f]{40}$/;

const release = z.strictObject({
	image: text("an image by digest, <registry>/<repository>@sha256:<64 hexadecimal digits>; a tag can move", (value) =>
		image.test(value),
	),
	commit: text("the git commit it was built from, 40 hexadecimal digits", (value) => objectName.test(value)),
	tree: text("the git tree it was built from, 40 hexadecimal digits", (value) => objectName.test(value)),
	tasks: text("the image of the tasks by digest, <registry>/<repository>@sha256:<64 hexadecimal digits>", (value) =>
		image.test(value),
	).optional(),
});

const stackName = text("the name of a stack", (value) => /^[a-z][a-z0-9*-]{2,60}$/.test(value));
const tablePattern = text("a table's name, * for anything", (value) => /^[\w$*]{1,64}$/.test(value));
const listOf = <T extends z.ZodType>(one: T, what: string) =>
	z.array(one, { error: (issue) => `got ${shown(issue.input)}; allowed: a list of ${what}` });

const schedule = z.strictObject({
	at: text("a time of day in quotes, HH:MM", (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value)),
	days: listOf(oneOf(days), "days").optional(),
	timezone: text("the name of a time zone, such as Europe/Berlin", isTimezone).optional(),
});

const data = z
	.strictObject({
		from: stackName,
		targets: listOf(stackName, "stacks"),
		schedule,
		include: listOf(tablePattern, "tables"),
		exclude: listOf(tablePattern, "tables"),
		where: z.record(
			z.string(),
			text("a condition in SQL, in one line", (value) => /^[^\n\r]{1,1000}$/.test(value)),
			{ error: (issue) => `got ${shown(issue.input)}; allowed: a condition in SQL by table` },
		),
		rules: text("the path of a YAML file in the project", (value) => /^[^/~].*\.ya?ml$/.test(value)),
		keep: z.string({ error: (issue) => `got ${shown(issue.input)}; allowed: <number> days, weeks or months` }),
		largest: whole(1, 100000, "gigabytes"),
	})
	.partial();

const snapshotRule = z.strictObject({ every: z.string(), keep: z.string() }).superRefine((rule, context) => {
	const compiled = compileSnapshotRule(rule);
	if (typeof compiled !== "string") return;
	const key = compiled.startsWith("keep") ? "keep" : "every";
	context.addIssue({ code: "custom", path: [key], message: compiled.replace(/^(keep|every): /, "") });
});

const snapshots = z.union([z.array(snapshotRule), z.unknown()]).transform((value, context) => {
	if (Array.isArray(value)) {
		const parsed = z.array(snapshotRule).safeParse(value);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) context.addIssue(issue as never);
		return z.NEVER;
	}
	const preset = presetNamed(String(value));
	if (typeof preset !== "string") return preset;
	context.addIssue({ code: "custom", message: preset });
	return z.NEVER;
});

function isRealDate(value: string): boolean {
	const date = new Date(`${value}T00:00:00Z`);
	return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Every key of `understudy:` in a stack file, each with what it may hold. */
export const schema = {
	plan: oneOf(plans),
	account: text("the 12 digits of an AWS account, in quotes", (value) => /^\d{12}$/.test(value)),
	domain: text("a host name such as shop.example.com", (value) => hostName.test(value)),
	hostedZone: text("the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ", (value) =>
		/^Z[A-Z0-9]{4,31}$/.test(value),
	),
	network: text("a private IPv4 range (RFC 1918) from /16 to /21, such as 10.20.0.0/16", (value) => {
		const parsed = parseRange(value);
		return Boolean(
			parsed && parsed.prefix >= 16 && parsed.prefix <= 21 && privateRanges.some((outer) => contains(outer, parsed)),
		);
	}),
	scale,
	alerts: z.array(
		text("e-mail addresses", (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)),
		{ error: (issue) => `got ${shown(issue.input)}; allowed: a list of e-mail addresses` },
	),
	release,
	snapshots,
	data,
	access: z.array(range, { error: (issue) => `got ${shown(issue.input)}; allowed: a list of IPv4 ranges` }),
	// A date that is not in quotes comes from Pulumi as a point in time.
	expiry: z.preprocess(
		(value) => (typeof value === "string" ? value.replace(/ 00:00:00 \+0000 UTC$/, "") : value),
		text("a date, YYYY-MM-DD", isRealDate),
	),
};

export type Key = keyof typeof schema;
export type Parsed = { [K in Key]?: z.output<(typeof schema)[K]> };
