import * as crypto from "node:crypto";
import type { Fold } from "./fold";
import { Scratch } from "./fold";
import { keyOf } from "./key";

const base32 = "abcdefghijkmnpqrstuvwxyz23456789";
const width = 32;

/** Node's one-shot hash (20.12), which its older declarations do not have. */
const hash = (crypto as unknown as { hash(algorithm: string, data: Buffer, encoding: string): string }).hash;

/**
 * The keyed hash of one kind of value: SHA-256 over a key of its own and the value, of which never more than half is
 * used. Without the key it can neither be turned back nor be tried out with a list of guesses.
 */
export class Digest {
	private readonly scratch: Scratch;
	private text = "";

	constructor(secret: Buffer, kind: string) {
		this.scratch = new Scratch(keyOf(secret, kind));
	}

	/** Hashes a value; the numbers and letters below are then drawn from it. */
	of(data: Buffer, from: number, to: number, fold: Fold): this {
		this.scratch.fill(data, from, to, fold);
		this.text = hash("sha256", this.scratch.view(), "latin1");
		return this;
	}

	/** The nth whole number below `limit`; there are four of them, of 32 bits each. */
	number(nth: number, limit: number): number {
		const { text } = this;
		const at = nth * 4;
		const value =
			text.charCodeAt(at) * 0x1000000 +
			((text.charCodeAt(at + 1) << 16) | (text.charCodeAt(at + 2) << 8) | text.charCodeAt(at + 3));
		return value % limit;
	}

	/** 13 letters and digits: 65 bits, from the half that no number is drawn from. */
	letters(): string {
		let result = "";
		for (let bit = 16 * 8; result.length < 13; bit += 5) {
			const at = bit >> 3;
			const pair = (this.text.charCodeAt(at) << 8) | this.text.charCodeAt(at + 1);
			result += base32[(pair >> (11 - (bit & 7))) & (width - 1)];
		}
		return result;
	}

	/** The byte at a place, going on for as long as one asks: for values of any length. */
	byte(place: number): number {
		if (place < 16) return this.text.charCodeAt(place);
		const block = place >> 4;
		if (block !== this.block || this.text !== this.expandedFrom) {
			this.expandedFrom = this.text;
			this.block = block;
			this.expanded = hash("sha256", Buffer.from(`${this.text}${block}`, "latin1"), "latin1");
		}
		return this.expanded.charCodeAt(place & 15);
	}

	private block = -1;
	private expandedFrom = "";
	private expanded = "";
}
