import { formatRange, type NetworkRange, parseRange } from "../settings/network-range";

/** The most zones that a network's layout has room for, so that going from two to three renumbers nothing. */
export const mostZones = 4;

export interface SubnetRanges {
	/** Load balancers and NAT gateways: a route to and from the internet. */
	public: string[];
	/** The application: a route out through NAT. */
	private: string[];
	/** Data stores: no route beyond the network. */
	isolated: string[];
}

/**
 * Divides an environment's range among its subnets. Where a subnet lies does not depend on how many zones are in use.
 * Half of the range is private, a quarter isolated, an eighth public, an eighth left free.
 * @param range at most /21, so that the smallest subnet has 64 addresses
 * @param zones 1 to 4
 */
export function layOutSubnets(range: string, zones: number): SubnetRanges {
	const whole = parseRange(range);
	if (!whole || whole.prefix > 21) throw new Error(`${range} cannot be divided: a range from /8 to /21 is needed`);
	if (zones < 1 || zones > mostZones) throw new Error(`${zones} zones: allowed are 1 to ${mostZones}`);
	const slice = (offset: number, share: number): string[] =>
		Array.from({ length: zones }, (_, zone) => {
			const size = (whole.size * share) / mostZones;
			const prefix = 32 - Math.log2(size);
			const part: NetworkRange = { first: whole.first + whole.size * offset + zone * size, size, prefix };
			return formatRange(part);
		});
	return { private: slice(0, 1 / 2), isolated: slice(1 / 2, 1 / 4), public: slice(3 / 4, 1 / 8) };
}
