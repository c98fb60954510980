import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { Digest } from "../../tasks/data/pseudonyms/digest";
import { asciiFold } from "../../tasks/data/pseudonyms/fold";
import { readKey } from "../../tasks/data/pseudonyms/key";
import { kinds, writePseudonym } from "../../tasks/data/pseudonyms/kinds";
import { locales } from "../../tasks/data/pseudonyms/words";
import { Writer } from "../../tasks/data/transfer/writer";

const secret = Buffer.from("a key for tests that is long enough to be one");

/** The pseudonym of a text, as LOAD DATA would read it. */
function pseudonym(
	kind: string,
	text: string,
	options: { longest?: number; key?: Buffer; locale?: string } = {},
): string {
	const data = Buffer.from(text, "utf8");
	const out = new Writer(64);
	writePseudonym(
		kinds[kind],
		{
			data,
			from: 0,
			to: data.length,
			fold: asciiFold,
			digest: new Digest(options.key ?? secret, kinds[kind].key ?? kind),
			digestOf: (other) => new Digest(options.key ?? secret, kinds[other].key ?? other),
			words: locales[options.locale ?? "en"],
			longest: options.longest ?? 255,
			domain: "shop.invalid",
		},
		out,
	);
	return out
		.take()
		.toString("utf8")
		.replace(/\\([\\\t\n])/g, "$1");
}

const values = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });

