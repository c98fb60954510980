/**
 * The instance types that each engine runs on, as families and their sizes. Smallest first. Only those of the queue were
 * read in AWS's documentation ("Managing Amazon MQ for RabbitMQ engine versions"); the others are still to be compared
 * with "Supported DB engines for DB instance classes", "Supported node types" and "Supported instance types".
 */
interface Families {
	/** How the type is written around family and size. */
	form: (family: string, size: string) => string;
	sizes: Record<string, string>;
}

const upTo16 = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge";
const upTo24 = `large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge`;

const families: Record<"database" | "cache" | "search" | "queue", Families> = {
	database: {
		form: (family, size) => `db.${family}.${size}`,
		sizes: {
			t4g: "medium large",
			t3: "medium large",
			r5: upTo24,
			r6g: upTo16,
			r6i: `${upTo24} 32xlarge`,
			r7g: upTo16,
			r7i: `${upTo24} 48xlarge`,
			r8g: `${upTo24} 48xlarge`,
			x2g: upTo16,
		},
	},
	cache: {
		form: (family, size) => `cache.${family}.${size}`,
		sizes: {
			t4g: "micro small medium",
			t3: "micro small medium",
			m6g: upTo16,
			m7g: upTo16,
			r6g: upTo16,
			r7g: upTo16,
		},
	},
	search: {
		form: (family, size) => `${family}.${size}.search`,
		sizes: {
			t3: "small medium",
			m6g: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge",
			m7g: "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
			r6g: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge",
			r7g: "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
		},
	},
	queue: {
		form: (family, size) => `mq.${family}.${size}`,
		sizes: {
			t3: "micro",
			m5: "large xlarge 2xlarge 4xlarge",
			m7g: "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
		},
	},
};

export type Engine = keyof typeof families;

/** Every instance type that an engine runs on. */
export function instanceTypes(engine: Engine): string[] {
	const { form, sizes } = families[engine];
	return Object.entries(sizes).flatMap(([family, list]) => list.split(" ").map((size) => form(family, size)));
}

/** The sizes of one family, for messages: `db.r7g` has large, xlarge, ... */
export function describeInstanceTypes(engine: Engine): string {
	const { form, sizes } = families[engine];
	return Object.keys(sizes)
		.map((family) => form(family, `{${sizes[family].split(" ").join(",")}}`))
		.join(", ");
}
