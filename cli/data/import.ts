import { importData } from "../../tasks/data/import";
import { targetAddress } from "./inputs";
import { interruption } from "./interruption";
import type { LoadOptions } from "./options";
import { reporterFor } from "./report";

/** `understudy data import` */
export async function importFrom(
	options: LoadOptions & { from: string; export?: string; ifNew: boolean },
): Promise<void> {
	const reporter = reporterFor(options.json);
	const result = await importData({
		from: options.from,
		id: options.export,
		ifNew: options.ifNew,
		target: await targetAddress(),
		threads: options.threads,
		first: options.first,
		role: options.role,
		activate: options.activate,
		reporter,
		signal: interruption(),
	});
	if (result === undefined) reporter.result({ imported: false });
	else reporter.result({ imported: true, ...result });
}
