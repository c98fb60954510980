import type { GuardKind } from "../rules/schema";
import { hasAwsKey, hasCard, hasEmail, hasIban, hasPrivateKey, hasWebToken } from "./patterns";
import type { People } from "./people";
import { eachWord, phoneHash } from "./words";

const [digit, at, dash, capital, small, gap] = [1, 2, 4, 8, 16, 32];
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

const phones = /(?<![\d.,:/-])(?:\+|\(?0)[\d ()/.-]{7,22}\d/g;
const shortest = 6;
const shortestName = 2;

/** Looks for what must not be in a text that is kept. */
export class Guard {
	constructor(
		private readonly allowedDomains: string[],
		private readonly people?: People,
	) {}

	/** @param allowed kinds that may be there @returns the first kind that is found, or undefined */
	find(data: Buffer, from: number, to: number, allowed?: string[]): GuardKind | undefined {
		if (to - from < shortest) return undefined;
		let seen = 0;
		let digits = 0;
		for (let i = from; i < to; i++) {
			const bits = classes[data[i]];
			seen |= bits;
			digits += bits & digit;
		}
		const looked = (kind: GuardKind) => allowed === undefined || !allowed.includes(kind);
		const letters = (seen & (capital | small)) !== 0;
		if ((seen & gap) !== 0 && letters && looked("name") && this.hasName(data, from, to)) return "name";
		const many = to - from >= 20;
		if ((seen & at) === 0 && digits < 8 && !(many && (seen & capital) !== 0)) return undefined;
		const text = data.toString("latin1", from, to);
		if ((seen & at) !== 0 && looked("email") && hasEmail(text, this.allowedDomains)) return "email";
		if (digits >= 13 && looked("card") && hasCard(text)) return "card";
		if (digits >= 4 && (seen & capital) !== 0 && looked("iban") && hasIban(text)) return "iban";
		if (digits >= 8 && looked("phone") && this.hasPhone(text)) return "phone";
		if (many && (seen & capital) !== 0) {
			if ((seen & dash) !== 0 && looked("private-key") && hasPrivateKey(text)) return "private-key";
			if (looked("jwt") && hasWebToken(text)) return "jwt";
			if (looked("aws-key") && hasAwsKey(text)) return "aws-key";
		}
		return undefined;
	}

	private hasName(data: Buffer, from: number, to: number): boolean {
		const { people } = this;
		if (people === undefined) return false;
		let before = 0;
		let lengthBefore = 0;
		return eachWord(data, from, to, (word, length) => {
			const found =
				length >= shortestName &&
				lengthBefore >= shortestName &&
				length + lengthBefore >= shortest &&
				(people.hasName(before, word) || people.hasName(word, before));
			before = word;
			lengthBefore = length;
			return found;
		});
	}

	private hasPhone(text: string): boolean {
		if (this.people === undefined) return false;
		for (const [match] of text.matchAll(phones)) {
			const hash = phoneHash(match);
			if (hash !== undefined && this.people.hasPhone(...hash)) return true;
		}
		return false;
	}
}
