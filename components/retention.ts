/** Days that things are kept, by whether the environment is permanent. */
const retention = {
	logs: { permanent: 90, passing: 14 },
	database: { permanent: 14, passing: 1 },
	sessions: { permanent: 1, passing: 0 },
	media: { permanent: 90, passing: 7 },
};

/** How many days an environment keeps something. */
export function days(what: keyof typeof retention, permanent: boolean): number {
	return retention[what][permanent ? "permanent" : "passing"];
}
