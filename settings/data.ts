import type { Mistake } from "./mistake";
import { type Role, roleOf } from "./role";
import { longestGap, type Schedule } from "./schedule";
import type { Parsed } from "./schema";
import { parseSpan, spanInDays } from "./snapshots";
import { didYouMean } from "./spelling";

/** The project's other stacks, as far as a data copy has to do with them. */
export interface DataSibling {
	stack: string;
	account?: string;
	region?: string;
	/** What stands under `understudy:data` there, unchecked. */
	data?: unknown;
}

/** An environment that reads exports. */
export interface Target {
	/** Its stack; `integration-*` for every branch's. */
	stack: string;
	account: string;
	region: string;
}

/** Production's side of the data copy: what is exported, when, for whom. */
export interface DataSource {
	schedule: Schedule;
	targets: Target[];
	include: string[];
	exclude: string[];
	/** Conditions in SQL by table. */
	where: Record<string, string>;
	/** The shop's own rules: the file's path, and what stands in it. */
	rules?: { file: string; text: string };
	/** Days that exports are kept. */
	keep: number;
	/** Gigabytes above which several tasks share an export. */
	largest: number;
}

/** The other side: where exports come from, and when they are looked for. */
export interface DataDestination {
	from: { stack: string; account: string; region: string };
	/** When; undefined as soon as there is a new one, or by hand. */
	schedule?: Schedule;
	/** Whether the source tells of new exports: it does not know branches, which come and go. */
	news: boolean;
	/** The most days between two copies, where they come by themselves. */
	expectedGap?: number;
}

const everyBranch = "integration-*";
const sourceOnly = ["targets", "include", "exclude", "where", "rules", "keep", "largest"] as const;

export const dataDefaults = { schedule: { at: "02:00", timezone: "Etc/UTC" }, keep: 14, largest: 100 };

type Given = NonNullable<Parsed["data"]>;

/** What is wrong with `understudy:data`, seen with the stack's role and the project's other stacks. */
export function dataRules(role: Role, stack: string, given: Parsed, siblings: DataSibling[]): Mistake[] {
	const { data } = given;
	if (data === undefined) return [];
	const mistakes: Mistake[] = [];
	const wrong = (key: keyof Given, message: string, ...inner: (string | number)[]) =>
		mistakes.push({ path: ["data", key, ...inner], message });

	if (data.schedule !== undefined) {
		const gap = longestGap(data.schedule);
		// CloudWatch looks back seven days at most, and a run takes a part of one.
		if (gap > 6)
			wrong(
				"schedule",
				`got runs ${gap} days apart; six at most, so that an alarm can tell when one is overdue`,
				"days",
			);
	}
	if (role === "production") mistakes.push(...sourceRules(data, stack, siblings));
	else {
		for (const key of sourceOnly)
			if (data[key] !== undefined)
				wrong(key, `is said where the data comes from, in Pulumi.${data.from ?? "production"}.yaml; remove this`);
		if (data.from === undefined) wrong("from", `missing; name the stack that the data comes from, such as production`);
		else mistakes.push(...fromRules(stack, data.from, siblings));
	}
	if (role !== "integration" && given.release !== undefined && given.release.tasks === undefined)
		mistakes.push({
			path: ["release", "tasks"],
			message:
				"missing; the data copy runs this image, which the integration stack builds beside the application's " +
				"(its output named release has it)",
		});
	return mistakes;
}

