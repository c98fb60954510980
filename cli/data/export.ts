import { exportData } from "../../tasks/data/export";
import { keyFrom, rulesFrom, sourceAddress } from "./inputs";
import { interruption } from "./interruption";
import type { WorkOptions } from "./options";
import { reporterFor } from "./report";

/** `understudy data export` */
export async function exportTo(options: WorkOptions & { to: string }): Promise<void> {
	const reporter = reporterFor(options.json);
	const result = await exportData({
		source: await sourceAddress(),
		to: options.to,
		rules: rulesFrom(options),
		secret: await keyFrom(options),
		threads: options.threads,
		reporter,
		signal: interruption(),
	});
	reporter.result({ ...result });
}
