import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, readAddress } from "../../tasks/data/connection/address";
import { type Row, Session } from "../../tasks/data/connection/session";

const root = join(__dirname, "..", "..");

interface Programs {
	mariadbd: string;
	"mariadb-install-db": string;
	mariadb: string;
	"mariadb-dump": string;
}

let programs: Programs | undefined;

/** Where the server's programs are; installs them where that can be done. @throws with what to install */
export function mariadbPrograms(): Programs {
	if (programs) return programs;
	const set = spawnSync(process.execPath, [join(root, "tools", "setup", "mariadb.mjs")], { encoding: "utf8" });
	if (set.status !== 0) throw new Error(set.stderr);
	programs = JSON.parse(readFileSync(join(root, ".cache", "mariadb.json"), "utf8")) as Programs;
	return programs;
}

const password = "servers-own-password";

/** A MariaDB server of its own: its process, its data, its socket and its port, gone with {@link Server.stop}. */
export class Server {
	private process: ChildProcess | undefined;

	private constructor(
		readonly folder: string,
		readonly port: number,
		private readonly settings: string[],
	) {}

	/** @param place the folder in which the server's is made */
	static async start(settings: string[] = [], place = tmpdir()): Promise<Server> {
		// A socket's path may not be long, so that a clone's own folder will not do.
		const folder = mkdtempSync(join(place, "understudy-db-"));
		const server = new Server(folder, await freePort(), settings);
		cpSync(emptyData(), join(folder, "data"), { recursive: true });
		await server.up();
		return server;
	}

	/** Starts the process again, as after {@link Server.kill}. */
	async up(): Promise<void> {
		const { mariadbd } = mariadbPrograms();
		this.process = spawn(
			mariadbd,
			[
				"--no-defaults",
				`--datadir=${join(this.folder, "data")}`,
				`--socket=${join(this.folder, "s")}`,
				`--port=${this.port}`,
				"--bind-address=127.0.0.1",
				`--pid-file=${join(this.folder, "pid")}`,
				`--log-error=${join(this.folder, "log")}`,
				"--skip-log-bin",
				"--innodb-flush-log-at-trx-commit=2",
				"--max-allowed-packet=256M",
				...(process.getuid?.() === 0 ? ["--user=root"] : []),
				...this.settings,
			],
			{ stdio: "ignore" },
		);
		const { process: child } = this;
		for (let tries = 0; ; tries++) {
			try {
				const session = await Session.open(this.address("mysql"));
				await session.close();
				return;
			} catch (error) {
				if (tries > 300 || child.exitCode !== null)
					throw new Error(`the server does not start: ${readFileSync(join(this.folder, "log"), "utf8")}\n${error}`);
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		}
	}

	get socket(): string {
		return join(this.folder, "s");
	}

	url(schema: string, user = "root", secret = password): string {
		return `mysql://${user}:${secret}@127.0.0.1:${this.port}/${schema}`;
	}

	address(schema: string): Address {
		return readAddress(this.url(schema), "test");
	}

	/** Runs statements, apart by semicolons at the end of a line, through the server's own client. */
	run(sql: string, schema?: string): string {
		const { mariadb } = mariadbPrograms();
		return execFileSync(
			mariadb,
			[
				"--no-defaults",
				`--socket=${this.socket}`,
				"--user=root",
				`--password=${password}`,
				"--batch",
				"--default-character-set=utf8mb4",
				...(schema ? [schema] : []),
			],
			{ input: sql, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "pipe"] },
		);
	}

	async query(sql: string, schema = "mysql"): Promise<Row[]> {
		const session = await Session.open(this.address(schema));
		try {
			await session.query("USE ??", [schema]);
			return await session.query(sql);
		} finally {
			await session.close();
		}
	}

	/** As if the power were cut. */
	async kill(): Promise<void> {
		const child = this.process;
		if (!child || child.exitCode !== null) return;
		const ended = new Promise((resolve) => child.once("exit", resolve));
		child.kill("SIGKILL");
		await ended;
	}

	async stop(): Promise<void> {
		await this.kill();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** A data folder as a new server has it, made once for each version and copied from then on. */
function emptyData(): string {
	const { mariadbd, "mariadb-install-db": install } = mariadbPrograms();
	const version =
		execFileSync(mariadbd, ["--no-defaults", "--version"], { encoding: "utf8" }).split(/\s+/)[2] ?? "unknown";
	const folder = join(root, ".cache", "mariadb", version);
	if (existsSync(folder)) return folder;
	mkdirSync(join(folder, ".."), { recursive: true });
	const draft = mkdtempSync(join(folder, "..", "draft-"));
	execFileSync(
		install,
		["--no-defaults", `--datadir=${draft}`, "--auth-root-authentication-method=normal", "--skip-test-db"],
		{
			stdio: "ignore",
		},
	);
	const named = `SET PASSWORD FOR root@localhost = PASSWORD('${password}'); CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '${password}'; GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;`;
	execFileSync(
		mariadbd,
		["--no-defaults", "--bootstrap", `--datadir=${draft}`, ...(process.getuid?.() === 0 ? ["--user=root"] : [])],
		{
			input: `FLUSH PRIVILEGES;\n${named.split("; ").join(";\n")}\n`,
			stdio: ["pipe", "ignore", "ignore"],
		},
	);
	if (!existsSync(folder)) cpSync(draft, folder, { recursive: true });
	rmSync(draft, { recursive: true, force: true });
	return folder;
}

/** A port that nothing listens on at this moment. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
}
