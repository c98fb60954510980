import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { rangesOf, stretchesOf } from "../../tasks/data/source/ranges";

const ends = fc
	.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 40n }))
	.map(([least, width]): [bigint, bigint] => [least, least + width]);

describe("parts of a table's key", () => {
	it("hold every key once, beyond the ends too", () => {
		fc.assert(
			fc.property(ends, fc.integer({ min: 1, max: 256 }), fc.bigInt(), ([least, most], parts, key) => {
				const ranges = rangesOf("id", [String(least), String(most)], parts);
				assert.ok(ranges.length <= parts);
				const holds = ranges.filter(
					({ from, to }) => (from === undefined || key >= BigInt(from)) && (to === undefined || key < BigInt(to)),
				);
				assert.equal(holds.length, 1);
			}),
		);
	});

	it("as a sample are about as large as asked for, and lie within", () => {
		fc.assert(
			fc.property(
				ends,
				fc.integer({ min: 2, max: 128 }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(bounds, every, where) => {
					const [least, most] = bounds;
					const condition = stretchesOf("id", [String(least), String(most)], every, where);
					const stretches = [...condition.matchAll(/`id` BETWEEN (-?\d+) AND (-?\d+)/g)].map(([, from, to]) => [
						BigInt(from),
						BigInt(to),
					]);
					assert.equal(stretches.length, 32);
					const covered = stretches.reduce((sum, [from, to]) => sum + (to - from + 1n), 0n);
					assert.ok(covered * BigInt(every) >= most - least, "not less than asked for");
					assert.ok(covered * BigInt(every) <= most - least + 64n * BigInt(every), "and hardly more");
					for (const [index, [from, to]] of stretches.entries()) {
						assert.ok(from <= to && from >= least);
						if (index > 0) assert.ok(from > stretches[index - 1][1], "none twice");
					}
				},
			),
		);
	});
});
