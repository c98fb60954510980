import { didYouMean } from "../../settings/spelling";
import type { Failure } from "../engine/simulation";
import { isObject, unknown, type Value, type Values } from "../engine/values";
import type { Declarations, Properties, PropertyType } from "./declarations";

/**
 * What is wrong with the inputs of a resource: properties that it does not have, lacks, or has of another type. Each
 * failure names type and property.
 */
export function checkInputs(token: string, inputs: Values, declarations: Declarations): Failure[] {
	const failures: Failure[] = [];
	checkObject(token, "", inputs, declarations.inputs[token], declarations, failures);
	return failures;
}

/** Kept by the engine and the SDK, not properties of anything. */
const internal = /^__/;

function checkObject(
	token: string,
	path: string,
	given: Values,
	known: Properties,
	declarations: Declarations,
	failures: Failure[],
): void {
	const at = (key: string) => (path === "" ? key : `${path}.${key}`);
	for (const [key, value] of Object.entries(given)) {
		if (internal.test(key)) continue;
		const property = known[key];
		if (property === undefined) {
			const reason = `${token} has no property "${at(key)}"${didYouMean(key, Object.keys(known))}`;
			failures.push({ property: at(key), reason });
		} else checkValue(token, at(key), value, property.type, declarations, failures);
	}
	for (const [key, { required }] of Object.entries(known))
		if (required && given[key] === undefined)
			failures.push({ property: at(key), reason: `${token} needs the property "${at(key)}"` });
}

function checkValue(
	token: string,
	path: string,
	value: Value,
	type: PropertyType,
	declarations: Declarations,
	failures: Failure[],
): void {
	if (value === unknown || value === null || type.kind === "any") return;
	const wrong = (wanted: string) => {
		const got = Array.isArray(value) ? "a list" : isObject(value) ? "an object" : `a ${typeof value}`;
		failures.push({ property: path, reason: `${token}: "${path}" has to be ${wanted}, not ${got}` });
	};
	const inner = (at: string, element: Value, elementType: PropertyType) =>
		checkValue(token, at, element, elementType, declarations, failures);
	if (type.kind === "array") {
		if (!Array.isArray(value)) wrong("a list");
		else for (const [index, element] of value.entries()) inner(`${path}[${index}]`, element, type.element);
	} else if (type.kind === "map") {
		if (!isObject(value)) wrong("an object");
		else for (const [key, element] of Object.entries(value)) inner(`${path}.${key}`, element, type.element);
	} else if (type.kind === "object") {
		if (!isObject(value)) wrong("an object");
		else checkObject(token, path, value, declarations.objects[type.name] ?? {}, declarations, failures);
	} else if (typeof value !== type.kind) wrong(`a ${type.kind}`);
}
