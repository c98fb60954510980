import type { GuardKind } from "../rules/schema";
import { hasAwsKey, hasCard, hasEmail, hasIban, hasPrivateKey, hasWebToken } from "./patterns";
import type { People } from "./people";
import { finishedHash, nextHash, phoneHash, wordStart } from "./words";

const [digit, at, dash, capital, small, gap, tokens] = [1, 2, 4, 8, 16, 32, 64];
const classes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++)
	classes[byte] =
		byte >= 0x30 && byte <= 0x39
			? digit
			: byte >= 0x41 && byte <= 0x5a
				? capital
				: (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80
					? small
					: byte === 0x40
						? at
						: byte === 0x2d
							? dash
							: gap;
// Every web token has one, and few texts do.
classes["J".charCodeAt(0)] |= tokens;

const phones = /(?<![\d.,:/-])(?:\+|\(?0)[\d ()/.-]{7,22}\d/g;
const none: string[] = [];
const shortest = 6;
const shortestName = 2;

const pieceBytes = 1024 * 1024;
/** More than the longest thing that is looked for has. */
const overlap = 1024;

/** Looks for what must not be in a text that is kept. */
export class Guard {
	constructor(
		private readonly allowedDomains: string[],
		private readonly people?: People,
	) {}

	/** @param allowed kinds that may be there @returns the first kind that is found, or undefined */
	find(data: Buffer, from: number, to: number, allowed: string[] = none): GuardKind | undefined {
		const length = to - from;
		if (length < shortest) return undefined;
		let seen = 0;
		let digits = 0;
		let capitals = 0;
		for (let i = from; i < to; i++) {
			const bits = classes[data[i]];
			seen |= bits;
			digits += bits & digit;
			capitals += (bits & capital) >> 3;
		}
		const letters = (seen & (capital | small)) !== 0;
		if ((seen & gap) !== 0 && letters && this.hasName(data, from, to) && !allowed.includes("name")) return "name";
		// What a key or a token has at least: looked for in few texts, so that most are never made a string.
		const key = length >= 20 && capitals >= 4 && (capitals + digits >= 20 || (seen & dash) !== 0);
		const token = length >= 36 && (seen & tokens) !== 0;
		if ((seen & at) === 0 && digits < 8 && !key && !token) return undefined;
		// A long text is looked through in pieces, so that it is never a string of its own size.
		for (let start = from; ; start += pieceBytes) {
			const end = Math.min(to, start + pieceBytes + overlap);
			const found = this.findInText(data.toString("latin1", start, end), seen, digits, allowed);
			if (found !== undefined || end === to) return found;
		}
	}

	private findInText(text: string, seen: number, digits: number, allowed: string[]): GuardKind | undefined {
		if ((seen & at) !== 0 && !allowed.includes("email") && hasEmail(text, this.allowedDomains)) return "email";
		if (digits >= 13 && !allowed.includes("card") && hasCard(text)) return "card";
		if (digits >= 8 && !allowed.includes("phone") && this.hasPhone(text)) return "phone";
		if ((seen & capital) === 0) return undefined;
		if (digits >= 8 && !allowed.includes("iban") && hasIban(text)) return "iban";
		if ((seen & dash) !== 0 && !allowed.includes("private-key") && hasPrivateKey(text)) return "private-key";
		if (!allowed.includes("jwt") && hasWebToken(text)) return "jwt";
		if (!allowed.includes("aws-key") && hasAwsKey(text)) return "aws-key";
		return undefined;
	}

	private hasName(data: Buffer, from: number, to: number): boolean {
		const { people } = this;
		if (people === undefined) return false;
		let hash = wordStart;
		let length = 0;
		let before = 0;
		let lengthBefore = 0;
		for (let i = from; i <= to; i++) {
			const next = i < to ? nextHash(hash, data, i, from) : 0;
			if (next !== 0) {
				hash = next;
				length++;
				continue;
			}
			if (length === 0) continue;
			const word = finishedHash(hash);
			if (
				length >= shortestName &&
				lengthBefore >= shortestName &&
				length + lengthBefore >= shortest &&
				(people.hasName(before, word) || people.hasName(word, before))
			)
				return true;
			before = word;
			lengthBefore = length;
			hash = wordStart;
			length = 0;
		}
		return false;
	}

	private hasPhone(text: string): boolean {
		if (this.people === undefined) return false;
		for (const [match] of text.matchAll(phones)) {
			const hash = phoneHash(Buffer.from(match, "latin1"), 0, match.length);
			if (hash !== undefined && this.people.hasPhone(...hash)) return true;
		}
		return false;
	}
}
