import { strict as assert } from "node:assert";
import fc from "fast-check";
import { exportMachine } from "../../components/data-copy/machines/export";
import { importMachine } from "../../components/data-copy/machines/import";
import { reapMachine } from "../../components/data-copy/machines/reap";
import { arrayOf, type Machine, type State, type TaskKind, word } from "../../components/data-copy/machines/states";

const validate = require("asl-validator") as (definition: object) => { isValid: boolean; errorsText(): string };

const kind = (name: string): TaskKind => ({
	cluster: "arn:aws:ecs:eu-central-1:111111111111:cluster/data-copy",
	taskDefinition: `arn:aws:ecs:eu-central-1:111111111111:task-definition/${name}`,
	container: name,
	subnets: ["subnet-1", "subnet-2"],
	securityGroup: "sg-1",
});
const common = {
	environment: "production",
	topic: "arn:aws:sns:eu-central-1:111111111111:alarms",
	logGroup: "/understudy/production/data-copy",
};
const machines: Record<string, Machine> = {
	export: exportMachine({
		...common,
		steward: kind("steward"),
		reader: kind("reader"),
		clone: {
			cluster: "database",
			schema: "shop",
			subnetGroup: "isolated",
			securityGroup: "sg-2",
			kmsKey: "arn:aws:kms:eu-central-1:111111111111:key/1",
			instanceClass: "db.r6g.large",
			clusterParameters: "of-the-cluster",
			instanceParameters: "of-the-instance",
		},
		bucket: "exports",
		rules: ["--rules", "s3://exports/rules/1.yaml"],
		choice: ["--choice", "s3://exports/rules/2.json"],
		largest: 100,
		parallel: 4,
	}),
	reap: reapMachine({ ...common, steward: kind("steward"), olderThan: 24 }),
	import: importMachine({
		...common,
		role: "staging",
		loader: kind("loader"),
		steward: kind("steward"),
		application: kind("web-cron"),
		from: "s3://exports/exports",
		parameters: { schema: "/understudy/staging/schema", facts: "/understudy/staging/data" },
		cluster: "web",
		services: ["web", "web-cron", "web-consumers"],
		afterCopy: [["reindex"], ["flush-cache"]],
	}),
};

describe("the state machines of the data copy", () => {
	for (const [name, machine] of Object.entries(machines)) {
		it(`(${name}) are what the States Language allows`, () => {
			const result = validate(machine);
			assert.ok(result.isValid, result.errorsText());
		});

		it(`(${name}) reach every state, and none that is not there`, () => {
			const seen = new Set<string>();
			const visit = (at: string) => {
				assert.ok(machine.States[at], `there is no state ${at}`);
				if (seen.has(at)) return;
				seen.add(at);
				for (const next of nextOf(machine.States[at])) visit(next);
			};
			visit(machine.StartAt);
			assert.deepEqual([...seen].sort(), Object.keys(machine.States).sort());
		});

		it(`(${name}) catch the failure of every task, which has an end in time`, () => {
			for (const [at, state] of tasksOf(machine)) {
				assert.ok(state.Catch, `${at} catches nothing`);
				if (/runTask/.test(String(state.Resource))) assert.ok(Number(state.TimeoutSeconds) > 0, at);
			}
		});
	}

	it("(export) ask of every command that looks at tables the same rules and the same choice", () => {
		const { Check, Divide, Export } = machines.export.States as Record<string, State>;
		const { ExportPart } = (Export.ItemProcessor as Machine).States;
		for (const state of [Check, Divide, ExportPart])
			assert.match(
				JSON.stringify(state),
				/'--rules', 's3:\/\/exports\/rules\/1\.yaml', '--choice', 's3:\/\/exports\/rules\/2\.json'/,
			);
	});

	it("(export) delete the clone on every way from its making to the end", () => {
		const { States } = machines.export;
		const deleting = ["DeleteClone", "DeleteCloneAfterFailure"];
		const ends: string[] = [];
		const visit = (at: string, seen: string[]) => {
			if (deleting.includes(at) || seen.includes(at)) return;
			const next = nextOf(States[at]);
			if (next.length === 0) ends.push(at);
			for (const one of next) visit(one, [...seen, at]);
		};
		visit("Clone", []);
		assert.deepEqual(ends, [], "states where a run ends with the clone still there");
	});

	it("(export) are at no time longer at work than a clone has to be old to be taken for a left-over", () => {
		const longest = (at: string): number => {
			const state = machines.export.States[at];
			const inner = (state.ItemProcessor as Machine | undefined)?.States.ExportPart.TimeoutSeconds;
			const own = Number(state.TimeoutSeconds ?? inner ?? 0);
			const next = typeof state.Next === "string" && at !== "DeleteClone" ? longest(state.Next) : 0;
			return own + next;
		};
		assert.ok(longest("Clone") / 3600 < 24, `${longest("Clone") / 3600} hours`);
	});
});

describe("words of a command in the States Language", () => {
	it("have nothing in them that would have to be escaped there", () => {
		fc.assert(
			fc.property(fc.array(fc.string()), (words) => {
				if (words.some((one) => /['\\{}]/.test(one)))
					assert.throws(() => arrayOf(words), /cannot be a word of a command/);
				else
					assert.deepEqual(
						[...arrayOf(words).matchAll(/'([^']*)'/gs)].map(([, inner]) => inner),
						words,
					);
			}),
		);
	});

	it("can have parts of the input in them", () => {
		assert.equal(
			arrayOf(["clone", word("understudy-copy-{}", "$.run")]),
			"States.Array('clone', States.Format('understudy-copy-{}', $.run))",
		);
	});
});

function nextOf(state: State): string[] {
	const {
		Next,
		Default,
		Catch = [],
		Choices = [],
	} = state as {
		Next?: string;
		Default?: string;
		Catch?: { Next: string }[];
		Choices?: { Next: string }[];
	};
	return [Next, Default, ...Catch.map((one) => one.Next), ...Choices.map((one) => one.Next)].filter(
		(next): next is string => next !== undefined,
	);
}

function tasksOf(machine: Machine): [string, State][] {
	return Object.entries(machine.States).filter(([, state]) => state.Type === "Task" || state.Type === "Map");
}
