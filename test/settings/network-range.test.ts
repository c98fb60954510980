import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { layOutSubnets, mostZones } from "../../components/subnets";
import { contains, formatRange, type NetworkRange, overlaps, parseRange } from "../../settings/network-range";

const prefixes = (least: number, most: number) =>
	fc.integer({ min: least, max: most }).chain((prefix) =>
		fc.integer({ min: 0, max: 2 ** prefix - 1 }).map((at): NetworkRange => {
			const size = 2 ** (32 - prefix);
			return { first: at * size, size, prefix };
		}),
	);

describe("a network range", () => {
	it("is what it was after being written and read", () => {
		fc.assert(fc.property(prefixes(0, 32), (range) => assert.deepEqual(parseRange(formatRange(range)), range)));
	});

	it("overlaps another exactly if one contains the other", () => {
		fc.assert(
			fc.property(prefixes(0, 32), prefixes(0, 32), (a, b) =>
				assert.equal(overlaps(a, b), contains(a, b) || contains(b, a)),
			),
		);
	});

	for (const text of ["10.0.0.0", "10.0.0.0/33", "10.0.0.1/24", "256.0.0.0/8", "a.b.c.d/8", "10.0.0.0/8 "])
		it(`is not "${text}"`, () => assert.equal(parseRange(text), undefined));
});

describe("subnets", () => {
	const networks = prefixes(16, 21);
	const zones = fc.integer({ min: 1, max: mostZones });
	const all = (range: NetworkRange, count: number) => {
		const layout = layOutSubnets(formatRange(range), count);
		return [...layout.public, ...layout.private, ...layout.isolated].map((text) => parseRange(text) as NetworkRange);
	};

	it("lie in their network, apart from each other, none below 64 addresses", () => {
		fc.assert(
			fc.property(networks, zones, (range, count) => {
				const subnets = all(range, count);
				assert.equal(subnets.length, 3 * count);
				for (const [index, subnet] of subnets.entries()) {
					assert(contains(range, subnet));
					assert(subnet.size >= 64);
					for (const other of subnets.slice(index + 1)) assert(!overlaps(subnet, other));
				}
			}),
		);
	});

	it("stay where they are when a zone is added", () => {
		fc.assert(
			fc.property(networks, fc.integer({ min: 1, max: mostZones - 1 }), (range, count) => {
				const text = formatRange(range);
				const [fewer, more] = [layOutSubnets(text, count), layOutSubnets(text, count + 1)];
				for (const kind of ["public", "private", "isolated"] as const)
					assert.deepEqual(more[kind].slice(0, count), fewer[kind]);
			}),
		);
	});

	it("are these, for a /16 over three zones", () => {
		assert.deepEqual(layOutSubnets("10.20.0.0/16", 3), {
			private: ["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"],
			isolated: ["10.20.128.0/20", "10.20.144.0/20", "10.20.160.0/20"],
			public: ["10.20.192.0/21", "10.20.200.0/21", "10.20.208.0/21"],
		});
	});

	it("are refused for a range that is too small", () => {
		assert.throws(() => layOutSubnets("10.0.0.0/22", 3), /10\.0\.0\.0\/22 cannot be divided/);
	});
});
