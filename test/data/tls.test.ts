import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tlsOptions } from "../../tasks/data/connection/tls";
import { understudyData } from "./command";
import { Server } from "./server";

describe("a connection with TLS", function () {
	this.timeout(60_000);
	let folder: string;
	let server: Server | undefined;

	before(async function () {
		if (spawnSync("openssl", ["version"]).status !== 0) {
			process.stdout.write("    there is no openssl here to make a certificate with\n");
			this.skip();
		}
		folder = mkdtempSync(join(tmpdir(), "understudy-tls-"));
		const file = (name: string) => join(folder, name);
		// An authority of its own, and a server that it calls db.example.
		const key = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
		const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
		openssl("req", "-x509", ...key, "-subj", "/CN=authority", "-keyout", file("ca.key"), "-out", file("ca.pem"));
		openssl("req", ...key, "-subj", "/CN=db.example", "-keyout", file("server.key"), "-out", file("server.csr"));
		const signed = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2"];
		openssl("x509", "-req", "-in", file("server.csr"), ...signed, "-out", file("server.pem"));
		chmodSync(file("server.key"), 0o600);
		server = await Server.start([
			`--ssl-ca=${file("ca.pem")}`,
			`--ssl-cert=${file("server.pem")}`,
			`--ssl-key=${file("server.key")}`,
		]);
		await server.query("CREATE DATABASE shop");
	});
	after(async () => {
		await server?.stop();
		if (folder) rmSync(folder, { recursive: true, force: true });
	});

	/** Lists what there is, as the smallest thing that connects. */
	const connect = (tls: string, env: NodeJS.ProcessEnv = {}, host = "127.0.0.1") =>
		understudyData(["list"], {
			UNDERSTUDY_TARGET: `${server?.url("shop").replace("127.0.0.1", host)}?tls=${tls}`,
			...env,
		});

	it("is refused where nobody vouches for the server's certificate", async () => {
		const { code, output } = await connect("verify");
		assert.equal(code, 1);
		assert.match(output, /cannot connect to 127\.0\.0\.1:\d+\/shop: .*certificate/);
	});

	it("is refused where the certificate is another host's, whoever vouches for it", async () => {
		const { code, output } = await connect("verify", { NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") }, "localhost");
		assert.equal(code, 1, output);
		assert.match(output, /Host: localhost\. is not cert's CN: db\.example/);
	});

	it("is made without a look at the certificate where that is asked for", async () => {
		const { code, output } = await connect("require");
		assert.equal(code, 0, output);
	});

	it("trusts Amazon's own authorities for a server of RDS, and for no other", () => {
		const rds = tlsOptions({ tls: "verify", host: "clone.cluster-abc.eu-central-1.rds.amazonaws.com" });
		assert.ok(Array.isArray(rds?.ca) && rds.ca.length > 100);
		assert.deepEqual([rds.rejectUnauthorized, rds.verifyIdentity], [true, true]);
		for (const host of ["db.example", "rds.amazonaws.com.evil.example", "evilrds.amazonaws.com"])
			assert.deepEqual(tlsOptions({ tls: "verify", host }), { rejectUnauthorized: true, verifyIdentity: true });
		assert.equal(tlsOptions({ tls: "off", host: "db.example" }), undefined);
	});
});
