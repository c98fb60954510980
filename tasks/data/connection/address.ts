import { existsSync, readFileSync } from "node:fs";
import { DataError } from "../errors";
import { isSecretArn, readLogin } from "./secrets";

/** Where one end of a copy is. */
export interface Address {
	host: string;
	port: number;
	/** A Unix socket, taken instead of host and port. */
	socket?: string;
	user: string;
	password: string;
	/** A secret of Secrets Manager that user and password are to be read from. */
	secret?: string;
	schema: string;
	/** How TLS is used: required and checked, required without a check of the certificate, or not at all. */
	tls: "verify" | "require" | "off";
}

const form = "mysql://user:password@host:port/schema";
const parameters = ["socket", "tls", "secret"];

/**
 * Reads a connection string: `mysql://user:password@host:port/schema`, with `?socket=/path`, `?tls=verify|require|off`, and
 * `?secret=<ARN>` in the place of user and password.
 * Without `tls`, the connection to this machine is plain and any other one has to be TLS, checked.
 * @param text the connection string, or the path of a file that holds it
 * @param name what the string is called in messages; the string itself is never repeated, it holds a password
 * @throws DataError with everything that is wrong with it
 */
export function readAddress(text: string, name: string): Address {
	const given = (!text.includes("://") && existsSync(text) ? readFileSync(text, "utf8") : text).trim();
	let url: URL;
	try {
		url = new URL(given);
	} catch {
		throw new DataError(
			`${name} is not a connection string; it has the form ${form}, or is the path of a file with one`,
		);
	}
	const mistakes: string[] = [];
	if (!["mysql:", "mariadb:"].includes(url.protocol)) mistakes.push("it starts with mysql:// or mariadb://");
	const schema = decode(url.pathname.slice(1));
	const secret = url.searchParams.get("secret") ?? undefined;
	if (!url.username && !secret) mistakes.push("it needs a user, or a secret");
	if (url.username && secret) mistakes.push("it has a user and a secret; the secret has both user and password");
	if (secret && !isSecretArn(secret)) mistakes.push("secret is the ARN of a secret in Secrets Manager");
	if (!schema || schema.includes("/")) mistakes.push("it ends with one schema's name");
	const socket = url.searchParams.get("socket") ?? undefined;
	if (!url.hostname && !socket) mistakes.push("it needs a host");
	for (const parameter of url.searchParams.keys())
		if (!parameters.includes(parameter))
			mistakes.push(`it has the parameter "${parameter}"; allowed are ${parameters.join(", ")}`);
	const local = socket !== undefined || ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
	const tls = url.searchParams.get("tls") ?? (local ? "off" : "verify");
	if (tls !== "verify" && tls !== "require" && tls !== "off") mistakes.push("tls is verify, require or off");
	if (mistakes.length > 0) throw new DataError(`${name}: ${mistakes.join("; ")} (${form})`);
	return {
		host: url.hostname.replace(/^\[|\]$/g, ""),
		port: url.port ? Number(url.port) : 3306,
		socket,
		user: decode(url.username),
		password: decode(url.password),
		secret,
		schema,
		tls: tls as Address["tls"],
	};
}

/** The address with user and password, wherever they have to be read from. */
export async function withLogin(address: Address, name: string): Promise<Address> {
	return address.secret === undefined ? address : { ...address, ...(await readLogin(address.secret, name)) };
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

/** How an address is called in messages and reports: without user and password. */
export function describeAddress(address: Address): string {
	return `${address.socket ?? `${address.host}:${address.port}`}/${address.schema}`;
}
