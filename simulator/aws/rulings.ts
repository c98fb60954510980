import type { Catalogue } from "../definitions/catalogue";
import type { Ruling } from "../definitions/diff";
import type { Kind } from "./kind";

/**
 * What a change of each property does, for one resource type. The provider's own word goes first: the table of kinds,
 * then its documentation. AWS's specification follows where it has a property of that name.
 * @throws for a property of which none of them speaks: add it to the kind, with its source
 */
export function rulingsFor(token: string, kind: Kind, catalogue: Catalogue): Ruling {
	const specified = kind.cloudFormation ? catalogue.replacement[kind.cloudFormation] : {};
	return (path) => {
		for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
			if (kind.replaces?.includes(at)) return true;
			if (kind.inPlace?.includes(at)) return false;
		}
		const [property] = path.split(".");
		if (property === "tags" || property === "tagsAll") return false;
		// A resource cannot move between regions.
		if (property === "region") return true;
		if (catalogue.inputs[token][property]?.documentedReplacement) return true;
		const word = specified[property.toLowerCase()];
		if (word === undefined)
			throw new Error(
				`the simulator does not know what a change of "${property}" of ${token} does; look it up in the provider's ` +
					"code and add it to simulator/aws/kinds",
			);
		return word === "yes";
	};
}
