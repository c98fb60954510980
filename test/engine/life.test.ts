import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { Playground, root } from "../../simulator/playground";
import { planOf, stateOf, up } from "./plan";

/** Every file below a folder, by its path from there. */
function filesBelow(folder: string, at = ""): string[] {
	if (!existsSync(join(folder, at))) return [];
	return readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? filesBelow(folder, join(at, entry.name)) : [join(at, entry.name)],
	);
}

/** Paths in a state at which something that is called a password or token stands as plain text. */
function inClear(value: unknown, path = ""): string[] {
	if (typeof value !== "object" || value === null) {
		const secret = /(password|token|secretString|bcryptHash|\.result)$/i.test(path);
		// A lock token says which version of a firewall is meant; it opens nothing.
		const harmless = path.endsWith(".lockToken");
		return secret && !harmless && typeof value === "string" && value !== "" ? [path] : [];
	}
	return Object.entries(value).flatMap(([key, inner]) => inClear(inner, `${path}.${key}`));
}

const branch = {
	account: "111111111111",
	network: "10.40.0.0/16",
	access: ["203.0.113.0/24"],
	expiry: "2027-01-31",
};

describe("the life of an environment, through the real engine", function () {
	this.timeout(180_000);
	let playground: Playground;
	let earlier: string;
	const status = () => execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });

	before(() => {
		earlier = status();
		playground = Playground.make(join(root, ".cache", "test", "life"));
	});

	it("integration comes up from nothing, and a second up changes nothing", async () => {
		await playground.init("integration");
		assert.match(await up(playground, "integration"), /\+ 201 created/);
		assert.match(await up(playground, "integration"), /201 unchanged/);
	});

	it("staging and production come up with the release that integration built", async () => {
		const { stdout } = await playground.pulumi("integration", ["stack", "output", "release", "--json"]);
		const { image, tasks } = JSON.parse(stdout) as { image: string; tasks: string };
		assert.match(
			image,
			/^111111111111\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/release-[0-9a-f]{7}@sha256:[0-9a-f]{64}$/,
		);
		for (const [stack, count] of [
			["staging", 237],
			["production", 266],
		] as const) {
			playground.configure(stack, { release: { image, tasks, commit: "b".repeat(40), tree: "c".repeat(40) } });
			await playground.init(stack);
			assert.match(await up(playground, stack), new RegExp(`\\+ ${count} created`));
			assert.deepEqual(await planOf(playground, stack), []);
			const state = await stateOf(playground, stack);
			for (const name of ["web", "web-cron", "web-consumers"]) {
				const { containerDefinitions } = state.get(`aws:ecs/taskDefinition:TaskDefinition ${name}`) ?? {};
				assert.equal(JSON.parse(String(containerDefinitions))[0].image, image);
			}
		}
	});

	it("the Automation API sees the same as the shell", async () => {
		const envVars = playground.environment("staging") as Record<string, string>;
		const path = process.env.PATH;
		process.env.PATH = envVars.PATH;
		const pulumiCommand = await PulumiCommand.get().finally(() => {
			process.env.PATH = path;
		});
		const workspace = await LocalWorkspace.create({
			workDir: playground.project,
			envVars,
			pulumiCommand,
		});
		const stack = await Stack.select("staging", workspace);
		const { changeSummary } = await stack.preview();
		assert.deepEqual(changeSummary, { same: 237 });
		assert.equal((await stack.outputs()).url.value, "https://staging.shop.example/");
	});

	it("what exists is what the state says, and a refresh finds nothing else", async () => {
		const ran = await playground.pulumi("staging", ["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
		assert.equal(ran.code, 0, ran.output);
	});

	it("a lock that is replaced because snapshots are kept longer is there afterwards", async () => {
		playground.configure("production", { snapshots: "daily" });
		assert.deepEqual(await planOf(playground, "production"), [
			"replace aws:backup/vaultLockConfiguration:VaultLockConfiguration snapshots",
			"update aws:backup/plan:Plan snapshots",
		]);
		await up(playground, "production");
		const ran = await playground.pulumi("production", ["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
		assert.equal(ran.code, 0, ran.output);
	});

	it("a change made by hand is found by a refresh", async () => {
		const folder = join(playground.folder, "world", encodeURIComponent("aws/222222222222/aws:sns/topic:Topic"));
		const [name] = readdirSync(folder);
		const kept = readFileSync(join(folder, name), "utf8");
		writeFileSync(join(folder, name), JSON.stringify({ ...JSON.parse(kept), displayName: "by hand" }));
		const ran = await playground.pulumi("staging", ["refresh", "--preview-only", "--diff"]);
		assert.match(ran.output, /\+ displayName.*"by hand"/);
		writeFileSync(join(folder, name), kept);
	});

	it("no secret stands in an output, or in clear in the state", async () => {
		for (const stack of ["integration", "staging", "production"]) {
			const exported = await playground.pulumi(stack, ["stack", "export"]);
			const { resources } = JSON.parse(exported.stdout).deployment;
			assert.deepEqual(inClear(resources), []);
			for (const { type, outputs } of resources)
				if (type === "random:index/randomPassword:RandomPassword")
					assert.equal(outputs.result["4dabf18193072939515e22adb298388d"], "1b47061264138c4ac30d75fd1eb44270");
			const shown = await playground.pulumi(stack, ["stack", "export", "--show-secrets"]);
			const secrets = JSON.parse(shown.stdout)
				.deployment.resources.filter(
					({ type }: { type: string }) => type === "random:index/randomPassword:RandomPassword",
				)
				.map(({ outputs }: { outputs: { result: { plaintext: string } } }) => JSON.parse(outputs.result.plaintext));
			assert.equal(secrets.length, stack === "production" ? 6 : 5);
			const outputs = await playground.pulumi(stack, ["stack", "output", "--json"]);
			for (const secret of secrets) {
				assert(secret.length >= 32);
				assert(!exported.stdout.includes(secret), "in the state");
				assert(!outputs.stdout.includes(secret), "in an output");
			}
		}
	});

	it("a preview with the credentials of another account is refused before anything is planned", async () => {
		const ran = await playground.pulumi("staging", ["preview"], { env: { SIMULATOR_ACCOUNT: "999999999999" } });
		assert.notEqual(ran.code, 0);
		assert.match(
			ran.output,
			/understudy:account: got "222222222222", but the AWS credentials in use belong to account "999999999999"; use credentials of 222222222222/,
		);
		assert.doesNotMatch(ran.output, /\bat \S+\.ts|node_modules/, "a stack trace");
		assert.doesNotMatch(ran.output, /aws:ec2:Vpc/);
	});

	it("mistakes in a stack file are all shown, with their lines and without a stack trace", async () => {
		const undo = playground.remember();
		playground.configure("staging", { scale: { web: { cpu: 3 } }, domian: "x", access: undefined });
		const ran = await playground.pulumi("staging", ["preview", "--color", "never"]);
		undo();
		assert.notEqual(ran.code, 0);
		assert.match(ran.output, /3 mistakes in the settings of this stack:/);
		assert.match(ran.output, /understudy:scale\.web\.cpu: got 3; allowed: a whole number from 256 to 32768 CPU units/);
		assert.match(ran.output, /understudy:domian: unknown key \(did you mean "domain"\?\)/);
		assert.match(ran.output, /understudy:access: missing/);
		assert.doesNotMatch(ran.output, /\bat \S+\.ts|node_modules/, "a stack trace");
	});

	it("a branch's environment comes and goes, and leaves nothing", async () => {
		const worldBefore = filesBelow(join(playground.folder, "world")).sort();
		playground.configure("integration-checkout", branch);
		await playground.init("integration-checkout");
		await up(playground, "integration-checkout");
		assert.match(
			String((await stateOf(playground, "integration-checkout")).get("aws:ec2/vpc:Vpc network")?.cidrBlock),
			/^10\.40\.0\.0\/16$/,
		);
		const gone = await playground.pulumi("integration-checkout", ["destroy", "--yes", "--skip-preview"]);
		assert.equal(gone.code, 0, gone.output);
		assert.equal((await stateOf(playground, "integration-checkout")).size, 0);
		assert.deepEqual(filesBelow(join(playground.folder, "world")).sort(), worldBefore);
	});

	it("integration itself goes too, but for the repository that others run images from", async () => {
		const gone = await playground.pulumi("integration", ["destroy", "--yes", "--skip-preview"]);
		assert.equal(gone.code, 0, gone.output);
		assert.equal((await stateOf(playground, "integration")).size, 0);
		const left = filesBelow(join(playground.folder, "world")).filter((file) =>
			decodeURIComponent(file).includes("/111111111111/"),
		);
		assert.equal(left.length, 1);
		assert.match(decodeURIComponent(decodeURIComponent(left[0])), /ecr\/repository:Repository/);
	});

	it("production is not destroyed", async () => {
		const kept = await stateOf(playground, "production");
		const ran = await playground.pulumi("production", ["destroy", "--yes", "--skip-preview"]);
		assert.notEqual(ran.code, 0);
		assert.match(ran.output, /cannot be deleted.*protect/s);
		assert.deepEqual([...(await stateOf(playground, "production")).keys()].sort(), [...kept.keys()].sort());
	});

	it("a bucket with files in it is not deleted even without protection", async () => {
		const state = await stateOf(playground, "production");
		const bucket = String(state.get("aws:s3/bucket:Bucket media")?.bucket);
		const objects = join(playground.folder, "world", encodeURIComponent(`objects/${bucket}`));
		mkdirSync(objects, { recursive: true });
		writeFileSync(join(objects, "media%2Flogo.png.json"), "{}");
		const all = await playground.pulumi("production", ["state", "unprotect", "--all", "--yes"]);
		assert.equal(all.code, 0, all.output);
		const ran = await playground.pulumi("production", ["destroy", "--yes", "--skip-preview", "--continue-on-error"]);
		assert.notEqual(ran.code, 0);
		assert.match(ran.output, /BucketNotEmpty/);
		assert.match(ran.output, /Cannot delete protected Cluster/);
		const left = [...(await stateOf(playground, "production")).keys()];
		for (const kept of [
			"aws:s3/bucket:Bucket media",
			"aws:rds/cluster:Cluster database",
			"aws:lb/loadBalancer:LoadBalancer balancer",
		])
			assert(left.includes(kept), kept);
	});

	it("none of this touched the work tree", () => {
		assert.equal(status(), earlier);
		for (const name of readdirSync(root).filter((file) => /^Pulumi\..+\.yaml$/.test(file)))
			assert.equal(parse(readFileSync(join(root, name), "utf8")).encryptionsalt, undefined);
	});
});
