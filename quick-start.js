// What Pulumi runs: index.ts, in a third of the time. Each part leaves out something that is done for nobody.
//
// Pulumi's ts-node transpiles each file on every run. Here esbuild makes one file of them and keeps it in .cache until one
// of them changes. UNDERSTUDY_TRACE=1 and PULUMI_NODEJS_TRANSPILE_ONLY=false (types are checked) run the files themselves.
//
// Pulumi's SDK makes a stack trace for each resource, and sends the engine two debug messages for each, one after the
// other. Mistakes in settings are reported without a trace in any case; UNDERSTUDY_TRACE=1 brings traces and messages
// (`pulumi up --debug`) back for whoever looks for a mistake in the program itself.
//
// The SDK loads npm's dependency resolver, several hundred modules, for functions that are deployed as Lambdas. This
// program has none, so whoever asks for it first loads it.

const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, resolve } = require("node:path");

const traced = Boolean(process.env.UNDERSTUDY_TRACE);

loadWhenAsked("@npmcli/arborist");
if (!traced) {
	Error.stackTraceLimit = 0;
	require("@pulumi/pulumi/log").debug = async () => {};
}
module.exports = traced || process.env.PULUMI_NODEJS_TRANSPILE_ONLY === "false" ? require("./index.ts") : bundled();

/** Puts a stand-in for an installed module in Node's cache; the module itself is loaded when something of it is read. */
function loadWhenAsked(name) {
	let file;
	try {
		file = require.resolve(name);
	} catch {
		return;
	}
	const standIn = new Module(file);
	standIn.loaded = true;
	standIn.exports = new Proxy(
		{},
		{
			get(_, property) {
				if (property === "__esModule") return true;
				if (require.cache[file] === standIn) delete require.cache[file];
				return require(file)[property];
			},
		},
	);
	require.cache[file] = standIn;
}

/** What index.ts exports, from the one file; from the files themselves where there is no place to keep it. */
function bundled() {
	const folder = join(__dirname, ".cache", "program");
	const file = upToDate(folder) ?? build(folder);
	return require(file ?? "./index.ts");
}

/** The kept file, if everything that it was made of is still as it was. */
function upToDate(folder) {
	try {
		const { file, made } = JSON.parse(readFileSync(join(folder, "made-of.json"), "utf8"));
		statSync(file);
		return Object.entries(made).every(([name, state]) => stateOf(name) === state) ? file : undefined;
	} catch {
		return undefined;
	}
}

function build(folder) {
	try {
		mkdirSync(folder, { recursive: true });
	} catch {
		return undefined;
	}
	const { metafile, outputFiles } = require("esbuild").buildSync({
		absWorkingDir: __dirname,
		entryPoints: ["index.ts"],
		bundle: true,
		write: false,
		metafile: true,
		platform: "node",
		target: "node20",
		external: ["@pulumi/*"],
		// index.ts alone uses it; a test sees to that.
		define: { __dirname: JSON.stringify(__dirname) },
		logLevel: "error",
	});
	const own = Object.keys(metafile.inputs).filter((name) => !name.startsWith("node_modules"));
	const made = Object.fromEntries([__filename, "package-lock.json", ...own].map((name) => [name, stateOf(name)]));
	const digest = createHash("sha256").update(outputFiles[0].contents).digest("hex").slice(0, 16);
	const file = join(folder, `${digest}.js`);
	try {
		keep(file, outputFiles[0].contents);
		keep(join(folder, "made-of.json"), JSON.stringify({ file, made }));
	} catch {
		return undefined;
	}
	return file;
}

function stateOf(name) {
	const { mtimeMs, size } = statSync(resolve(__dirname, name), { throwIfNoEntry: false }) ?? {};
	return `${mtimeMs} ${size}`;
}

/** Whoever reads it meanwhile sees the old one or the new one. */
function keep(file, contents) {
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, contents);
	renameSync(draft, file);
}
