import type { Manifest } from "./manifest";

/** What of the source is not in an export, by the names of tables. */
export interface LeftOut {
	/** Made, without rows. */
	emptied: string[];
	/** Not made. */
	skipped: string[];
	/** Of which a part of the rows is there. */
	limited: string[];
}

/** Says what an export has left out. */
export function leftOutOf({ plans, limited }: Pick<Manifest, "plans" | "limited">): LeftOut {
	const named = (rows: string) => plans.filter((plan) => plan.rows === rows).map(({ table }) => table.name);
	return { emptied: named("truncate"), skipped: named("skip"), limited };
}

/** The same in words: what was emptied is mostly logs and sessions, and many; only the rest is named. */
export function describeLeftOut({ emptied, skipped, limited }: LeftOut): string {
	const parts = [`the rows of ${emptied.length} tables`];
	if (skipped.length > 0) parts.push(`the tables ${skipped.join(", ")}`);
	if (limited.length > 0) parts.push(`a part of the rows of ${limited.join(", ")}`);
	return parts.join("; ");
}
