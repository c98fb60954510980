import type { EnvironmentDocument } from "./environment-document";
import { reasonFor } from "./reasons";

/** One value of two environments laid side by side. */
export interface Row {
	/** `database.version`, `design.scale.web.cpu` */
	path: string;
	left: unknown;
	right: unknown;
}

export interface Comparison {
	left: string;
	right: string;
	equal: Row[];
	/** Different, and meant to be. */
	byDesign: (Row & { reason: string })[];
	/** Different, and not meant to be: one of the two was not brought up to date, or was changed by hand. */
	byAccident: Row[];
}

/** Lays what two environments run side by side. Every value of both appears in exactly one list. */
export function compare(left: EnvironmentDocument, right: EnvironmentDocument): Comparison {
	const comparison: Comparison = { left: left.stack, right: right.stack, equal: [], byDesign: [], byAccident: [] };
	for (const row of rows("", left.contract, right.contract)) {
		if (same(row)) comparison.equal.push(row);
		else if (belongsToMissingCdn(row, left, right))
			comparison.byDesign.push({ ...row, reason: reasonFor("cdn") as string });
		else comparison.byAccident.push(row);
	}
	for (const row of rows("", left.design, right.design)) {
		const reason = reasonFor(row.path);
		if (same(row)) comparison.equal.push(row);
		else if (reason) comparison.byDesign.push({ ...row, reason });
		else comparison.byAccident.push(row);
	}
	return comparison;
}

/** Integration environments have no CDN, so there is nothing to compare. */
function belongsToMissingCdn({ path }: Row, left: EnvironmentDocument, right: EnvironmentDocument): boolean {
	return (path === "cdn" || path.startsWith("cdn.")) && left.design.cdn !== right.design.cdn;
}

function same({ left, right }: Row): boolean {
	return JSON.stringify(left) === JSON.stringify(right);
}

/** Every leaf of two documents by its path. Lists are leaves: their order and number are part of what they say. */
function rows(path: string, left: unknown, right: unknown): Row[] {
	if (!isGroup(left) || !isGroup(right)) return [{ path, left, right }];
	const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
	return keys.flatMap((key) => rows(path === "" ? key : `${path}.${key}`, left[key], right[key]));
}

function isGroup(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
