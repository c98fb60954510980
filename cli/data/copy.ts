import { copyData } from "../../tasks/data/copy";
import { keyFrom, rulesFrom, sourceAddress, targetAddress } from "./inputs";
import { interruption } from "./interruption";
import type { LoadOptions } from "./options";
import { reporterFor } from "./report";

/** `understudy data copy` */
export async function copy(options: LoadOptions): Promise<void> {
	const reporter = reporterFor(options.json);
	const result = await copyData({
		source: await sourceAddress(),
		target: await targetAddress(),
		rules: await rulesFrom(options),
		secret: await keyFrom(options),
		threads: options.threads,
		first: options.first,
		role: options.role,
		activate: options.activate,
		reporter,
		signal: interruption(),
	});
	reporter.result({ ...result });
}
