/** The days of a week, as EventBridge Scheduler writes them. */
export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof days)[number];

/** When something runs: at a time of day, on some days of the week, all of them without a list. */
export interface Schedule {
	/** HH:MM, 24 hours. */
	at: string;
	days?: Day[];
	/** An IANA name. Default: UTC. */
	timezone?: string;
}

/** The schedule as EventBridge Scheduler takes it: a cron expression of six fields, and a time zone. */
export function cronOf({ at, days: on, timezone = "Etc/UTC" }: Schedule): { expression: string; timezone: string } {
	const [hour, minute] = at.split(":").map(Number);
	const week = inOrder(on);
	const daysOfWeek = week.length === days.length ? "* * ?" : `? * ${week.map((day) => day.toUpperCase()).join(",")}`;
	return { expression: `cron(${minute} ${hour} ${daysOfWeek} *)`, timezone };
}

/** The most days between two runs. */
export function longestGap({ days: on }: Schedule): number {
	// Another stack's file may not have been checked.
	const known = Array.isArray(on) ? on.filter((day) => days.includes(day)) : undefined;
	const at = inOrder(known).map((day) => days.indexOf(day));
	return Math.max(...at.map((day, index) => (at[(index + 1) % at.length] - day + 7) % 7 || 7));
}

/** Whether a text is the name of a time zone. */
export function isTimezone(text: string): boolean {
	try {
		new Intl.DateTimeFormat("en", { timeZone: text });
		return /^[A-Za-z]/.test(text);
	} catch {
		return false;
	}
}

function inOrder(on: Day[] | undefined): Day[] {
	return on === undefined || on.length === 0 ? [...days] : days.filter((day) => on.includes(day));
}
