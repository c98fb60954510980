/** Issuers' ranges and lengths, as ISO/IEC 7812 numbers are given out today. */
const issuers: { prefix: RegExp; lengths: number[] }[] = [
	{ prefix: /^4/, lengths: [16, 19] },
	{ prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
	{ prefix: /^3[47]/, lengths: [15] },
	{ prefix: /^(6011|65|64[4-9])/, lengths: [16, 19] },
	{ prefix: /^35(2[89]|[3-8])/, lengths: [16] },
	{ prefix: /^3(0[0-5]|[689])/, lengths: [14, 16] },
	{ prefix: /^62/, lengths: [16, 17, 18, 19] },
];

/** Whether digits are a payment card's number: an issuer's range and length, and Luhn's check digit. */
export function isCardNumber(digits: string): boolean {
	if (!issuers.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits))) return false;
	// A number of one digit over and over is an example, not a card.
	if (/^(\d)\1+$/.test(digits)) return false;
	let sum = 0;
	for (let place = 0; place < digits.length; place++) {
		const digit = digits.charCodeAt(digits.length - 1 - place) - 0x30;
		sum += place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
	}
	return sum % 10 === 0;
}
