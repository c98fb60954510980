/** How long the CDN may keep an answer: a year; as the application's headers say; not at all. */
export type Freshness = "long" | "page" | "never";

export interface CacheRule {
	/** As CloudFront matches it: `*` stands for anything, slashes and nothing included. */
	path: string;
	origin: "shop" | "media";
	freshness: Freshness;
}

/**
 * What of a Magento shop may be cached, in the order in which paths are tried. What no rule matches is a page. Paths
 * that belong to one visitor begin with `*`, because a shop may put a store view's code before them.
 */
export const cacheRules: CacheRule[] = [
	{ path: "/static/*", origin: "shop", freshness: "long" },
	{ path: "/media/*", origin: "media", freshness: "long" },
	...[
		"*/checkout/*",
		"*/onestepcheckout/*",
		"*/customer/*",
		"*/cart/*",
		"*/sales/*",
		"*/wishlist/*",
		"*/multishipping/*",
		"*/paypal/*",
		"/admin*",
		"/rest/*",
		"/graphql*",
		"/health_check.php",
	].map((path): CacheRule => ({ path, origin: "shop", freshness: "never" })),
];
