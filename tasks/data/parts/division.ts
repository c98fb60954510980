import { z } from "zod";
import { DataError } from "../errors";
import { fileAt } from "../store/open";

/** A part of an export that is made in several: its tables, and which of how many it is. */
export interface Part {
	export: string;
	part: number;
	of: number;
	tables: string[];
}

const number = z.number().int().min(1);
const division = z
	.array(z.strictObject({ export: z.string(), part: number, of: number, tables: z.array(z.string()) }))
	.min(1);

/** What a part of an export says of itself once it is there; the whole export's manifest is made of all of them. */
export const partFile = (id: string, part: number): string => `${id}/part-${part}.json`;

/** Keeps the parts of an export where those who make them find them: a list, as a Map of Step Functions reads it. */
export async function writeDivision(location: string, parts: Part[]): Promise<void> {
	const { store, name } = fileAt(location);
	await store.write(name, Buffer.from(`${JSON.stringify(parts)}\n`));
}

/** @throws DataError if there is no such file, or it is none of an export's parts */
export async function readDivision(location: string): Promise<Part[]> {
	const { store, name } = fileAt(location);
	const content = await store.read(name);
	if (content === undefined)
		throw new DataError(`${location}: there is no such file; understudy data divide writes it`);
	try {
		const parts = division.parse(JSON.parse(String(content)));
		if (parts.every(({ export: id, part, of }, at) => id === parts[0].export && part === at + 1 && of === parts.length))
			return parts;
	} catch {
		// Said below.
	}
	throw new DataError(`${location} does not hold the parts of one export; divide it again`);
}
