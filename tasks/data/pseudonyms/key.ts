import { hkdfSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isSecretArn, readSecret } from "../connection/secrets";
import { DataError } from "../errors";

const shortest = 32;

/**
 * The secret that pseudonyms are made with: whoever has it can test a guess about a person against a pseudonym, and
 * nobody else can.
 * @param sources the text itself (the environment variable UNDERSTUDY_KEY) and the path of a file (`--key-file`); either may
 * hold the ARN of a secret in Secrets Manager instead
 * @throws DataError if there is none, both, or one that could be guessed
 */
export async function readKey(sources: { text?: string; file?: string }): Promise<Buffer> {
	if (sources.text !== undefined && sources.file !== undefined)
		throw new DataError("the key is given twice: in UNDERSTUDY_KEY and with --key-file; use one of them");
	if (sources.file !== undefined && !existsSync(sources.file))
		throw new DataError(`--key-file: there is no file ${sources.file}`);
	const given = (sources.file === undefined ? sources.text : readFileSync(sources.file, "utf8"))?.trim();
	const text = given && isSecretArn(given) ? (await readSecret(given, "the key")).trim() : given;
	if (text === undefined || text === "")
		throw new DataError(
			"there is no key for the pseudonyms; put one into UNDERSTUDY_KEY or into a file for --key-file, " +
				"such as what `openssl rand -hex 32` prints, and keep it: another key makes other pseudonyms",
		);
	if (text.length < shortest)
		throw new DataError(
			`the key is ${text.length} characters long; at least ${shortest}, such as from openssl rand -hex 32`,
		);
	return Buffer.from(text, "utf8");
}

/** The key of one kind of pseudonym: that an e-mail and a token begin alike must not show that their originals do. */
export function keyOf(secret: Buffer, kind: string): Buffer {
	return Buffer.from(hkdfSync("sha256", secret, "understudy", `pseudonym ${kind}`, 32));
}

/** The same for the same secret, and nothing can be told of the secret by it. */
export function fingerprintOf(secret: Buffer): string {
	return Buffer.from(hkdfSync("sha256", secret, "understudy", "fingerprint", 32)).toString("hex");
}
