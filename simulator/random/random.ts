import { randomBytes, randomInt } from "node:crypto";
import { readCatalogue } from "../definitions/catalogue";
import { checkInputs } from "../definitions/check";
import { diffInputs } from "../definitions/diff";
import type { Failure, Resource, Simulation } from "../engine/simulation";
import { unknown, type Value, type Values } from "../engine/values";

const letters = { lower: "abcdefghijklmnopqrstuvwxyz", upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", numeric: "0123456789" };
const special = "!@#$%&*()-_=+[]{}<>:?";

/** How each type makes its value, and which properties it computes. Every change makes a new value. */
const makers: Record<string, { computes: string[]; make: (inputs: Values) => { id: string; outputs: Values } }> = {
	"random:index/randomPassword:RandomPassword": {
		computes: ["result", "bcryptHash"],
		make: (inputs) => ({ id: "none", outputs: { result: text(inputs), bcryptHash: `$2a$10$${hex(26)}` } }),
	},
	"random:index/randomString:RandomString": {
		computes: ["result"],
		make: (inputs) => {
			const result = text(inputs);
			return { id: result, outputs: { result } };
		},
	},
	"random:index/randomId:RandomId": {
		computes: ["b64Std", "b64Url", "dec", "hex"],
		make: (inputs) => {
			const bytes = randomBytes(Number(inputs.byteLength));
			const b64Url = bytes.toString("base64url");
			const outputs = {
				b64Std: bytes.toString("base64"),
				b64Url,
				dec: BigInt(`0x${bytes.toString("hex")}`).toString(),
				hex: bytes.toString("hex"),
			};
			return { id: b64Url, outputs };
		},
	},
};

/** Stands in for the provider of random values. The values are truly random. */
export class Random implements Simulation {
	readonly version: string = require("@pulumi/random/package.json").version;
	readonly previews = true;
	private readonly catalogue = readCatalogue("@pulumi/random", Object.keys(makers), []);

	checkConfiguration(): Failure[] {
		return [];
	}

	configurationReplaces(): boolean {
		return false;
	}

	configure(): void {}

	check({ type }: Resource, _olds: Values, news: Values) {
		this.makerOf(type);
		return { inputs: news, failures: checkInputs(type, news, this.catalogue) };
	}

	diff(_resource: Resource, oldInputs: Values, news: Values) {
		return { diff: diffInputs(oldInputs, news, () => true), deleteBeforeReplace: false };
	}

	create({ type }: Resource, inputs: Values, preview: boolean) {
		const { computes, make } = this.makerOf(type);
		if (preview)
			return { id: "", outputs: { ...inputs, ...Object.fromEntries(computes.map((key) => [key, unknown])) } };
		const { id, outputs } = make(inputs);
		return { id, outputs: { ...inputs, ...outputs } };
	}

	read(_resource: Resource, _id: string, state: Values, inputs: Values) {
		return { outputs: state, inputs };
	}

	update(_resource: Resource, _id: string, olds: Values, news: Values): Values {
		return { ...olds, ...news };
	}

	delete(): void {}

	invoke(token: string): Record<string, Value> {
		throw new Error(`the simulator has no ${token}`);
	}

	private makerOf(type: string) {
		const maker = makers[type];
		if (!maker) throw new Error(`the simulator has no resource type ${type}; add it to simulator/random/random.ts`);
		return maker;
	}
}

function hex(bytes: number): string {
	return randomBytes(bytes).toString("hex");
}

/** A text of the asked length from the asked kinds of characters, with at least as many of each as asked for. */
function text(inputs: Values): string {
	const kinds = [
		...Object.entries(letters).map(([kind, characters]) => ({ kind, characters })),
		{ kind: "special", characters: String(inputs.overrideSpecial ?? special) },
	].filter(({ kind }) => inputs[kind] !== false);
	const required = kinds.flatMap(({ kind, characters }) => {
		const least = Number(inputs[`min${kind[0].toUpperCase()}${kind.slice(1)}`] ?? 0);
		return Array.from({ length: least }, () => pick(characters));
	});
	const all = kinds.map(({ characters }) => characters).join("");
	const chosen = Array.from({ length: Number(inputs.length) - required.length }, () => pick(all)).concat(required);
	for (let at = chosen.length - 1; at > 0; at--) {
		const other = randomInt(at + 1);
		[chosen[at], chosen[other]] = [chosen[other], chosen[at]];
	}
	return chosen.join("");
}

function pick(characters: string): string {
	return characters[randomInt(characters.length)];
}
