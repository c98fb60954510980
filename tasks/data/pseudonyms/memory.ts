import type { Writer } from "../transfer/writer";

const slots = 1 << 13;
const widest = 90;
/** After so many values it is decided whether remembering is worthwhile: whether a tenth of them was known. */
const trial = 2 * slots;
const worthwhile = 0.1;
const slotSize = 2 * (widest + 2);

/**
 * Remembers what short values became: the same first names, towns and people come again and again, and finding one here
 * takes a tenth of the time that its hash takes. A value is kept in one place only, where the next one with that place
 * replaces it, so that it never grows.
 */
export class Memory {
	private readonly bytes = Buffer.alloc(slots * slotSize);
	private slot = 0;
	private asked = 0;
	private known = 0;

	/** Writes what the value became, if it is remembered. */
	recall(data: Buffer, from: number, to: number, out: Writer): boolean {
		const length = to - from;
		if (length > widest || this.isFutile()) return false;
		if (this.asked < trial) this.asked++;
		let hash = length;
		for (let at = from; at < to; at++) hash = Math.imul(hash ^ data[at], 0x01000193);
		this.slot = ((hash ^ (hash >>> 15)) & (slots - 1)) * slotSize;
		const { bytes, slot } = this;
		// One more than the length, so that an empty place is not an empty value.
		if (bytes[slot] !== length + 1) return false;
		for (let at = 0; at < length; at++) if (bytes[slot + 2 + at] !== data[from + at]) return false;
		this.known++;
		const result = slot + 2 + widest;
		out.plain(bytes, result, result + bytes[slot + 1]);
		return true;
	}

	/** Keeps what the value that was just asked for became: what lies in a buffer from `from` to `to`. */
	keep(data: Buffer, start: number, end: number, result: Buffer, from: number, to: number): void {
		if (end - start > widest || to - from > widest || this.isFutile()) return;
		const { bytes, slot } = this;
		bytes[slot] = end - start + 1;
		bytes[slot + 1] = to - from;
		// Copied by hand: for so few bytes a call out of JavaScript takes longer.
		for (let at = start, place = slot + 2; at < end; at++) bytes[place++] = data[at];
		for (let at = from, place = slot + 2 + widest; at < to; at++) bytes[place++] = result[at];
	}

	/** Whether hardly anything was asked for twice: e-mail addresses are remembered for nothing. */
	private isFutile(): boolean {
		return this.asked >= trial && this.known < trial * worthwhile;
	}
}
