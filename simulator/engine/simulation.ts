import type { Value, Values } from "./values";

/** A property that a check refuses, and why. */
export interface Failure {
	property: string;
	reason: string;
}

export type Change = "add" | "delete" | "update";

/** Every property path that differs, with what becomes of it and whether that takes a new resource. */
export type DetailedDiff = Record<string, { change: Change; replaces: boolean }>;

/** A resource as the engine names it. */
export interface Resource {
	/** `aws:rds/cluster:Cluster` */
	type: string;
	/** The logical name, the last part of its URN. */
	name: string;
}

/** What a simulated provider has to know. The server translates between this and the engine's protocol. */
export interface Simulation {
	version: string;
	/** Whether it can say during a preview what it would answer. */
	previews: boolean;
	checkConfiguration(inputs: Values): Failure[];
	/** Whether a change of the provider's configuration takes another provider, and so every resource with it. */
	configurationReplaces(property: string): boolean;
	/** @throws if the configuration is refused */
	configure(inputs: Values): void;
	check(resource: Resource, olds: Values, news: Values, random: string): { inputs: Values; failures: Failure[] };
	diff(resource: Resource, oldInputs: Values, news: Values): { diff: DetailedDiff; deleteBeforeReplace: boolean };
	create(resource: Resource, inputs: Values, preview: boolean): { id: string; outputs: Values };
	read(resource: Resource, id: string, state: Values, inputs: Values): { outputs: Values; inputs: Values } | undefined;
	update(resource: Resource, id: string, olds: Values, news: Values, preview: boolean): Values;
	/** @throws if what it stands for would refuse */
	delete(resource: Resource, id: string, state: Values): void;
	invoke(token: string, args: Values): Record<string, Value | undefined>;
}
