// Starts a simulated provider. Pulumi starts one process a provider for every command, so starting has to be quick: the
// TypeScript is bundled once and kept beside the clone's other caches, by the state of its files.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readdirSync, renameSync, statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");

function sources(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (entry.isDirectory()) return sources(join(folder, entry.name));
		return entry.name.endsWith(".ts") ? [join(folder, entry.name)] : [];
	});
}

/** The folder for what this state of the sources and of the installed packages gives. */
function cacheFolder() {
	const files = [
		__filename,
		...sources(__dirname),
		join(root, "settings", "spelling.ts"),
		join(root, "package-lock.json"),
	];
	const state = files.map((file) => {
		const { mtimeMs, size } = statSync(file);
		return `${file} ${mtimeMs} ${size}`;
	});
	return join(root, ".cache", "simulator", createHash("sha256").update(state.join("\n")).digest("hex").slice(0, 16));
}

function build(entry, file) {
	mkdirSync(join(file, ".."), { recursive: true });
	const draft = `${file}.${process.pid}`;
	require("esbuild").buildSync({
		entryPoints: [join(__dirname, entry, "main.ts")],
		outfile: draft,
		bundle: true,
		platform: "node",
		target: "node20",
		logLevel: "error",
		// Read only when the catalogue is not cached yet, and far too large to start with.
		external: ["typescript", "@aws-cdk/aws-service-spec", "@pulumi/aws", "@pulumi/docker", "@pulumi/random"],
	});
	renameSync(draft, file);
}

const entry = process.argv[1].replace(/^.*pulumi-resource-/, "");
process.env.SIMULATOR_CACHE = cacheFolder();
const file = join(process.env.SIMULATOR_CACHE, `${entry}.js`);
if (!existsSync(file)) build(entry, file);
require(file);
