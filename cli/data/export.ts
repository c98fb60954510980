import { DataError } from "../../tasks/data/errors";
import { exportData } from "../../tasks/data/export";
import { type Part, readDivision } from "../../tasks/data/parts/division";
import { keyFrom, rulesFrom, sourceAddress } from "./inputs";
import { interruption } from "./interruption";
import type { WorkOptions } from "./options";
import { reporterFor } from "./report";

interface ExportCommandOptions extends WorkOptions {
	to: string;
	part?: number;
	of?: string;
}

/** `understudy data export` */
export async function exportTo(options: ExportCommandOptions): Promise<void> {
	const reporter = reporterFor(options.json);
	const result = await exportData({
		source: await sourceAddress(),
		to: options.to,
		part: await partFrom(options),
		rules: await rulesFrom(options),
		secret: await keyFrom(options),
		threads: options.threads,
		reporter,
		signal: interruption(),
	});
	reporter.result({ ...result });
}

async function partFrom({ part, of }: ExportCommandOptions): Promise<Part | undefined> {
	if (part === undefined && of === undefined) return undefined;
	if (part === undefined || of === undefined)
		throw new DataError(
			"--part <n> and --of <file> go together: which part, and the file that understudy data divide wrote",
		);
	const parts = await readDivision(of);
	if (part > parts.length) throw new DataError(`--part ${part}: ${of} has ${parts.length} parts`);
	return parts[part - 1];
}
