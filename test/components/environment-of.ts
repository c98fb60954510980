import { Environment } from "../../components/environment";
import { type Services, services } from "../../services";
import { readSettings } from "../../settings";
import { source } from "../settings/example";
import { Recorder } from "./recorder";

/** Everything that the environment of a stack declares. */
export async function environmentOf(
	stack: string,
	changes: Record<string, unknown> = {},
	running: Services = services,
): Promise<Recorder> {
	const settings = readSettings(source(stack, changes));
	const application = "app";
	// Any folder with files is an image's context here: nothing is built.
	const layOutTasks = () => application;
	return Recorder.record(
		stack,
		(opts) => new Environment("environment", { settings, services: running, application, layOutTasks }, opts),
	);
}
