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

const Module = require("node:module");
const { bundle } = require("./tools/bundle");

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
	// index.ts alone asks where it lies; a test sees to that.
	const define = { __dirname: JSON.stringify(__dirname) };
	const files = bundle(__dirname, ["index.ts"], "program", { external: ["@pulumi/*", "esbuild"], define });
	return require(files?.index ?? "./index.ts");
}
