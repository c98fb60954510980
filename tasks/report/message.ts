import { describeLeftOut, type LeftOut } from "../data/manifest/left-out";

/** A line that a command of a run has logged: what happened, of which command, and facts. Never a value of the data. */
export interface LogLine {
	event: string;
	command?: string;
	[fact: string]: unknown;
}

export const outcomes = ["done", "failed", "left"] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of a run. */
export interface Run {
	environment: string;
	outcome: Outcome;
	/** What Step Functions says of a failure, for where the commands themselves said nothing. */
	failure?: string;
	lines: LogLine[];
	/** When it is told. */
	now: Date;
}

/** What an import or an export says at its end. */
interface Result {
	export?: string;
	id?: string;
	taken: string;
	tables: number;
	rows: number;
	bytes: number;
	leftOut: LeftOut;
	notes?: string[];
}

/** AWS cuts a subject after a hundred characters, and takes ASCII only (SNS API reference, Publish). */
const longestSubject = 100;

/** What people are told of a run: what was copied, how old it is, how much, what was left out; or what is to be done. */
export function messageOf(run: Run): { subject: string; body: string } {
	const { environment, outcome } = run;
	const subject = `${environment}: ${outcome === "done" ? headline(run) : ending(run)}`;
	const body = outcome === "done" ? success(run) : failure(run);
	return { subject: subject.replace(/[^\x20-\x7e]/g, "?").slice(0, longestSubject), body: `${body.join("\n")}\n` };
}

function headline(run: Run): string {
	if (find(run, "result", "join")) return "a new export of its data is ready";
	return find(run, "result", "switch")?.changed ? "new data is being served" : "its data is up to date";
}

function success(run: Run): string[] {
	const exported = find(run, "result", "join");
	const imported = find(run, "result", "import");
	const served = find(run, "result", "switch");
	const lines = [`${run.environment}: ${headline(run)}.`, ""];
	const result = (exported ?? (imported?.imported ? imported : undefined)) as unknown as Result | undefined;
	if (result) lines.push(...described(result, run.now));
	else if (served?.taken) lines.push(`Served:    the state of ${age(String(served.taken), run.now)}`);
	if (served) lines.push(`Schema:    ${served.schema}${served.changed ? `, before ${served.before}` : ""}`);
	lines.push(...guardLines(run));
	for (const note of result?.notes ?? []) lines.push(`Note:      ${note}`);
	const kept = run.lines.filter(({ event, command }) => event === "error" && command === "unclone");
	if (kept.length > 0 && !find(run, "unclone", "unclone"))
		lines.push(`Clone:     it is not deleted: ${kept[kept.length - 1].message}`);
	return lines;
}

function described(result: Result, now: Date): string[] {
	return [
		`Export:    ${result.export ?? result.id}`,
		`Of:        the state of ${age(result.taken, now)}`,
		`Copied:    ${count(result.rows)} rows of ${count(result.tables)} tables, ${(result.bytes / 1e6).toFixed(1)} MB`,
		`Left out:  ${describeLeftOut(result.leftOut)}`,
	];
}

function guardLines(run: Run): string[] {
	const guard = find(run, "guard", "join");
	if (!guard) return [];
	const allowed = run.lines.filter(({ event, command }) => event === "allowed" && command === "join");
	return [
		`Guard:     ${count(Number(guard.rows))} rows, ${guard.columns} columns of kept text looked through, nothing found`,
		...allowed.map(({ table, column, kinds, reason }) => `Allowed:   ${kinds} in ${table}.${column}: ${reason}`),
	];
}

function failure(run: Run): string[] {
	const errors = run.lines.filter(({ event }) => event === "error");
	const lines = [`${run.environment}: ${ending(run)}. ${consequence(run)}`, ""];
	for (const { command, message } of errors) lines.push(`understudy data ${command}: ${message}`);
	if (errors.length === 0) lines.push(`No command said why. Step Functions says: ${run.failure ?? "nothing"}`);
	const cleared = find(run, "unclone", "unclone");
	if (cleared) lines.push("", `The clone ${cleared.name} is deleted.`);
	lines.push("", "What to do is in docs/data-copy.md, under the alarm's name.");
	return lines;
}

function ending(run: Run): string {
	if (run.outcome === "left") return "a clone of the database was left over, or could not be looked for";
	return wasRefused(run) ? "the data copy was refused" : "the data copy failed";
}

function consequence(run: Run): string {
	if (run.outcome === "left") return "A clone holds real data, and costs.";
	if (wasRefused(run)) return "The rules or the guard stopped it: nothing was copied, what was served is still served.";
	return "What was served is still served.";
}

/** Whether a command ended with the exit code of a refusal. */
function wasRefused({ lines }: Run): boolean {
	return lines.some(({ event, exitCode }) => event === "error" && exitCode === 2);
}

function find({ lines }: Run, event: string, command: string): LogLine | undefined {
	return lines.filter((line) => line.event === event && line.command === command).at(-1);
}

function age(taken: string, now: Date): string {
	const hours = (now.getTime() - Date.parse(taken)) / 3_600_000;
	const old = hours < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`;
	return `${taken}, ${old} old`;
}

function count(number: number): string {
	return number.toLocaleString("en");
}
