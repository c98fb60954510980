// The entry point of the image. One image is all of the application: its argument says which part this task is.
const { startWeb } = require("./web.js");
const { reachEverything } = require("./reach.js");

const minute = 60_000;

/** One JSON line on standard output, where the container's logs are taken from. */
function log(event, details = {}) {
	process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...details })}\n`);
}

/** Once a minute: are the services of this environment there? What a shop's scheduled jobs stand on. */
function startCron() {
	const look = async () => log("services", await reachEverything(process.env));
	look();
	setInterval(look, minute);
}

/** Holds on to the queue; says when it is lost and when it is back. */
function startConsumers() {
	let last;
	const look = async () => {
		const { queue } = await reachEverything(process.env);
		if (queue !== last) log("queue", { reachable: queue });
		last = queue;
	};
	look();
	setInterval(look, 10_000);
}

const parts = { web: () => startWeb(process.env, log), cron: startCron, consumers: startConsumers };
/** What is done once, when the environment serves new data. In a shop: bin/magento indexer:reindex and cache:flush. */
const jobs = {
	reindex: () => log("reindexed", { products: require("./products.json").length }),
	"flush-cache": async () => log("flushed", { cache: (await reachEverything(process.env)).cache }),
};
const part = process.argv[2];
if (!Object.hasOwn(parts, part) && !Object.hasOwn(jobs, part)) {
	const allowed = [...Object.keys(parts), ...Object.keys(jobs)].join(", ");
	process.stderr.write(`unknown part "${part}": allowed are ${allowed}\n`);
	process.exit(64);
}
for (const signal of ["SIGTERM", "SIGINT"])
	process.on(signal, () => {
		log("stopping", { signal });
		process.exit(0);
	});
log("starting", { part });
(parts[part] ?? jobs[part])();
