/** The two sizes of contract: how many availability zones, and from there how much of everything. */
export const plans = ["starter", "pro"] as const;
export type Plan = (typeof plans)[number];

/** Availability zones that an environment spreads over. The same for every role: staging has production's shape. */
export const zonesOf: Record<Plan, number> = { starter: 2, pro: 3 };
