import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { SetupError, say } from "./report.mjs";

/** The oldest CLI that is taken from PATH. The program and its tests run with it and with what is built below. */
const oldest = "3.200.0";
/** The version that the modules under tools/pulumi-cli pin. */
const built = "3.232.0";

const exe = process.platform === "win32" ? ".exe" : "";

/**
 * Finds or makes a Pulumi CLI and notes it in `.cache/pulumi.json` as { bin, version, why }: the one on PATH if it is
 * new enough, else one made earlier, else the official installer's, else one built from Go modules.
 */
export async function providePulumi(root) {
	const note = join(root, ".cache", "pulumi.json");
	const known = readNote(note);
	if (known) return known;
	const found = onPath() ?? cached() ?? (await official(root)) ?? fromGoModules(root);
	mkdirSync(join(root, ".cache"), { recursive: true });
	// Whole or not at all: the next run reads it.
	writeFileSync(`${note}.${process.pid}`, `${JSON.stringify(found, null, 2)}\n`);
	renameSync(`${note}.${process.pid}`, note);
	say(`Pulumi ${found.version}: ${found.why}`);
	return found;
}

/** What an earlier run noted, while the executable is the same one and PATH would still give the same answer. */
function readNote(note) {
	if (!existsSync(note)) return undefined;
	const known = JSON.parse(readFileSync(note, "utf8"));
	const executable = join(known.bin, `pulumi${exe}`);
	if (!existsSync(executable) || statSync(executable).mtimeMs !== known.mtimeMs) return undefined;
	const first = firstOnPath();
	return first === undefined || first === known.bin || known.passedOver?.includes(first) ? known : undefined;
}

function firstOnPath() {
	return (process.env.PATH ?? "").split(delimiter).find((folder) => folder && existsSync(join(folder, `pulumi${exe}`)));
}

function describe(bin, why, passedOver = []) {
	const executable = join(bin, `pulumi${exe}`);
	const asked = spawnSync(executable, ["version"], {
		encoding: "utf8",
		env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
	});
	if (asked.status !== 0) return undefined;
	return {
		bin,
		version: asked.stdout.trim().replace(/^v/, ""),
		why,
		mtimeMs: statSync(executable).mtimeMs,
		passedOver,
	};
}

function onPath() {
	const bin = firstOnPath();
	if (!bin) return undefined;
	const found = describe(bin, `the one on PATH, in ${bin}`);
	if (found && isAtLeast(found.version, oldest)) return found;
	say(`Pulumi ${found?.version ?? "of unknown version"} in ${bin} is passed over: ${oldest} or newer is needed`);
	return undefined;
}

/** Where CLIs made here are kept: outside the clone, so that the next clone finds them. */
function store(version) {
	const caches = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
	return join(caches, "understudy", `pulumi-${version}`);
}

function passedOver() {
	return [firstOnPath()].filter(Boolean);
}

function cached() {
	for (const version of [wantedVersion(), built]) {
		const bin = join(store(version), "bin");
		if (!existsSync(join(bin, `pulumi${exe}`))) continue;
		const found = describe(bin, `cached from an earlier set-up, in ${bin}`, passedOver());
		if (found) return found;
	}
	return undefined;
}

/** The SDK's own version: the CLI that it was released with. */
function wantedVersion() {
	return createRequire(import.meta.url)("@pulumi/pulumi/version").version;
}

async function official(root) {
	const version = wantedVersion();
	say(`no Pulumi CLI on PATH or cached: asking the official installer for ${version}`);
	const require = createRequire(join(root, "package.json"));
	const { PulumiCommand } = require("@pulumi/pulumi/automation");
	const { SemVer } = require("semver");
	try {
		await PulumiCommand.install({ root: store(version), version: new SemVer(version) });
		return describe(join(store(version), "bin"), "from the official installer", passedOver());
	} catch (error) {
		rmSync(store(version), { recursive: true, force: true });
		say(
			`the official installer cannot be had (${
				String(error.message ?? error)
					.trim()
					.split("\n")[0]
			})`,
		);
		return undefined;
	}
}

/** Builds the CLI and its Node.js language host from Go modules: minutes the first time, never again on this machine. */
function fromGoModules(root) {
	if (spawnSync("go", ["version"]).status !== 0)
		throw new SetupError(
			`no Pulumi CLI can be had: none of ${oldest} or newer on PATH, none cached, the official installer failed, and ` +
				"there is no Go to build one. Install Pulumi (https://www.pulumi.com/docs/iac/download-install/), or Go 1.25 " +
				"or newer, then run again.",
		);
	say(`building Pulumi ${built} from Go modules; on two cores this takes about three minutes`);
	const target = store(built);
	mkdirSync(target, { recursive: true });
	const draft = mkdtempSync(join(target, "draft-"));
	const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${built}`;
	try {
		build(root, "pulumi-cli", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", version, draft);
		build(
			root,
			"pulumi-language-nodejs",
			"github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
			"",
			draft,
		);
		rmSync(join(target, "bin"), { recursive: true, force: true });
		renameSync(draft, join(target, "bin"));
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
	return describe(join(target, "bin"), "built from Go modules", passedOver());
}

function build(root, module, command, ldflags, into) {
	const run = spawnSync("go", ["build", "-ldflags", `-s -w ${ldflags}`.trim(), "-o", `${into}/`, command], {
		cwd: join(root, "tools", module),
		stdio: ["ignore", 2, 2],
	});
	if (run.status !== 0) throw new SetupError(`building ${command} failed; what Go said is above.`);
}

function isAtLeast(version, least) {
	const [have, want] = [version, least].map((text) => text.split("-")[0].split(".").map(Number));
	for (let i = 0; i < 3; i++) if (have[i] !== want[i]) return have[i] > want[i];
	return true;
}
