import { RDSClient } from "@aws-sdk/client-rds";
import { attempts } from "../../tasks/aws/attempts";
import { withoutNodeWarning } from "../../tasks/aws/node-warning";
import { createClone } from "../../tasks/clone/clone";
import { deleteClone, reapClones } from "../../tasks/clone/delete-clone";
import { DataError } from "../../tasks/data/errors";
import { fileAt } from "../../tasks/data/store/open";
import { interruption } from "./interruption";
import { logLine } from "./log-line";
import { type WaitOptions, waitingOf } from "./waiting";

interface CloneCommandOptions extends WaitOptions {
	name: string;
	subnetGroup: string;
	securityGroup: string[];
	kmsKey?: string;
	instanceClass: string;
	clusterParameters?: string;
	instanceParameters?: string;
	schema?: string;
	addressTo?: string;
}

const client = () => {
	withoutNodeWarning();
	return new RDSClient({ maxAttempts: attempts });
};

/** `understudy data clone` */
export async function clone(source: string, options: CloneCommandOptions): Promise<void> {
	if ((options.addressTo === undefined) !== (options.schema === undefined))
		throw new DataError("--schema <name> and --address-to <file> go together");
	const made = await createClone(client(), {
		source,
		name: options.name,
		subnetGroup: options.subnetGroup,
		securityGroups: options.securityGroup,
		kmsKey: options.kmsKey,
		instanceClass: options.instanceClass,
		clusterParameters: options.clusterParameters,
		instanceParameters: options.instanceParameters,
		waiting: waitingOf(options, interruption()),
		whenReady: async ({ host, port, secret }) => {
			if (options.addressTo === undefined) return;
			const { store, name } = fileAt(options.addressTo);
			await store.write(name, Buffer.from(`mysql://${host}:${port}/${options.schema}?secret=${secret}&tls=verify\n`));
		},
	});
	say(options, "clone", { ...made }, `${made.name} is there: ${made.host}:${made.port}, password in ${made.secret}`);
}

/** `understudy data unclone` */
export async function unclone(name: string, options: WaitOptions): Promise<void> {
	const deleted = await deleteClone(client(), name, waitingOf(options, interruption()));
	say(options, "unclone", { name, deleted }, deleted ? `${name} is deleted` : `there is no cluster ${name}`);
}

/** `understudy data reap` */
export async function reap(options: WaitOptions & { olderThan: number; strict: boolean }): Promise<void> {
	const reaped = await reapClones(client(), options.olderThan, waitingOf(options, interruption()));
	if (options.strict && reaped.length > 0)
		throw new DataError(
			`${reaped.length} clones were left over, of a run that ended without deleting its own; they are deleted now: ${reaped.join(", ")}`,
		);
	say(options, "reap", { reaped }, reaped.length > 0 ? `deleted: ${reaped.join(", ")}` : "no clone was left over");
}

function say({ json }: { json: boolean }, event: string, facts: object, text: string): void {
	process.stdout.write(`${json ? logLine(event, facts) : text}\n`);
}
