import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../simulator/playground";

/** An executable that answers `pulumi version`, and notes that it was asked. */
function fakePulumi(folder: string, version: string): string {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, "pulumi");
	writeFileSync(file, `#!/bin/sh\necho asked >> "${folder}/asked"\necho v${version}\n`);
	chmodSync(file, 0o755);
	return folder;
}

describe("set-up's choice of a Pulumi CLI", () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "understudy-"));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	/** Runs it for a clone in `folder`, with these folders on PATH before those of node and sh. */
	function choose(...path: string[]): { status: number | null; stderr: string; note: Record<string, string> } {
		const script = `import("${join(root, "tools", "setup", "pulumi.mjs")}").then((setup) => setup.providePulumi("${folder}"))`;
		const { status, stderr } = spawnSync(process.execPath, ["--eval", script], {
			encoding: "utf8",
			env: {
				PATH: [...path, dirname(process.execPath), "/bin"].join(delimiter),
				XDG_CACHE_HOME: join(folder, "caches"),
			},
		});
		const read = () => JSON.parse(readFileSync(join(folder, ".cache", "pulumi.json"), "utf8"));
		return { status, stderr, note: status === 0 ? read() : {} };
	}
	const cached = (version: string) =>
		fakePulumi(join(folder, "caches", "understudy", `pulumi-${version}`, "bin"), version);

	it("falls on the one on PATH if it is new enough, and says so in one line", () => {
		const bin = fakePulumi(join(folder, "bin"), "3.240.0");
		const { note, stderr } = choose(bin);
		assert.deepEqual([note.bin, note.version], [bin, "3.240.0"]);
		assert.equal(stderr, `set-up: Pulumi 3.240.0: the one on PATH, in ${bin}\n`);
	});

	it("passes over an old one, for one that was made before", () => {
		const [old, made] = [fakePulumi(join(folder, "bin"), "3.100.0"), cached("3.232.0")];
		const { note, stderr } = choose(old);
		assert.equal(note.bin, made);
		assert.match(stderr, new RegExp(`Pulumi 3\\.100\\.0 in ${old} is passed over: 3\\.200\\.0 or newer is needed\n`));
		assert.match(stderr, /Pulumi 3\.232\.0: cached from an earlier set-up/);
	});

	it("is made once, and again when PATH has another answer", () => {
		const bin = fakePulumi(join(folder, "bin"), "3.240.0");
		const asked = () => readFileSync(join(bin, "asked"), "utf8").split("\n").length - 1;
		choose(bin);
		assert.equal(choose(bin).stderr, "");
		assert.equal(asked(), 1);
		const other = fakePulumi(join(folder, "other"), "3.250.0");
		assert.equal(choose(other, bin).note.version, "3.250.0");
	});
});
