import { strict as assert } from "node:assert";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { services } from "../../services";
import { root } from "../../simulator/playground";

const main = join(root, "app", "main.js");

/** Starts one part of the application and resolves with its first log line of this event. */
async function start(part: string, event: string, env: Record<string, string> = {}) {
	const child = spawn(process.execPath, [main, part], { env: { ...env }, stdio: ["ignore", "pipe", "inherit"] });
	let text = "";
	for await (const chunk of child.stdout) {
		text += chunk;
		const lines = text
			.split("\n")
			.slice(0, -1)
			.map((line) => JSON.parse(line));
		const found = lines.find((line) => line.event === event);
		if (found) return { child, found };
	}
	throw new Error(`${part} ended without ${event}: ${text}`);
}

async function stop(child: ChildProcess): Promise<number | null> {
	child.kill("SIGTERM");
	const [code] = await once(child, "exit");
	return code;
}

describe("the storefront", () => {
	let child: ChildProcess;
	let url: string;
	before(async () => {
		const web = await start("web", "listening", { PORT: "0" });
		child = web.child;
		url = `http://127.0.0.1:${web.found.port}`;
	});
	after(() => child.kill("SIGKILL"));

	it("says that it is healthy, and lets nobody keep that", async () => {
		const answer = await fetch(`${url}/health_check.php`);
		assert.deepEqual(
			[answer.status, await answer.text(), answer.headers.get("cache-control")],
			[200, "ok\n", "no-store"],
		);
	});

	it("shows its products on a page that a cache may keep for a while", async () => {
		const answer = await fetch(`${url}/`);
		assert.match(await answer.text(), /Ghost light<\/b><span>89\.90 EUR/);
		assert.equal(answer.headers.get("cache-control"), "public, max-age=60, s-maxage=300");
	});

	it("serves static files for a year, and nothing outside their folder", async () => {
		const css = await fetch(`${url}/static/shop.css`);
		assert.equal(css.headers.get("cache-control"), "public, max-age=31536000, immutable");
		for (const path of ["/static/..%2fmain.js", "/static/%2e%2e/main.js", "/static/nothing.css", "/nothing"])
			assert.equal((await fetch(url + path)).status, 404, path);
	});

	it("shows which services it reaches to one visitor alone", async () => {
		const answer = await fetch(`${url}/customer/status`);
		assert.match(await answer.text(), /<th>database<\/th><td>not configured/);
		assert.equal(answer.headers.get("cache-control"), "private, no-store");
	});

	it("ends when it is asked to", async () => {
		const other = await start("web", "listening", { PORT: "0" });
		assert.equal(await stop(other.child), 0);
	});
});

describe("the other parts of the application", () => {
	it("look for the services that they are told of", async () => {
		const listener = createServer()
			.listen(3306, "127.0.0.1")
			.on("error", () => undefined);
		try {
			const env = { MAGENTO_DC_DB__CONNECTION__DEFAULT__HOST: "127.0.0.1", MAGENTO_DC_QUEUE__AMQP__HOST: "127.0.0.1" };
			const cron = await start("cron", "services", env);
			assert.deepEqual([cron.found.database, cron.found.queue, cron.found.cache], [true, false, null]);
			assert.equal(await stop(cron.child), 0);
			const consumers = await start("consumers", "queue", env);
			assert.equal(consumers.found.reachable, false);
			assert.equal(await stop(consumers.child), 0);
		} finally {
			listener.close();
		}
	});

	it("are three, and the jobs that follow a data copy; any other is refused", () => {
		const run = (part: string) => spawnSync(process.execPath, [main, part], { encoding: "utf8", env: {} });
		for (const { command, event } of [
			{ command: "reindex", event: "reindexed" },
			{ command: "flush-cache", event: "flushed" },
		]) {
			const { status, stdout } = run(command);
			assert.equal(status, 0);
			assert.match(stdout, new RegExp(`"event":"${event}"`));
		}
		assert.deepEqual(services.runtime.afterCopy, [["reindex"], ["flush-cache"]], "what an import runs");
		const { status, stderr } = run("shop");
		const allowed = "web, cron, consumers, reindex, flush-cache";
		assert.deepEqual([status, stderr], [64, `unknown part "shop": allowed are ${allowed}\n`]);
	});
});
