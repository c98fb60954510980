import { randomBytes } from "node:crypto";
import { readCatalogue } from "../definitions/catalogue";
import { checkInputs } from "../definitions/check";
import { diffInputs } from "../definitions/diff";
import type { Failure, Resource, Simulation } from "../engine/simulation";
import { isObject, sameValue, unknown, type Value, type Values } from "../engine/values";
import { World } from "../engine/world";
import { invokes } from "./invokes";
import type { Kind } from "./kind";
import { kinds } from "./kinds";
import { autoName, fillIn, hexFrom } from "./naming";
import { outputsOf, previewedOutputs } from "./outputs";
import { rulingsFor } from "./rulings";

const specified = Object.values(kinds).flatMap((kind) => kind.cloudFormation ?? []);

/** Stands in for AWS behind Pulumi's engine. See the README of this folder for what it is not. */
export class Aws implements Simulation {
	readonly version: string = require("@pulumi/aws/package.json").version;
	readonly previews = true;
	private readonly catalogue = readCatalogue("@pulumi/aws", Object.keys(kinds), [...new Set(specified)]);
	private readonly world = new World();
	private account = process.env.SIMULATOR_ACCOUNT ?? "000000000000";
	private region = "us-east-1";
	private defaultTags: Values = {};

	checkConfiguration(): Failure[] {
		return [];
	}

	configurationReplaces(property: string): boolean {
		return property === "region";
	}

	configure(inputs: Values): void {
		const allowed = listOf(inputs.allowedAccountIds);
		if (process.env.SIMULATOR_ACCOUNT === undefined && allowed.length > 0) this.account = String(allowed[0]);
		if (allowed.length > 0 && !allowed.includes(this.account))
			throw new Error(`AWS account ID not allowed: ${this.account}`);
		this.region = String(inputs.region ?? this.region);
		const tags = objectOf(inputs.defaultTags).tags;
		this.defaultTags = objectOf(tags);
	}

	check({ type, name }: Resource, olds: Values, news: Values, random: string): Checked {
		const kind = this.kindOf(type);
		const inputs = { ...news };
		// Marked by the engine as the provider's own doing, so that a program that names it later is a change.
		const made: string[] = [];
		const property = kind.autoName?.property;
		if (property !== undefined && inputs[property] === undefined) {
			const earlier = listOf(olds.__defaults).includes(property) ? olds[property] : undefined;
			inputs[property] = earlier ?? autoName(type, kind, name, random);
			made.push(property);
		}
		if ("tags" in this.catalogue.inputs[type] && Object.keys(this.defaultTags).length > 0)
			inputs.tags = { ...this.defaultTags, ...objectOf(inputs.tags) };
		const failures = checkInputs(type, inputs, this.catalogue);
		return { inputs: { ...inputs, __defaults: made }, failures };
	}

	diff({ type }: Resource, oldInputs: Values, news: Values) {
		const kind = this.kindOf(type);
		const diff = diffInputs(oldInputs, news, rulingsFor(type, kind, this.catalogue));
		const replaces = Object.values(diff).some((change) => change.replaces);
		return { diff, deleteBeforeReplace: replaces && this.nameStandsInTheWay(kind, oldInputs, news) };
	}

	/** Two cannot have one name at a time: where the program chose it and keeps it, the old one has to go first. */
	private nameStandsInTheWay(kind: Kind, olds: Values, news: Values): boolean {
		const property = kind.autoName?.property;
		if (property === undefined || listOf(news.__defaults).includes(property)) return false;
		return olds[property] === news[property];
	}

	create({ type }: Resource, inputs: Values, preview: boolean) {
		const kind = this.kindOf(type);
		if (preview) return { id: "", outputs: previewedOutputs(type, this.catalogue, inputs) };
		const { account, region } = this;
		const hex = hexFrom(randomBytes(16).toString("hex"));
		const id = typeof kind.id === "function" ? kind.id({ inputs, account, region, hex }) : fillIn(kind.id, inputs, hex);
		const outputs = outputsOf(type, kind, this.catalogue, { inputs, account, region, id, hex: hexFrom(id) });
		this.refuseTaken(type, kind, id, outputs);
		this.world.put(this.place(type), this.key(id, outputs), outputs);
		return { id, outputs };
	}

	private refuseTaken(type: string, kind: Kind, id: string, outputs: Values): void {
		const property = kind.autoName?.property;
		if (property === undefined || !this.world.get(this.place(type), this.key(id, outputs))) return;
		throw new Error(`AlreadyExists: there is a ${type} named ${outputs[property]} already`);
	}

