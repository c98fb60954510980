import type { Values } from "../engine/values";

/** What a kind's functions are given about the resource that is being made or changed. */
export interface Making {
	inputs: Values;
	account: string;
	region: string;
	/** The id, once it is known. */
	id: string;
	/** The ARN, where the kind has one. */
	arn: string;
	/** That many random hexadecimal digits, the same ones for the same resource. */
	hex: (digits: number, salt?: string) => string;
}

/**
 * What is known of a resource type beyond its declarations and AWS's specification. Everything that says how the
 * provider behaves comes with the place in its code or documentation where that stands.
 */
export interface Kind {
	/** Its name in AWS's resource specification, where there is one. */
	cloudFormation?: string;
	/**
	 * Properties whose change makes a new resource, and properties that change in place, where the specification is
	 * silent, names them otherwise, or is overruled by the provider. Paths without indices: `vpcOptions.subnetIds`.
	 */
	replaces?: string[];
	inPlace?: string[];
	/** Where that is written: a file of terraform-provider-aws, or a page of its documentation. */
	source?: string;
	/** The property that is named after the resource where the program does not; its limits. */
	autoName?: { property: string; longest?: number; lowerCase?: boolean };
	/** How an id looks: `#` stands for 17 random hexadecimal digits, `{x}` for the input x, `arn` for the ARN. */
	id: string | ((making: Omit<Making, "id" | "arn">) => string);
	/** The ARN, where the specification has no template or a misleading one; the same notation, and {id}. */
	arn?: string;
	/** Computed properties that programs read, or that follow from the inputs. */
	outputs?: (making: Making) => Values;
	/** Computed properties that an update makes unknown until it has run. */
	changing?: string[];
	/** What may not be deleted, and why. @returns the service's answer, or undefined */
	refusesDeletion?: (state: Values) => string | undefined;
}
