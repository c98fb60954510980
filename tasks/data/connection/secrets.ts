import { attempts } from "../../aws/attempts";
import { withoutNodeWarning } from "../../aws/node-warning";
import { DataError } from "../errors";

const secretArn = /^arn:aws[\w-]*:secretsmanager:([\w-]+):\d{12}:secret:/;

/** Whether a text names a secret of Secrets Manager instead of being one. */
export function isSecretArn(text: string): boolean {
	return secretArn.test(text);
}

/**
 * Reads a secret of Secrets Manager, with the credentials that the AWS SDK finds.
 * @param arn which also says in what region
 * @param what the secret is called in messages; its value is never repeated
 * @throws DataError with AWS's own words
 */
export async function readSecret(arn: string, what: string): Promise<string> {
	withoutNodeWarning();
	// Loaded only where there is a secret: the SDK takes longer than all the rest.
	const { GetSecretValueCommand, SecretsManagerClient } =
		require("@aws-sdk/client-secrets-manager") as typeof import("@aws-sdk/client-secrets-manager");
	const client = new SecretsManagerClient({ region: secretArn.exec(arn)?.[1], maxAttempts: attempts });
	try {
		const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
		if (SecretString) return SecretString;
	} catch (error) {
		const { name, message } = error as Error;
		throw new DataError(`${what}: the secret cannot be read: ${name === message ? name : `${name}: ${message}`}`);
	} finally {
		client.destroy();
	}
	throw new DataError(`${what}: the secret has no text`);
}

/** The user and the password of a secret as RDS manages them. @throws DataError if it is none */
export async function readLogin(arn: string, what: string): Promise<{ user: string; password: string }> {
	const text = await readSecret(arn, what);
	try {
		const { username, password } = JSON.parse(text);
		if (typeof username === "string" && typeof password === "string") return { user: username, password };
	} catch {
		// Said below, without the text.
	}
	throw new DataError(`${what}: the secret is no login; it is JSON with username and password`);
}
