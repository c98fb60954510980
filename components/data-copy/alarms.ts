import type { Settings } from "../../settings";
import { longestGap } from "../../settings/schedule";
import type { Alarm } from "../alarms";
import { type Count, metricNamespace } from "./machines/states";

/** What the names of a data copy's alarms begin with: only environments that take part have them. */
export const alarmPrefix = "data-copy-";

const [minute, hour] = [60, 3600];
/** Hours that a run may take, over the time until the next one begins. */
const longestRun = 6;

/** The alarms of an environment's part in the data copy. What to do about each is in docs/data-copy.md. */
export function copyAlarms({ stack, dataSource, dataDestination }: Settings): Alarm[] {
	if (dataSource === undefined && dataDestination === undefined) return [];
	const counted = (name: string, metric: Count, description: string): Alarm => ({
		name: `${alarmPrefix}${name}`,
		description,
		namespace: metricNamespace,
		metric,
		dimensions: { Environment: stack },
		statistic: "Sum",
		comparison: "above",
		threshold: 0,
		period: 5 * minute,
		periods: 1,
		silence: "fine",
	});
	const what = dataSource ? "export of this environment's data" : "import of production's data";
	const alarms = [
		counted("failed", "Failed", `The last ${what} failed. The message of the run says at what.`),
		counted(
			"refused",
			"Refused",
			`The rules or the guard stopped the ${what}: a column is new, or a person was found.`,
		),
	];
	if (dataSource)
		alarms.push(
			counted(
				"clone-left",
				"CloneLeft",
				"A clone of the database was left over, or could not be looked for: it holds real data, and costs.",
			),
		);
	const gap = dataSource ? longestGap(dataSource.schedule) : dataDestination?.expectedGap;
	if (gap !== undefined)
		alarms.push({
			...counted("overdue", "Succeeded", `There was no ${what} for longer than its schedule allows, or none yet.`),
			comparison: "below",
			threshold: 1,
			period: hour,
			periods: gap * 24 + longestRun,
			silence: "alarming",
		});
	return alarms;
}
