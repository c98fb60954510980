import { ECSClient } from "@aws-sdk/client-ecs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { attempts } from "../../tasks/aws/attempts";
import { withoutNodeWarning } from "../../tasks/aws/node-warning";
import { Session } from "../../tasks/data/connection/session";
import { Control } from "../../tasks/data/target/control";
import { Application } from "../../tasks/switch/application";
import { settle as bringTogether, switchOver } from "../../tasks/switch/switch";
import { targetAddress } from "./inputs";
import { interruption } from "./interruption";
import { logLine } from "./log-line";
import { type WaitOptions, waitingOf } from "./waiting";

interface SwitchCommandOptions extends WaitOptions {
	parameter: string;
	facts: string;
	cluster: string;
	service: string[];
}

/** `understudy data switch` */
export async function switchTo(id: string | undefined, options: SwitchCommandOptions): Promise<void> {
	await withApplication(options, async (control, application, ssm, name) => {
		const result = await switchOver(control, application, ssm, { name, id, facts: options.facts });
		const { schema, before, changed } = result;
		say(
			options,
			{ ...result },
			changed ? `the application serves ${schema}, no longer ${before}` : `it serves ${schema}`,
		);
	});
}

/** `understudy data settle` */
export async function settle(options: Omit<SwitchCommandOptions, "facts">): Promise<void> {
	await withApplication(options, async (control, application, _ssm, name) => {
		const schema = await bringTogether(control, application, name);
		say(options, { schema }, `every task serves ${schema}`);
	});
}

async function withApplication(
	options: Omit<SwitchCommandOptions, "facts">,
	work: (control: Control, application: Application, ssm: SSMClient, name: string) => Promise<void>,
): Promise<void> {
	withoutNodeWarning();
	const ssm = new SSMClient({ maxAttempts: attempts });
	const ecs = new ECSClient({ maxAttempts: attempts });
	const address = await targetAddress();
	const session = await Session.open(address);
	try {
		const application = new Application(ssm, ecs, {
			parameter: options.parameter,
			cluster: options.cluster,
			services: options.service,
			waiting: waitingOf(options, interruption()),
		});
		await work(new Control(session), application, ssm, address.schema);
	} finally {
		await session.close();
		ssm.destroy();
		ecs.destroy();
	}
}

function say({ json }: { json: boolean }, facts: object, text: string): void {
	process.stdout.write(`${json ? logLine("result", facts) : text}\n`);
}
