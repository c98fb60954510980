const slotsPerEntry = 2;
const bitmapBits = 22;

/**
 * The shop's people, as hashes that all threads share: pairs of words that are a first and a last name, and phone
 * numbers. It is filled before anything is copied and only read afterwards; of the values themselves nothing is kept.
 */
export class People {
	private readonly slots: Uint32Array;
	private readonly firsts: Uint8Array;
	private readonly mask: number;

	/** @param memory what {@link People.allocate} gave, shared between threads */
	constructor(readonly memory: SharedArrayBuffer) {
		const bitmap = 1 << (bitmapBits - 3);
		this.firsts = new Uint8Array(memory, 0, bitmap);
		this.slots = new Uint32Array(memory, bitmap);
		this.mask = this.slots.length / slotsPerEntry - 1;
	}

	/** Room for that many people, known too well or not: at most half full. */
	static allocate(people: number): People {
		const entries = 2 ** Math.max(10, Math.ceil(Math.log2(people * 2 + 1)));
		return new People(new SharedArrayBuffer((1 << (bitmapBits - 3)) + entries * slotsPerEntry * 4));
	}

	/** Notes a first name's last word and the last name's first word, as they stand one after the other in a text. */
	addName(first: number, last: number): boolean {
		this.firsts[(first >>> 3) & (this.firsts.length - 1)] |= 1 << (first & 7);
		return this.add(mixed(first, last), last);
	}

	addPhone(hash: number, check: number): boolean {
		return this.add(hash, check);
	}

	hasName(first: number, last: number): boolean {
		if ((this.firsts[(first >>> 3) & (this.firsts.length - 1)] & (1 << (first & 7))) === 0) return false;
		return this.has(mixed(first, last), last);
	}

	hasPhone(hash: number, check: number): boolean {
		return this.has(hash, check);
	}

	/** @returns false if there is no room left */
	private add(hash: number, check: number): boolean {
		const key = hash === 0 ? 1 : hash;
		for (let tries = 0, at = key & this.mask; tries <= this.mask; tries++, at = (at + 1) & this.mask) {
			const slot = at * slotsPerEntry;
			const there = Atomics.compareExchange(this.slots, slot, 0, key);
			if (there === 0) {
				this.slots[slot + 1] = check;
				return tries < 256;
			}
			if (there === key && this.slots[slot + 1] === check) return true;
		}
		return false;
	}

	private has(hash: number, check: number): boolean {
		const key = hash === 0 ? 1 : hash;
		for (let at = key & this.mask; ; at = (at + 1) & this.mask) {
			const slot = at * slotsPerEntry;
			if (this.slots[slot] === 0) return false;
			if (this.slots[slot] === key && this.slots[slot + 1] === check) return true;
		}
	}
}

function mixed(first: number, last: number): number {
	let hash = Math.imul(first, 0x9e3779b1) ^ last;
	hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
	return (hash ^ (hash >>> 13)) >>> 0;
}
