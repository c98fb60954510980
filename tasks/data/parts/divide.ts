import type { Address } from "../connection/address";
import { beginExport, clearInterrupted } from "../manifest/exports";
import type { Reporter } from "../reporter";
import type { Rules } from "../rules/actions";
import { expectClassified, prepare } from "../source/preparation";
import { openStore } from "../store/open";
import { newId } from "../target/receiving";
import { type Part, writeDivision } from "./division";
import { groupTables } from "./groups";

export interface DivideOptions {
	source: Address;
	rules: Rules;
	/** Where exports are kept. */
	to: string;
	/** The file that says which tables each part has. */
	into: string;
	/** Bytes that a part has at most, as the server estimates them. */
	largest: number;
	reporter: Reporter;
}

/**
 * Begins an export that several processes make at once, each its own tables. The source may not change meanwhile: they
 * have no snapshot in common, which only a clone can do without.
 * @throws Refusal if a column is not classified
 */
export async function divideExport(options: DivideOptions): Promise<Part[]> {
	const { source, rules, to, into, largest, reporter } = options;
	reporter.step("check", { source: source.schema });
	const { classification } = await prepare(source, rules);
	expectClassified(classification);
	const kept = classification.tables.filter(({ rows }) => rows === "keep").map(({ table }) => table);
	const groups = groupTables(kept, largest);
	const store = openStore(to);
	for (const left of await clearInterrupted(store))
		reporter.note(`removed ${left}, which an interrupted export had left`);
	const id = newId();
	await beginExport(store, id, true);
	const parts = groups.map((tables, index) => ({ export: id, part: index + 1, of: groups.length, tables }));
	await writeDivision(into, parts);
	reporter.step("divide", { export: id, parts: parts.length, tables: kept.length });
	return parts;
}
