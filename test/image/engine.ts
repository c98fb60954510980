import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const pidFile = "/run/understudy-docker.pid";
const root = join(__dirname, "..", "..");

/** What a container did. */
export interface Ran {
	code: number;
	output: string;
}

/** A real Docker engine: the machine's own, or one that is started for tests. */
export class Engine {
	private constructor(private readonly env: NodeJS.ProcessEnv) {}

	/** @returns the engine, or why there is none */
	static provide(): Engine | string {
		const set = spawnSync(process.execPath, [join(root, "tools", "setup", "docker.mjs")], { encoding: "utf8" });
		return set.status === 0 ? new Engine({ ...process.env, ...JSON.parse(set.stdout) }) : set.stderr.trim();
	}

	/** Ends an engine that was started for tests; the machine's own goes on. */
	stop(): void {
		if (this.env.DOCKER_HOST?.endsWith("/understudy-docker.sock") && existsSync(pidFile))
			process.kill(Number(readFileSync(pidFile, "utf8")), "SIGTERM");
	}

	/**
	 * Imports a root file system with Node and nothing else, for no image can be pulled where there is no network: this
	 * machine's own program, with the libraries that it is linked to.
	 */
	importNode(name: string): void {
		const folder = mkdtempSync(join(tmpdir(), "understudy-base-"));
		const take = (file: string, as = file) => {
			mkdirSync(join(folder, dirname(as)), { recursive: true });
			cpSync(realpathSync(file), join(folder, as));
		};
		take(process.execPath, "/usr/local/bin/node");
		const linked = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
		for (const [file] of linked.matchAll(/\/\S+/g)) take(file);
		mkdirSync(join(folder, "tmp"));
		execFileSync("bash", ["-c", `tar -C ${folder} -c . | docker import --change 'ENV PATH=/usr/local/bin' - ${name}`], {
			env: this.env,
			stdio: ["ignore", "ignore", "pipe"],
		});
		rmSync(folder, { recursive: true });
	}

	build(folder: string, name: string, base: string): void {
		const built = spawnSync(
			"docker",
			["build", "--network", "none", "--build-arg", `BASE=${base}`, "--tag", name, folder],
			{
				env: { ...this.env, DOCKER_BUILDKIT: "0" },
				encoding: "utf8",
			},
		);
		if (built.status !== 0) throw new Error(`${built.stdout}\n${built.stderr}`);
	}

	inspect(name: string): { User: string; Env: string[]; Entrypoint: string[] } {
		const text = execFileSync("docker", ["image", "inspect", "--format", "{{json .Config}}", name], {
			env: this.env,
			encoding: "utf8",
		});
		return JSON.parse(text);
	}

	/** Runs a container as the environments run it, but on the machine's own network. */
	run(name: string, args: string[], env: Record<string, string>, options: string[] = []): Ran {
		const variables = Object.keys(env).flatMap((variable) => ["--env", variable]);
		const hardened = [
			"--rm",
			"--read-only",
			"--cap-drop",
			"ALL",
			"--security-opt",
			"no-new-privileges",
			"--network",
			"host",
		];
		const ran = spawnSync("docker", ["run", ...hardened, ...options, ...variables, name, ...args], {
			env: { ...this.env, ...env },
			encoding: "utf8",
			maxBuffer: 1 << 26,
		});
		return { code: ran.status ?? 1, output: ran.stdout + ran.stderr };
	}
}
