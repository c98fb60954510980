import type { Writer } from "../transfer/writer";
import { joinedAddress } from "./address";
import { dateBirthday } from "./birthday";
import type { Digest } from "./digest";
import type { Fold } from "./fold";
import { companyName, fullName, nameWords } from "./names";
import { ipAddress, ipInteger, phoneNumber } from "./numbers";
import { cityName, emailAddress, regionName, streetLines, userAgent } from "./places";
import { likeText, likeToken, postcode } from "./shapes";
import type { Words } from "./words";

/** What a pseudonym is made from, and with. */
export interface Origin {
	data: Buffer;
	from: number;
	to: number;
	/** What the column takes for equal. */
	fold: Fold;
	/** A digest of this kind and key. */
	digest: Digest;
	/** The digest of another kind, for values that consist of several. */
	digestOf: (kind: string) => Digest;
	words: Words;
	/** The longest text the column takes, in characters. */
	longest: number;
	/** The domain that invented e-mail addresses are in. */
	domain: string;
}

/** Writes the pseudonym of one value. Every one of them is a function of the value and the key alone. */
export type Pseudonym = (origin: Origin, out: Writer) => void;

export interface Kind {
	write: Pseudonym;
	/** The shortest column it fits into, in characters. */
	shortest: number;
	/** Whether two values get two pseudonyms, so that a unique key holds. */
	unique: boolean;
	/** Which kind's key it uses where the same person has to come out of two kinds of columns. */
	key?: string;
}

/** Every kind of pseudonym, by the name it has in rules. */
export const kinds: Record<string, Kind> = {
	email: { write: emailAddress, shortest: 16, unique: true },
	"first-name": { write: nameWords("first"), shortest: 4, unique: false, key: "name" },
	"middle-name": { write: nameWords("middle"), shortest: 4, unique: false, key: "name" },
	"last-name": { write: nameWords("last"), shortest: 4, unique: false, key: "name" },
	"full-name": { write: fullName, shortest: 8, unique: false, key: "name" },
	company: { write: companyName, shortest: 8, unique: false },
	street: { write: streetLines, shortest: 12, unique: false },
	address: { write: joinedAddress, shortest: 12, unique: false },
	city: { write: cityName, shortest: 4, unique: false },
	region: { write: regionName, shortest: 4, unique: false },
	postcode: { write: postcode, shortest: 1, unique: false },
	phone: { write: phoneNumber, shortest: 14, unique: false },
	birthday: { write: dateBirthday, shortest: 1, unique: false },
	"tax-number": { write: likeToken, shortest: 1, unique: false },
	ip: { write: ipAddress, shortest: 15, unique: false },
	"ip-integer": { write: ipInteger, shortest: 1, unique: false, key: "ip" },
	"user-agent": { write: userAgent, shortest: 16, unique: false },
	text: { write: likeText, shortest: 1, unique: false },
	token: { write: likeToken, shortest: 1, unique: true },
};

const space = 0x20;

/** Writes a value's pseudonym. Where a collation takes "a" and "a " for equal, both are written as the former is. */
export function writePseudonym(kind: Kind, origin: Origin, out: Writer): void {
	if (origin.fold.pad) while (origin.to > origin.from && origin.data[origin.to - 1] === space) origin.to--;
	kind.write(origin, out);
}
