import { strict as assert } from "node:assert";
import { isCardNumber } from "../../tasks/data/guard/card";
import { Guard } from "../../tasks/data/guard/guard";
import { isIban } from "../../tasks/data/guard/iban";
import { People } from "../../tasks/data/guard/people";
import { phoneHash, wordHash } from "../../tasks/data/guard/words";

const people = People.allocate(100);
const word = (text: string) => wordHash(Buffer.from(text), 0, Buffer.byteLength(text), "first");
people.addName(word("Annika"), word("Östberg"));
people.addPhone(...(phoneHash(Buffer.from("+49 171 2345678"), 0, 15) as [number, number]));
const guard = new Guard(["shop.example.com", "ourshop.org"], people);
const find = (text: string, allowed?: string[]) => {
	const data = Buffer.from(text, "utf8");
	return guard.find(data, 0, data.length, allowed);
};

describe("the guard", () => {
	const found: [string, string | undefined][] = [
		["write to a.b@somewhere.de today", "email"],
		["write to info@ourshop.org or info@de.ourshop.org", undefined],
		["someone@example.com and other@x.invalid", undefined],
		["see image@2x.png", undefined],
		["@media (min-width: 640px) { a { color: red } }", undefined],
		["paid with 4111-1111-1111-1111", "card"],
		["order 4111111111111112", undefined],
		["barcode 4006381333931", undefined],
		["to DE89370400440532013000", "iban"],
		["to DE89370400440532013001", undefined],
		["-----BEGIN RSA PRIVATE KEY-----\nMIIB", "private-key"],
		["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27u", "jwt"],
		["key AKIAIOSFODNN7EXAMPLE in a page", "aws-key"],
		["thanks, annika östberg!", "name"],
		["Östberg, Annika", "name"],
		["Annika and Östberg", undefined],
		["call 0049 (171) 2345678 now", "phone"],
		["call 0171 999 99 99 now", undefined],
		["soft cotton jacket, 2024-01-31 10:00:00", undefined],
	];
	for (const [text, kind] of found)
		it(`${kind === undefined ? "lets pass" : `finds a ${kind} in`} ${JSON.stringify(text)}`, () => {
			assert.equal(find(text), kind);
		});

	it("finds what lies across the pieces that a long text is looked through in", () => {
		const piece = 1024 * 1024;
		for (const before of [piece - 30, piece - 10, piece, 2 * piece - 5])
			for (const [text, kind] of [
				["a.b@somewhere.de", "email"],
				["4111-1111-1111-1111", "card"],
				["DE89370400440532013000", "iban"],
			])
				assert.equal(
					find(`${"soft wool ".repeat(before / 10 + 1).slice(0, before)} ${text} ${"x ".repeat(300_000)}`),
					kind,
				);
	});

	it("lets pass what a rule allows, and still finds the rest", () => {
		assert.equal(find("a@b.de", ["email"]), undefined);
		assert.equal(find("a@b.de DE89370400440532013000", ["email"]), "iban");
	});

	it("checks digits as the issuers and ISO 13616 do", () => {
		for (const number of ["4242424242424242", "5555555555554444", "378282246310005", "6011111111111117"])
			assert.ok(isCardNumber(number), number);
		for (const number of ["4242424242424241", "1234567812345670", "0000000000000000"])
			assert.ok(!isCardNumber(number), number);
		for (const account of ["GB82WEST12345698765432", "FR1420041010050500013M02606", "NO9386011117947"])
			assert.ok(isIban(account), account);
		assert.ok(!isIban("GB82WEST12345698765431"));
	});
});