	read({ type }: Resource, id: string, state: Values, inputs: Values) {
		this.kindOf(type);
		if (!this.world.remembers) return { outputs: state, inputs };
		const outputs = this.world.get(this.place(type), this.key(id, state));
		if (!outputs) return undefined;
		// What the program gave, and what it did not give but somebody has changed since.
		const given = Object.keys(this.catalogue.inputs[type]).filter(
			(key) => key in inputs || !sameValue(outputs[key], state[key]),
		);
		const entries = [...given, "__defaults"].map((key) => [key, key in outputs ? outputs[key] : inputs[key]]);
		return { outputs, inputs: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) };
	}

	update({ type }: Resource, id: string, olds: Values, news: Values, preview: boolean): Values {
		const kind = this.kindOf(type);
		const computed = Object.entries(olds).filter(([key]) => !(key in this.catalogue.inputs[type]));
		const kept: Values = { ...Object.fromEntries(computed), ...withoutInternal(news) };
		if (preview) return { ...kept, ...Object.fromEntries((kind.changing ?? []).map((key) => [key, unknown])) };
		const { account, region } = this;
		const hex = hexFrom(id);
		const fresh = outputsOf(type, kind, this.catalogue, { inputs: news, account, region, id, hex });
		for (const key of kind.changing ?? []) kept[key] = later(olds[key], fresh[key]);
		const outputs = { ...fresh, ...kept };
		this.world.put(this.place(type), this.key(id, outputs), outputs);
		return outputs;
	}

	delete({ type }: Resource, id: string, state: Values): void {
		const kind = this.kindOf(type);
		const refusal = kind.refusesDeletion?.(state) ?? this.notEmpty(type, id, state);
		if (refusal) throw new Error(refusal);
		this.world.delete(this.place(type), this.key(id, state));
	}

	/** Buckets and repositories with something in them are not deleted unless that was asked for. */
	private notEmpty(type: string, id: string, state: Values): string | undefined {
		if (type === "aws:s3/bucket:Bucket" && state.forceDestroy !== true && this.world.list(`objects/${id}`).length > 0)
			return `BucketNotEmpty: The bucket you tried to delete is not empty: ${id}`;
		const images = `images/${state.repositoryUrl}`;
		if (type === "aws:ecr/repository:Repository" && this.world.list(images).length > 0) {
			if (state.forceDelete !== true)
				return `RepositoryNotEmptyException: The repository with name '${id}' cannot be deleted because it still contains images`;
			for (const tag of this.world.list(images)) this.world.delete(images, tag);
		}
		return undefined;
	}

	invoke(token: string, args: Values): Record<string, Value | undefined> {
		const invoke = invokes[token];
		if (!invoke) throw new Error(`the simulator has no ${token}; add it to simulator/aws/invokes.ts`);
		return invoke(args, { account: this.account, region: this.region });
	}

	private kindOf(type: string): Kind {
		const kind = kinds[type];
		if (!kind) throw new Error(`the simulator has no resource type ${type}; add it to simulator/aws/kinds`);
		return kind;
	}

	private place(type: string): string {
		return `aws/${this.account}/${type}`;
	}

	/** Under which a resource is remembered: revisions of one family differ by their ARN alone. */
	private key(id: string, outputs: Values): string {
		return typeof outputs.arn === "string" && outputs.arn !== "" ? outputs.arn : id;
	}
}

interface Checked {
	inputs: Values;
	failures: Failure[];
}

/** What becomes of a computed value when its resource changes: numbers count up, others are computed anew. */
function later(old: Value | undefined, fresh: Value): Value {
	if (typeof old === "number") return old + 1;
	return typeof old === "string" ? hexFrom(`${old}`)(14).toUpperCase() : fresh;
}

function withoutInternal(values: Values): Values {
	return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith("__")));
}

function listOf(value: Value | undefined): Value[] {
	return Array.isArray(value) ? value : typeof value === "string" ? listOf(parsed(value)) : [];
}

function objectOf(value: Value | undefined): Values {
	return isObject(value) ? value : typeof value === "string" ? objectOf(parsed(value)) : {};
}

/** A provider's configuration comes with lists and objects as JSON. */
function parsed(text: string): Value | undefined {
	try {
		const value = JSON.parse(text);
		return typeof value === "string" ? undefined : value;
	} catch {
		return undefined;
	}
}