function sourceRules(data: Given, stack: string, siblings: DataSibling[]): Mistake[] {
	const mistakes: Mistake[] = [];
	const wrong = (key: keyof Given, message: string, ...inner: (string | number)[]) =>
		mistakes.push({ path: ["data", key, ...inner], message });
	if (data.from !== undefined) wrong("from", "data is never copied into production; remove this");
	if (data.targets === undefined || data.targets.length === 0)
		wrong("targets", "missing; list the stacks that may read exports, such as [staging, integration]");
	const known = [...siblings.map((sibling) => sibling.stack).filter((name) => name !== stack), everyBranch];
	for (const [at, target] of (data.targets ?? []).entries()) {
		const named = roleOf(target);
		if (target === stack || (typeof named !== "string" && named.role === "production"))
			wrong("targets", `got "${target}"; data is never copied into production`, at);
		else if (!known.includes(target))
			wrong(
				"targets",
				`got "${target}"${didYouMean(target, known)}; there is no Pulumi.${target}.yaml. Allowed: ${known.join(", ")}`,
				at,
			);
		else if (target !== everyBranch && siblings.find((sibling) => sibling.stack === target)?.account === undefined)
			wrong("targets", `got "${target}", whose stack file does not say its account`, at);
		else if (target === everyBranch && !siblings.some((sibling) => sibling.stack === "integration"))
			wrong("targets", `got "${target}"; without a Pulumi.integration.yaml nobody knows the branches' account`, at);
	}
	if (data.keep !== undefined) {
		const span = parseSpan(data.keep);
		const most = span && span.unit !== "hour" ? spanInDays(span) : 0;
		if (most < 1 || most > 365)
			wrong("keep", `got ${JSON.stringify(data.keep)}; allowed: <number> days, weeks or months, a year at most`);
	}
	return mistakes;
}

function fromRules(stack: string, from: string, siblings: DataSibling[]): Mistake[] {
	const wrong = (message: string): Mistake[] => [{ path: ["data", "from"], message }];
	const source = siblings.find((sibling) => sibling.stack === from);
	const known = siblings.map((sibling) => sibling.stack);
	if (source === undefined) return wrong(`got "${from}"${didYouMean(from, known)}; there is no Pulumi.${from}.yaml`);
	const named = roleOf(from);
	if (typeof named === "string" || named.role !== "production")
		return wrong(`got "${from}"; data comes from production, sanitised on the way`);
	if (source.account === undefined) return wrong(`got "${from}", whose stack file does not say its account`);
	const targets = (source.data as { targets?: unknown } | undefined)?.targets;
	const allowed = Array.isArray(targets) ? targets.map(String) : [];
	if (!allowed.some((target) => target === stack || (target === everyBranch && stack.startsWith("integration-"))))
		return wrong(
			`got "${from}", which does not allow it: add ${stack} to understudy:data.targets in Pulumi.${from}.yaml`,
		);
	return [];
}

/** Production's side, complete. @param rules what stands in the file of rules */
export function dataSourceOf(data: Given, region: string, siblings: DataSibling[], rules?: string): DataSource {
	const targets = (data.targets ?? []).map((stack): Target => {
		const sibling = siblings.find((one) => one.stack === (stack === everyBranch ? "integration" : stack));
		return { stack, account: String(sibling?.account), region: sibling?.region ?? region };
	});
	const keep = data.keep === undefined ? undefined : parseSpan(data.keep);
	return {
		schedule: data.schedule ?? dataDefaults.schedule,
		targets,
		include: data.include ?? [],
		exclude: data.exclude ?? [],
		where: data.where ?? {},
		rules: data.rules === undefined || rules === undefined ? undefined : { file: data.rules, text: rules },
		keep: keep ? spanInDays(keep) : dataDefaults.keep,
		largest: data.largest ?? dataDefaults.largest,
	};
}

/** The other side, complete. */
export function dataDestinationOf(
	data: Given,
	stack: string,
	region: string,
	siblings: DataSibling[],
): DataDestination {
	const source = siblings.find((sibling) => sibling.stack === data.from);
	const told = (source?.data ?? {}) as { targets?: string[]; schedule?: Schedule };
	const news = data.schedule === undefined && (told.targets ?? []).includes(stack);
	const schedule = data.schedule ?? (news ? (told.schedule ?? dataDefaults.schedule) : undefined);
	return {
		from: { stack: String(data.from), account: String(source?.account), region: source?.region ?? region },
		schedule: data.schedule,
		news,
		expectedGap: schedule && longestGap(schedule),
	};
}
