import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { fargatePairs, fargateProblem } from "../../settings/fargate";
import { defaultScale } from "../../settings/scale";

describe("Fargate's sizes", () => {
	it("are accepted exactly if they are in the table", () => {
		const pairs = new Set(fargatePairs().map(({ cpu, memory }) => `${cpu}/${memory}`));
		const cpus = fc.oneof(
			fc.integer({ min: 0, max: 40000 }),
			fc.constantFrom(256, 512, 1024, 2048, 4096, 8192, 16384, 32768),
		);
		const memories = fc.integer({ min: 0, max: 250 }).map((gib) => gib * 1024);
		fc.assert(
			fc.property(cpus, memories, (cpu, memory) =>
				assert.equal(fargateProblem(cpu, memory) === undefined, pairs.has(`${cpu}/${memory}`)),
			),
			{ numRuns: 2000 },
		);
	});

	it("name a nearest memory that would be accepted", () => {
		fc.assert(
			fc.property(fc.constantFrom(...fargatePairs()), fc.integer({ min: 1, max: 300000 }), ({ cpu }, memory) => {
				const problem = fargateProblem(cpu, memory);
				if (!problem) return;
				const nearest = Number(/nearest: (\d+)/.exec(problem.message)?.[1]);
				assert.equal(fargateProblem(cpu, nearest), undefined);
			}),
		);
	});

	it("step by 4 GiB at 8 vCPU and by 8 GiB at 16 vCPU", () => {
		assert.equal(fargateProblem(8192, 20 * 1024), undefined);
		assert.notEqual(fargateProblem(8192, 17 * 1024), undefined);
		assert.equal(fargateProblem(16384, 40 * 1024), undefined);
		assert.notEqual(fargateProblem(16384, 36 * 1024), undefined);
	});

	it("hold every default", () => {
		for (const roles of Object.values(defaultScale))
			for (const scale of Object.values(roles))
				for (const part of ["web", "cron", "consumers"] as const)
					assert.equal(fargateProblem(scale[part].cpu, scale[part].memory), undefined);
	});
});
