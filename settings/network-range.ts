/** An IPv4 range such as 10.20.0.0/16, as numbers. `first` is inclusive; `size` counts addresses. */
export interface NetworkRange {
	first: number;
	size: number;
	prefix: number;
}

const notation = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Reads `a.b.c.d/n`. @returns undefined if it is not one, or has bits set outside its prefix. */
export function parseRange(text: string): NetworkRange | undefined {
	const match = notation.exec(text);
	if (!match) return undefined;
	const parts = match.slice(1, 5).map(Number);
	const prefix = Number(match[5]);
	if (parts.some((part) => part > 255) || prefix > 32) return undefined;
	const first = parts.reduce((sum, part) => sum * 256 + part, 0);
	const size = 2 ** (32 - prefix);
	return first % size === 0 ? { first, size, prefix } : undefined;
}

/** The inverse of {@link parseRange}. */
export function formatRange(range: NetworkRange): string {
	const parts = [24, 16, 8, 0].map((shift) => Math.floor(range.first / 2 ** shift) % 256);
	return `${parts.join(".")}/${range.prefix}`;
}

/** Whether two ranges share an address. */
export function overlaps(a: NetworkRange, b: NetworkRange): boolean {
	return a.first < b.first + b.size && b.first < a.first + a.size;
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: NetworkRange, inner: NetworkRange): boolean {
	return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

/** The ranges that RFC 1918 sets aside for private networks. */
export const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(
	(text) => parseRange(text) as NetworkRange,
);
