import type { Writer } from "../transfer/writer";

const slots = 1 << 13;
const widest = 60;
const slotSize = 2 * (widest + 2);

/**
 * Remembers what short values became: the same first names, towns and people come again and again, and finding one here
 * takes a tenth of the time that its hash takes. A value is kept in one place only, where the next one with that place
 * replaces it, so that it never grows.
 */
export class Memory {
	private readonly bytes = Buffer.alloc(slots * slotSize);
	private slot = 0;

	/** Writes what the value became, if it is remembered. */
	recall(data: Buffer, from: number, to: number, out: Writer): boolean {
		const length = to - from;
		if (length > widest) return false;
		let hash = length;
		for (let at = from; at < to; at++) hash = Math.imul(hash ^ data[at], 0x01000193);
		this.slot = ((hash ^ (hash >>> 15)) & (slots - 1)) * slotSize;
		const { bytes, slot } = this;
		// One more than the length, so that an empty place is not an empty value.
		if (bytes[slot] !== length + 1) return false;
		for (let at = 0; at < length; at++) if (bytes[slot + 2 + at] !== data[from + at]) return false;
		const result = slot + 2 + widest;
		out.plain(bytes, result, result + bytes[slot + 1]);
		return true;
	}

	/** Keeps what the value that was just asked for became: what lies in a buffer from `from` to `to`. */
	keep(data: Buffer, start: number, end: number, result: Buffer, from: number, to: number): void {
		if (end - start > widest || to - from > widest) return;
		const { bytes, slot } = this;
		bytes[slot] = end - start + 1;
		bytes[slot + 1] = to - from;
		data.copy(bytes, slot + 2, start, end);
		result.copy(bytes, slot + 2 + widest, from, to);
	}
}
