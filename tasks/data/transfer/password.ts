import { createHash } from "node:crypto";

/** Magento's mark for SHA-256 with a salt in front, written behind hash and salt. */
const sha256 = 1;
const salt = "understudyunderstudyunderstudy00";

/**
 * A hash in Magento's form. Without a test password it is of nothing: no password gives all zeros. A hash that is made
 * anew at the first log-in is Magento's own doing.
 */
export function passwordHash(testPassword?: string): string {
	const hash =
		testPassword === undefined ? "0".repeat(64) : createHash("sha256").update(`${salt}${testPassword}`).digest("hex");
	return `${hash}:${salt}:${sha256}`;
}