describe("pseudonyms", () => {
	it("are functions of value and key", () => {
		fc.assert(
			fc.property(fc.constantFrom(...Object.keys(kinds)), values, (kind, text) => {
				assert.equal(pseudonym(kind, text), pseudonym(kind, text));
			}),
		);
		const others = ["a@b.de", "c@d.de", "e@f.de"].filter(
			(text) =>
				pseudonym("email", text) ===
				pseudonym("email", text, { key: Buffer.from("another key of at least 32 characters") }),
		);
		assert.deepEqual(others, []);
	});

	it("fit the column", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...Object.keys(kinds)),
				values,
				fc.integer({ min: 0, max: 60 }),
				(kind, text, room) => {
					const longest = kinds[kind].shortest + 14 + room;
					assert.ok(pseudonym(kind, text, { longest }).length <= Math.max(longest, text.length), kind);
				},
			),
		);
		for (const locale of Object.keys(locales))
			for (let n = 0; n < 500; n++) assert.ok(pseudonym("email", `${n}@x.org`, { longest: 40, locale }).length <= 40);
	});

	it("are the same for what a collation takes for equal", () => {
		fc.assert(
			fc.property(
				fc.constantFrom("email", "first-name", "city", "phone"),
				fc.string({ maxLength: 30 }),
				(kind, text) => {
					assert.equal(
						pseudonym(kind, `${text.toUpperCase()}  `).toLowerCase(),
						pseudonym(kind, text.toLowerCase()).toLowerCase(),
					);
				},
			),
		);
	});

	it("of two hundred thousand addresses are all different", () => {
		const seen = new Set<string>();
		for (let n = 0; n < 200_000; n++) seen.add(pseudonym("email", `customer${n}@mail.org`));
		assert.equal(seen.size, 200_000);
	});

	it("have parts that are different for ten million addresses", function () {
		this.timeout(240_000);
		const count = 10_000_000;
		// Thirteen letters as two numbers, in a table of open addresses: a Set of as many strings would take gigabytes.
		const slots = 2 ** 25;
		const [high, low] = [new Uint32Array(slots), new Uint32Array(slots)];
		const digest = new Digest(Buffer.from("a key for tests that is long enough to be one"), "email");
		const data = Buffer.alloc(32);
		let alike = 0;
		for (let n = 0; n < count; n++) {
			const length = data.write(`customer${n}@mail.org`, "latin1");
			const letters = digest.of(data, 0, length, asciiFold).letters();
			// Twice six of the thirteen letters: what is apart in a part is apart in the whole.
			const one = numberOf(letters, 0) + 1;
			const other = numberOf(letters, 6);
			let at = (one ^ other) & (slots - 1);
			while (high[at] !== 0 && (high[at] !== one || low[at] !== other)) at = (at + 1) & (slots - 1);
			if (high[at] !== 0) alike++;
			high[at] = one;
			low[at] = other;
		}
		assert.equal(alike, 0);
	});

	it("make an address of what its parts become in columns of their own", () => {
		const word = fc.stringMatching(/^[A-Z][a-z]{2,9}$/);
		fc.assert(
			fc.property(
				word,
				word,
				word,
				fc.stringMatching(/^[0-9]{5}$/),
				fc.constantFrom(",", "\n"),
				(street, city, region, zip, line) => {
					const parts = [
						`${pseudonym("street", `${street} 1`)}${line}${pseudonym("street", "Yard")}`,
						pseudonym("city", city),
						pseudonym("region", region),
						pseudonym("postcode", zip),
					];
					assert.equal(pseudonym("address", `${street} 1${line}Yard,${city},${region},${zip}`), parts.join(","));
				},
			),
		);
		assert.equal(pseudonym("address", "Somewhere"), pseudonym("street", "Somewhere"));
	});

	it("make a full name of what first and last name become beside it", () => {
		const name = fc.stringMatching(/^[A-Z][a-z]{2,9}$/).filter((word) => !["Herr", "Frau"].includes(word));
		fc.assert(
			fc.property(name, name, name, (first, middle, last) => {
				assert.equal(
					pseudonym("full-name", `${first} ${last}`),
					`${pseudonym("first-name", first)} ${pseudonym("last-name", last)}`,
				);
				assert.equal(
					pseudonym("full-name", `Dr. ${first} ${middle} ${last}`),
					`${pseudonym("first-name", first)} ${pseudonym("middle-name", middle)} ${pseudonym("last-name", last)}`,
				);
			}),
		);
	});

	it("lead to nobody: mail, phone and address", () => {
		assert.match(pseudonym("email", "anna@mail.org"), /@shop\.invalid$/);
		assert.match(pseudonym("phone", "+49 30 1234567"), /^\+999\d{10}$/);
		assert.match(pseudonym("ip", "81.2.3.4"), /^10\.\d+\.\d+\.\d+$/);
		assert.match(pseudonym("ip", "2001:db8::1"), /^fd00::/);
		const text = pseudonym("ip", "81.2.3.4");
		const number = text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
		assert.equal(pseudonym("ip-integer", String(81 * 2 ** 24 + 2 * 65536 + 3 * 256 + 4)), String(number));
	});

	it("keep a token's shape", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[A-Za-z0-9-]{1,15}$/), (text) => {
				const shape = (value: string) => value.replace(/[a-z]/g, "a").replace(/[A-Z]/g, "A").replace(/[0-9]/g, "0");
				assert.equal(shape(pseudonym("token", text)), shape(text));
			}),
		);
		assert.match(pseudonym("token", "0123456789abcdef0123456789abcdef"), /^[0-9a-f]{32}$/);
	});

	it("keep no words of a person where a date is expected", () => {
		assert.equal(pseudonym("birthday", "3rd of May, Anna"), "");
		assert.equal(pseudonym("birthday", "1980-05-03 Anna"), "");
		assert.equal(pseudonym("birthday", "0000-00-00 00:00:00"), "0000-00-00 00:00:00");
		assert.match(pseudonym("birthday", "1980-05-03 00:00:00"), /^19(79|80)-\d\d-\d\d 00:00:00$/);
	});

	it("need a key that cannot be guessed", async () => {
		await assert.rejects(readKey({}), /there is no key/);
		await assert.rejects(readKey({ text: "0123456789" }), /10 characters long; at least 32/);
		await assert.rejects(readKey({ text: "x".repeat(40), file: "y" }), /given twice/);
		await assert.rejects(readKey({ file: "/nowhere/at/all" }), /there is no file/);
	});
});

const values32 = new Uint8Array(128);
for (const [value, letter] of [..."abcdefghijkmnpqrstuvwxyz23456789"].entries()) values32[letter.charCodeAt(0)] = value;

/** Six letters of a digest as a number of 30 bits. */
function numberOf(letters: string, from: number): number {
	let number = 0;
	for (let at = from; at < from + 6; at++) number = number * 32 + values32[letters.charCodeAt(at)];
	return number;
}
