import type { Catalogue } from "../definitions/catalogue";
import { unknown, type Value, type Values } from "../engine/values";
import type { Kind, Making } from "./kind";
import { fillIn } from "./naming";

/** Inputs that are no part of what a resource is. */
const internal = /^__/;

/** All properties of a resource that exists: its inputs, what its kind computes, and something plausible for the rest. */
export function outputsOf(token: string, kind: Kind, catalogue: Catalogue, making: Omit<Making, "arn">): Values {
	const { inputs, account, region, id, hex } = making;
	const known = { ...inputs, account, region: inputs.region ?? region, id };
	const arn = kind.arn === undefined ? "" : fillIn(kind.arn, known, hex);
	const outputs: Values = {
		...Object.fromEntries(Object.entries(inputs).filter(([key]) => !internal.test(key))),
		...(arn === "" ? {} : { arn }),
		...kind.outputs?.({ ...making, arn }),
	};
	for (const [name, { kind: type, optional }] of Object.entries(catalogue.outputs[token])) {
		if (outputs[name] !== undefined || optional) continue;
		outputs[name] = plausible(name, type, known, hex);
	}
	return outputs;
}

/** A value of the right type for a computed property of which nothing more is known. */
function plausible(name: string, type: string, known: Values, hex: Making["hex"]): Value {
	if (name === "ownerId" || name === "registryId" || name === "accountId") return known.account;
	if (name === "region") return known.region;
	if (name === "tagsAll") return known.tags ?? {};
	if (type === "array") return [];
	if (type === "map" || type === "object") return {};
	if (type === "number") return 0;
	if (type === "boolean") return false;
	return /arn$/i.test(name)
		? `arn:aws:simulated:${known.region}:${known.account}:${name}/${hex(8, name)}`
		: hex(12, name);
}

/** The same as the engine sees it in a preview: inputs, and everything that only the service can say is unknown. */
export function previewedOutputs(token: string, catalogue: Catalogue, inputs: Values): Values {
	const outputs: Values = Object.fromEntries(Object.entries(inputs).filter(([key]) => !internal.test(key)));
	for (const [name, { optional }] of Object.entries(catalogue.outputs[token]))
		if (outputs[name] === undefined && !(optional && name in catalogue.inputs[token])) outputs[name] = unknown;
	return outputs;
}
