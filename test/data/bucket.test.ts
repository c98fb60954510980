import { strict as assert } from "node:assert";
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { FaultyAws } from "../aws/faults";
import { Moto } from "../aws/moto";
import { endedAfter, key, understudyData } from "./command";
import { expectNoMark, makeShop } from "./databases";
import { Server } from "./server";

describe("an export in a bucket", function () {
	this.timeout(300_000);
	let source: Server;
	let target: Server;
	let moto: Moto;
	let client: S3Client;
	let credentials: { accessKeyId: string; secretAccessKey: string };

	before(async () => {
		[source, target, moto] = await Promise.all([Server.start(), Server.start(), Moto.start()]);
		await makeShop(source);
		process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
		credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
		client = new S3Client({ endpoint: moto.url, region: "eu-central-1", credentials });
		await client.send(
			new CreateBucketCommand({
				Bucket: "exports",
				CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
			}),
		);
	});
	after(async () => {
		client?.destroy();
		moto?.stop();
		await Promise.all([source?.stop(), target?.stop()]);
	});

	const env = () => ({
		UNDERSTUDY_SOURCE: source.url("shop"),
		UNDERSTUDY_TARGET: target.url("shop"),
		...moto.env,
	});
	const keys = async (prefix: string) => {
		const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "exports", Prefix: prefix }));
		return Contents.map(({ Key }) => String(Key));
	};

	it("is written, listed and imported", async () => {
		const exported = await understudyData(["export", "--to", "s3://exports/nightly/shop", "--json"], env());
		assert.equal(exported.code, 0, exported.output);
		const { id, files } = JSON.parse(exported.output.trim().split("\n").at(-1) as string);
		const there = await keys("nightly/shop/");
		assert.equal(there.length, files + 1);
		assert.ok(there.includes(`nightly/shop/${id}/manifest.json`));
		assert.ok(there.every((key) => /\/(manifest\.json|\d{4}\.\w+\.1\.0001\.tsv\.gz)$/.test(key)));
		const list = await understudyData(["list", "--from", "s3://exports/nightly/shop"], env());
		assert.match(list.output, new RegExp(`^${id} {2}.* shop {2}\\d+ tables`));
		const imported = await understudyData(["import", "--first", "--from", "s3://exports/nightly/shop/"], env());
		assert.equal(imported.code, 0, imported.output);
		assert.ok((await expectNoMark(target, `shop_${id}`)) > 100_000);
	});

	it("leaves nothing where it is interrupted, and touches nothing beside it", async () => {
		await client.send(new PutObjectCommand({ Bucket: "exports", Key: "stopped-by/other.txt", Body: "x" }));
		const { code, output } = await endedAfter(1300, "SIGINT", ["export", "--to", "s3://exports/stopped"], env());
		assert.equal(code, 1, output);
		assert.deepEqual(await keys("stopped"), ["stopped-by/other.txt"]);
	});

	it("takes the key and the source's login from Secrets Manager", async () => {
		const secrets = new SecretsManagerClient({ endpoint: moto.url, region: "eu-central-1", credentials });
		const keep = async (Name: string, SecretString: string) =>
			(await secrets.send(new CreateSecretCommand({ Name, SecretString }))).ARN as string;
		const arns = {
			key: await keep("key", key),
			login: await keep("login", JSON.stringify({ username: "root", password: "servers-own-password" })),
			other: await keep("other", "no login at all"),
		};
		secrets.destroy();
		const withSecret = (arn: string) => `${source.url("shop").replace(/\/\/[^@]*@/, "//")}?secret=${arn}`;
		const ends = { ...env(), UNDERSTUDY_KEY: arns.key, UNDERSTUDY_SOURCE: withSecret(arns.login) };
		const { code, output } = await understudyData(["export", "--to", "s3://exports/secret", "--json"], ends);
		assert.equal(code, 0, output);
		assert.doesNotMatch(output, /servers-own-password/);
		const refused = await understudyData(["check"], { ...ends, UNDERSTUDY_SOURCE: withSecret(arns.other) });
		assert.match(refused.output, /UNDERSTUDY_SOURCE: the secret is no login; it is JSON with username and password/);
		assert.doesNotMatch(refused.output, /no login at all/);
		const missing = arns.key.replace("secret:key", "secret:nowhere");
		const unknown = await understudyData(["export", "--to", "s3://exports/x"], { ...ends, UNDERSTUDY_KEY: missing });
		assert.match(unknown.output, /the key: the secret cannot be read: ResourceNotFoundException/);
		assert.equal(unknown.code, 1);
	});

	it("says which bucket it could not reach, and why", async () => {
		for (const args of [
			["export", "--to", "s3://nowhere-at-all/x"],
			["import", "--from", "s3://nowhere-at-all/x"],
		]) {
			const { code, output } = await understudyData(args, env());
			assert.equal(code, 1, output);
			assert.match(output, /understudy: cannot list s3:\/\/nowhere-at-all\/x: NoSuchBucket/);
		}
		const { code, output } = await understudyData(["list", "--from", "s3://exports/x"], {
			...env(),
			AWS_ACCESS_KEY_ID: "",
			AWS_SECRET_ACCESS_KEY: "",
			AWS_EC2_METADATA_DISABLED: "true",
		});
		assert.equal(code, 1, output);
		assert.match(output, /understudy: cannot list s3:\/\/exports\/x: CredentialsProviderError/);
	});

	describe("of which AWS keeps people waiting", () => {
		let aws: FaultyAws;
		before(async () => {
			aws = await FaultyAws.before(moto.url);
		});
		after(() => aws.stop());
		const there = () => ({ ...env(), AWS_ENDPOINT_URL: aws.url });
		const prefixes = async (place: string) => (await understudyData(["list", "--from", place], env())).output;

		it("rides out throttling, of what is written, read and listed", async () => {
			const slow = (action: RegExp) => ({ action, status: 503, code: "SlowDown", times: 3 });
			aws.faults = [/^PUT .*tsv\.gz/, /^PUT .*manifest/, /^GET .*tsv\.gz/, /^GET .*manifest/, /^GET .*list-type/].map(
				slow,
			);
			const place = "s3://exports/slow";
			const exported = await understudyData(["export", "--to", place], there());
			assert.equal(exported.code, 0, exported.output);
			const imported = await understudyData(["import", "--first", "--from", place], {
				...there(),
				UNDERSTUDY_TARGET: target.url("slow"),
			});
			assert.equal(imported.code, 0, imported.output);
			assert.deepEqual(
				aws.faults.map(({ times }) => times),
				[0, 0, 0, 0, 0],
			);
		});

		for (const [when, action, skip] of [
			["half-way", /^PUT .*tsv\.gz/, 7],
			["at the manifest", /^PUT .*manifest/, 0],
		] as const)
			it(`there is no export where the credentials expire ${when}`, async () => {
				aws.faults = [{ action, status: 400, code: "ExpiredToken", times: 9999, skip }];
				const place = `s3://exports/expired-${skip}`;
				const { code, output } = await understudyData(["export", "--to", place], there());
				assert.equal(code, 1, output);
				assert.match(output, /understudy: cannot write s3:\/\/exports\/expired-\d\/\S+: ExpiredToken/);
				assert.match(await prefixes(place), /has no finished export/);
			});

		it("an import ends where the credentials expire half-way, and what was served is served", async () => {
			const place = "s3://exports/nightly/shop";
			const ends = { ...there(), UNDERSTUDY_TARGET: target.url("expired") };
			aws.faults = [{ action: /^GET .*tsv\.gz/, status: 400, code: "ExpiredToken", times: 9999, skip: 5 }];
			const { code, output } = await understudyData(["import", "--first", "--from", place], ends);
			assert.equal(code, 1, output);
			assert.match(output, /understudy: cannot read s3:\/\/exports\/nightly\/shop\/\S+: ExpiredToken/);
			assert.deepEqual(await target.query("SHOW DATABASES LIKE 'expired%'"), []);
			aws.faults = [];
			assert.equal((await understudyData(["import", "--first", "--from", place], ends)).code, 0);
		});
	});
});
