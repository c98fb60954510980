import { didYouMean } from "./spelling";

/** One line of a snapshot schedule: how often, and how long each snapshot is kept. */
export interface SnapshotRule {
	every: string;
	keep: string;
}

/**
 * Ready-made schedules. `progressive` is the one that Adobe publishes for its own cloud: hourly for 3 days, daily to day
 * 7, weekly to week 6, every two weeks from week 8 to 12, monthly to month 5. Weekly is carried through week 7, which
 * the published table leaves empty.
 */
export const presets: Record<string, SnapshotRule[]> = {
	progressive: [
		{ every: "1 hour", keep: "3 days" },
		{ every: "1 day", keep: "7 days" },
		{ every: "1 week", keep: "7 weeks" },
		{ every: "2 weeks", keep: "12 weeks" },
		{ every: "1 month", keep: "5 months" },
	],
	daily: [{ every: "1 day", keep: "30 days" }],
	manual: [],
};

/** A rule as AWS Backup takes it. */
export interface BackupRule {
	/** At most 50 of [A-Za-z0-9-_.]; stable while `every` and `keep` are. */
	name: string;
	/** A six-field cron expression, UTC. */
	schedule: string;
	deleteAfterDays: number;
	/** How the rule differs from what was asked for, where AWS Backup cannot express it exactly. */
	approximation?: string;
}

type Unit = "hour" | "day" | "week" | "month";
interface Span {
	count: number;
	unit: Unit;
}

const spanNotation = /^(\d+) (hour|day|week|month)s?$/;
/** The hour (UTC) at which everything rarer than hourly runs, so that it falls together with the hourly snapshot. */
const quietHour = 5;
const longestKeepDays = 36500;

/** Reads `3 days`. */
export function parseSpan(text: string): Span | undefined {
	const match = spanNotation.exec(text.trim());
	if (!match || Number(match[1]) < 1) return undefined;
	return { count: Number(match[1]), unit: match[2] as Unit };
}

/** A span in days; a month counts 31 of them, so that nothing goes before its time. */
export function spanInDays(span: Span): number {
	return span.count * { hour: 1 / 24, day: 1, week: 7, month: 31 }[span.unit];
}

/** A snapshot schedule as rules of AWS Backup, or what is wrong with one of its lines. */
export function compileSnapshotRule(rule: SnapshotRule): BackupRule | string {
	const every = parseSpan(rule.every);
	if (!every) return `every: got ${JSON.stringify(rule.every)}; allowed: <number> hours, days, weeks or months`;
	const keep = parseSpan(rule.keep);
	if (!keep || keep.unit === "hour")
		return `keep: got ${JSON.stringify(rule.keep)}; allowed: <number> days, weeks or months`;
	const timing = timingOf(every);
	if (typeof timing === "string") return `every: ${timing}`;
	const deleteAfterDays = spanInDays(keep);
	if (deleteAfterDays > longestKeepDays)
		return `keep: ${rule.keep} is longer than AWS Backup keeps anything (100 years)`;
	if (deleteAfterDays < spanInDays(every))
		return `keep: ${rule.keep} is shorter than every ${rule.every}: at times there would be no snapshot at all`;
	const notes = [timing.note, keep.unit === "month" ? `${rule.keep} counted as ${deleteAfterDays} days` : undefined];
	const approximation = notes.filter(Boolean).join("; ");
	return {
		name: `every-${every.count}-${every.unit}-keep-${keep.count}-${keep.unit}`,
		schedule: timing.schedule,
		deleteAfterDays,
		...(approximation ? { approximation } : {}),
	};
}

function timingOf(every: Span): { schedule: string; note?: string } | string {
	const { count, unit } = every;
	const at = `0 ${quietHour}`;
	if (unit === "hour") {
		if (count === 1) return { schedule: "cron(0 * * * ? *)" };
		if (count < 24 && 24 % count === 0) return { schedule: `cron(0 ${quietHour % count}/${count} * * ? *)` };
		return `AWS Backup cannot run every ${count} hours; allowed: 1, 2, 3, 4, 6, 8 or 12 hours`;
	}
	if (unit === "day") {
		if (count === 1) return { schedule: `cron(${at} * * ? *)` };
		return `AWS Backup cannot run every ${count} days; allowed: 1 day, or a number of hours or weeks`;
	}
	if (unit === "week") {
		if (count === 1) return { schedule: `cron(${at} ? * SUN *)` };
		if (count === 2)
			return { schedule: `cron(${at} 1,15 * ? *)`, note: "every 2 weeks runs on the 1st and 15th of each month" };
		return `AWS Backup cannot run every ${count} weeks; allowed: 1 or 2 weeks, or a number of months`;
	}
	if (count === 1) return { schedule: `cron(${at} 1 * ? *)` };
	if (12 % count === 0) return { schedule: `cron(${at} 1 1/${count} ? *)` };
	return `AWS Backup cannot run every ${count} months; allowed: 1, 2, 3, 4, 6 or 12 months`;
}

/** The lines of a preset. @returns a sentence if there is no such preset. */
export function presetNamed(name: string): SnapshotRule[] | string {
	const names = Object.keys(presets);
	return Object.hasOwn(presets, name)
		? presets[name]
		: `got ${JSON.stringify(name)}${didYouMean(name, names)}; allowed: ${names.join(", ")}, or a list of { every, keep }`;
}
