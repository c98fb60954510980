import { type ChildProcess, spawn } from "node:child_process";
import {
	copyFileSync,
	cpSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { delimiter, join, relative } from "node:path";
import { parse, stringify } from "yaml";

/** The clone that this file belongs to. */
export const root = join(__dirname, "..");

/** What a program of its own is made of, for playgrounds in which the program itself is edited. */
const programFiles = [
	"index.ts",
	"quick-start.js",
	"aws.ts",
	"services.ts",
	"settings.ts",
	"tsconfig.json",
	"package.json",
];
const programFolders = ["components", "settings", "services", "app", "tasks", "cli"];
/** What starts the program, besides. */
const programTools = ["tools/bundle.js"];

export interface Ran {
	code: number;
	stdout: string;
	/** Standard output and standard error as they came. */
	output: string;
}

/**
 * A folder in which Pulumi runs against the simulator: copies of the stack files, a state of its own, a simulated world.
 * Nothing outside it is touched, and nothing of AWS is needed.
 */
export class Playground {
	readonly project: string;

	private constructor(readonly folder: string) {
		this.project = join(folder, "project");
	}

	/** One that was made before. */
	static open(folder: string): Playground {
		return new Playground(folder);
	}

	/**
	 * A new one.
	 * @param folder where everything goes; emptied first
	 * @param ownProgram whether the program is copied too, so that it can be edited; else the clone's own is run
	 */
	static make(folder: string, ownProgram = false): Playground {
		rmSync(folder, { recursive: true, force: true });
		const playground = new Playground(folder);
		playground.fill(ownProgram);
		return playground;
	}

	private fill(ownProgram: boolean): void {
		const { folder } = this;
		for (const name of ["project", "state", "world"]) mkdirSync(join(folder, name), { recursive: true });
		for (const name of readdirSync(root))
			if (/^Pulumi\..+\.yaml$/.test(name)) copyFileSync(join(root, name), join(this.project, name));
		const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));
		project.main = ownProgram ? "." : relative(this.project, root);
		writeFileSync(join(this.project, "Pulumi.yaml"), stringify(project));
		if (ownProgram) this.copyProgram();
	}

	private copyProgram(): void {
		for (const name of programFiles) copyFileSync(join(root, name), join(this.project, name));
		mkdirSync(join(this.project, "tools"), { recursive: true });
		for (const name of programTools) copyFileSync(join(root, name), join(this.project, name));
		for (const name of programFolders) cpSync(join(root, name), join(this.project, name), { recursive: true });
		symlinkSync(join(root, "node_modules"), join(this.project, "node_modules"), "dir");
	}

	/** The environment that makes Pulumi find the simulator and this folder's state. */
	environment(stack: string): NodeJS.ProcessEnv {
		const { bin } = JSON.parse(readFileSync(join(root, ".cache", "pulumi.json"), "utf8"));
		return {
			...process.env,
			PATH: [join(root, "simulator", "bin"), bin, process.env.PATH].join(delimiter),
			PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
			PULUMI_CONFIG_PASSPHRASE: "",
			PULUMI_SKIP_UPDATE_CHECK: "true",
			PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
			SIMULATOR_ACCOUNT: this.accountOf(stack),
			SIMULATOR_WORLD: join(this.folder, "world"),
			UNDERSTUDY_PROJECT: this.project,
		};
	}

	/** Runs a command in the project's folder; `onLine` sees each line of what it prints as it comes. */
	run(
		stack: string,
		command: string[],
		options: { env?: NodeJS.ProcessEnv; onLine?: (line: string, child: ChildProcess) => void } = {},
	): Promise<Ran> {
		const child = spawn(command[0], command.slice(1), {
			cwd: this.project,
			env: { ...this.environment(stack), ...options.env },
			stdio: ["ignore", "pipe", "pipe"],
		});
		const ran = { code: 0, stdout: "", output: "" };
		let rest = "";
		const take = (chunk: Buffer) => {
			ran.output += chunk;
			const lines = (rest + chunk).split("\n");
			rest = lines.pop() as string;
			for (const line of lines) options.onLine?.(line, child);
		};
		child.stdout.on("data", (chunk) => {
			ran.stdout += chunk;
			take(chunk);
		});
		child.stderr.on("data", take);
		return new Promise((resolve, reject) => {
			child.on("error", reject);
			child.on("close", (code) => resolve({ ...ran, code: code ?? 1 }));
		});
	}

	/** Runs `pulumi <command> --stack <stack>`. */
	pulumi(stack: string, command: string[], options: Parameters<Playground["run"]>[2] = {}): Promise<Ran> {
		return this.run(stack, ["pulumi", ...command, "--stack", stack, "--non-interactive"], options);
	}

	/** Makes a stack without a say of its own file: what that has to hold is written by {@link configure}. */
	async init(stack: string): Promise<void> {
		const ran = await this.run(stack, ["pulumi", "stack", "init", stack, "--non-interactive"]);
		if (ran.code !== 0) throw new Error(ran.output);
	}

	/** Changes a stack's file: keys without their namespace, undefined removes one. */
	configure(stack: string, changes: Record<string, unknown>): void {
		const file = this.read(stack);
		for (const [key, value] of Object.entries(changes)) {
			if (value === undefined) delete file.config[`understudy:${key}`];
			else file.config[`understudy:${key}`] = value;
		}
		writeFileSync(this.file(stack), stringify(file));
	}

	private read(stack: string): { config: Record<string, unknown> } {
		try {
			const file = parse(readFileSync(this.file(stack), "utf8")) ?? {};
			return { ...file, config: file.config ?? {} };
		} catch {
			return { config: {} };
		}
	}

	private file(stack: string): string {
		return join(this.project, `Pulumi.${stack}.yaml`);
	}

	private accountOf(stack: string): string {
		return String(this.read(stack).config["understudy:account"] ?? "000000000000");
	}

	/** Replaces `before` by `after` in one of the program's own files. @throws if it is not there exactly once */
	edit(name: string, before: string, after: string): void {
		const path = join(this.project, name);
		const parts = readFileSync(path, "utf8").split(before);
		if (parts.length !== 2) throw new Error(`${name} has ${parts.length - 1} times: ${before}`);
		writeFileSync(path, parts.join(after));
	}

	/** Remembers the project's files as they are; what is returned puts them back. */
	remember(): () => void {
		const kept = join(this.folder, "kept");
		rmSync(kept, { recursive: true, force: true });
		const copy = (from: string, to: string) =>
			cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith("node_modules") });
		copy(this.project, kept);
		return () => copy(kept, this.project);
	}
}
