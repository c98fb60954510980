import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutImage } from "../../tasks/image/context";
import { key } from "../data/command";
import { expectNoMark, makeShop } from "../data/databases";
import { Server } from "../data/server";
import { mark } from "../data/shop/people";
import { Engine } from "./engine";

const [base, image] = ["understudy-test-base", "understudy-test-tasks"];

describe("the image of the data copy", function () {
	this.timeout(300_000);
	let engine: Engine;
	let source: Server;
	let target: Server;
	let context: string;

	before(async function () {
		const provided = Engine.provide();
		if (typeof provided === "string") {
			process.stdout.write(`    skipped: ${provided}\n`);
			this.skip();
		}
		engine = provided;
		context = mkdtempSync(join(tmpdir(), "understudy-image-"));
		layOutImage(context);
		engine.importNode(base);
		engine.build(context, image, base);
		[source, target] = await Promise.all([Server.start(), Server.start()]);
		await makeShop(source);
	});
	after(async () => {
		engine?.stop();
		await Promise.all([source?.stop(), target?.stop()]);
		if (context) rmSync(context, { recursive: true, force: true });
	});

	const ends = (name: string) => ({
		UNDERSTUDY_SOURCE: source.url("shop"),
		UNDERSTUDY_TARGET: target.url(name),
		UNDERSTUDY_KEY: key,
	});

	it("runs as nobody in particular, has one program in it and no secret", () => {
		const { User, Env, Entrypoint } = engine.inspect(image);
		assert.equal(User, "10001:10001");
		assert.deepEqual(Entrypoint, ["node", "/understudy/understudy.js", "data"]);
		assert.ok(
			Env.every((variable) => /^(PATH|NODE_ENV)=/.test(variable)),
			Env.join(),
		);
		assert.deepEqual(readdirSync(context).sort(), ["Dockerfile", "package.json", "tasks", "understudy.js"]);
	});

	it("is made of the same bytes wherever it is laid out", () => {
		const digest = (folder: string) =>
			createHash("sha256")
				.update(readFileSync(join(folder, "understudy.js")))
				.digest("hex");
		const again = mkdtempSync(join(tmpdir(), "understudy-elsewhere-"));
		layOutImage(again);
		assert.equal(digest(again), digest(context));
		assert.ok(!readFileSync(join(again, "understudy.js"), "utf8").includes(process.cwd()));
		rmSync(again, { recursive: true });
	});

	it("copies between two servers on a file system that it cannot write, one JSON line a step", async () => {
		const { code, output } = engine.run(image, ["copy", "--first", "--json"], ends("copied"));
		assert.equal(code, 0, output);
		const lines = output
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		assert.ok(lines.every(({ event, at }) => typeof event === "string" && !Number.isNaN(Date.parse(at))));
		assert.equal(lines.at(-1).event, "result");
		assert.doesNotMatch(output, new RegExp(mark, "i"));
		assert.ok((await expectNoMark(target, lines.at(-1).schema)) > 100_000);
	});

	it("exports and imports through a folder that is given to it", async () => {
		const place = mkdtempSync(join(tmpdir(), "understudy-exports-"));
		chmodSync(place, 0o777);
		const mounted = ["--volume", `${place}:/exports`];
		const exported = engine.run(image, ["export", "--to", "/exports", "--json"], ends("-"), mounted);
		assert.equal(exported.code, 0, exported.output);
		const imported = engine.run(
			image,
			["import", "--from", "/exports", "--first", "--json"],
			ends("imported"),
			mounted,
		);
		rmSync(place, { recursive: true });
		assert.equal(imported.code, 0, imported.output);
		assert.doesNotMatch(exported.output + imported.output, new RegExp(mark, "i"));
	});

	it("exits with the command's code", () => {
		assert.equal(engine.run(image, ["copy"], { ...ends("x"), UNDERSTUDY_KEY: "short" }).code, 1);
		const refused = engine.run(image, ["copy", "--first"], { ...ends("x"), UNDERSTUDY_TARGET: source.url("shop") });
		assert.equal(refused.code, 2, refused.output);
		assert.match(refused.output, /is the source itself/);
	});
});
