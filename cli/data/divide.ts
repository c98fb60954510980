import { divideExport } from "../../tasks/data/parts/divide";
import { joinExport } from "../../tasks/data/parts/join";
import { rulesFrom, sourceAddress } from "./inputs";
import type { CommonOptions } from "./options";
import { reporterFor } from "./report";

const gigabyte = 1e9;

/** `understudy data divide` */
export async function divide(options: CommonOptions & { to: string; into: string; largest: number }): Promise<void> {
	const reporter = reporterFor(options.json);
	const parts = await divideExport({
		source: await sourceAddress(),
		rules: await rulesFrom(options),
		to: options.to,
		into: options.into,
		largest: options.largest * gigabyte,
		reporter,
	});
	reporter.result({ export: parts[0].export, parts: parts.length, file: options.into });
}

/** `understudy data join` */
export async function join(options: { json: boolean; to: string; of: string }): Promise<void> {
	const { guard, ...result } = await joinExport(options.to, options.of);
	const reporter = reporterFor(options.json);
	for (const { table, column, kinds, reason } of guard.allowances)
		reporter.step("allowed", { table, column, kinds: kinds.join(" "), reason });
	reporter.step("guard", { columns: guard.columns, rows: guard.rows, found: 0 });
	reporter.result({ ...result });
}
