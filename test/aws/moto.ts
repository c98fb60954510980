import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { freePort } from "../data/server";
import { pythonTool } from "./python-tool";

/** moto's server: AWS's API on this machine, with nothing behind it but memory. */
export class Moto {
	private constructor(
		private readonly process: ChildProcess,
		readonly url: string,
	) {}

	/** @param asAws with what moto itself does otherwise than AWS */
	static async start(options: { asAws?: boolean; env?: NodeJS.ProcessEnv } = {}): Promise<Moto> {
		const port = await freePort();
		const program = pythonTool("moto", "moto_server");
		const server = options.asAws ? [join(dirname(program), "python"), join(__dirname, "moto_as_aws.py")] : [program];
		const [command, ...args] = [...server, "-H", "127.0.0.1", "-p", String(port)];
		const child = spawn(command, args, { stdio: "ignore", env: { ...process.env, ...options.env } });
		const moto = new Moto(child, `http://127.0.0.1:${port}`);
		for (let tries = 0; ; tries++) {
			const up = await fetch(`${moto.url}/moto-api/`).catch(() => undefined);
			if (up?.ok) return moto;
			if (tries > 300 || child.exitCode !== null) throw new Error("moto's server does not start");
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}

	/** What makes the AWS SDK of a process talk to it. */
	get env(): Record<string, string> {
		return {
			AWS_ENDPOINT_URL: this.url,
			AWS_REGION: "eu-central-1",
			AWS_ACCESS_KEY_ID: "testing",
			AWS_SECRET_ACCESS_KEY: "testing",
		};
	}

	stop(): void {
		this.process.kill("SIGKILL");
	}
}
