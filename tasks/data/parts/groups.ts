/** A table as far as its size is concerned. */
export interface Sized {
	name: string;
	bytes: number;
}

/**
 * Divides tables into groups that can be exported at the same time: as few as keep to a size, each about as large as the
 * others. A table is never divided, so that a group may be larger than asked for where one table is.
 * @param largest bytes of a group
 * @returns one group at least; every table is in exactly one
 */
export function groupTables(tables: Sized[], largest: number): string[][] {
	const total = tables.reduce((sum, { bytes }) => sum + bytes, 0);
	const count = Math.max(1, Math.min(tables.length, Math.ceil(total / largest)));
	const groups = Array.from({ length: count }, () => ({ bytes: 0, tables: [] as string[] }));
	const bySize = [...tables].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
	for (const { name, bytes } of bySize) {
		const least = groups.reduce((a, b) => (b.bytes < a.bytes ? b : a));
		least.tables.push(name);
		least.bytes += bytes;
	}
	return groups.map((group) => group.tables.sort());
}
