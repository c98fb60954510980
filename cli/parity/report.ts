import type { Comparison, Row } from "./compare";

/** A comparison as a table for people: what differs by accident last, where the eye stays. */
export function report(comparison: Comparison): string {
	const { left, right, equal, byDesign, byAccident } = comparison;
	const sections = [
		section("Equal", ["what", "values"], summary(equal)),
		section(
			"Different by design",
			["what", left, right, "why"],
			byDesign.map((row) => [row.path, shown(row.left), shown(row.right), row.reason]),
		),
		section(
			"Different by accident",
			["what", left, right],
			byAccident.map((row) => [row.path, shown(row.left), shown(row.right)]),
		),
	];
	return `${sections.filter(Boolean).join("\n\n")}\n\n${verdict(comparison)}`;
}

/** The one line that matters. */
export function verdict({ left, right, equal, byDesign, byAccident }: Comparison): string {
	const counts = `${equal.length} equal, ${byDesign.length} different by design, ${byAccident.length} by accident`;
	return byAccident.length === 0
		? `${left} and ${right} run the same: ${counts}.`
		: `${left} and ${right} do NOT run the same: ${counts}. Bring both up to date with \`pulumi up\`.`;
}

/** What is equal, one line a part: its version if it has one, and how many values were compared. */
function summary(equal: Row[]): string[][] {
	const parts = new Map<string, Row[]>();
	for (const row of equal) {
		const part = row.path.split(".")[0];
		parts.set(part, [...(parts.get(part) ?? []), row]);
	}
	return [...parts].map(([part, rows]) => {
		const single = rows.length === 1 && rows[0].path === part;
		const named = ["engine", "version"].flatMap((key) => rows.find(({ path }) => path === `${part}.${key}`) ?? []);
		const count = `${rows.length} ${rows.length === 1 ? "value" : "values"}`;
		return [part, single ? shown(rows[0].left) : [count, ...named.map(({ left }) => shown(left))].join(", ")];
	});
}

const widest = 44;

function shown(value: unknown): string {
	const text = value === undefined ? "-" : typeof value === "string" ? value : JSON.stringify(value);
	return text.length <= widest ? text : `${text.slice(0, 20)}...${text.slice(20 + 3 - widest)}`;
}

function section(title: string, head: string[], body: string[][]): string {
	if (body.length === 0) return "";
	const widths = head.map((cell, at) => Math.max(cell.length, ...body.map((row) => row[at].length)));
	const line = (row: string[]) => `  ${row.map((cell, at) => cell.padEnd(widths[at])).join("  ")}`.trimEnd();
	return [title, line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
