import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

/** The type of a property, as far as a provider checks it. `object` names an entry of {@link Declarations.objects}. */
export type PropertyType =
	| { kind: "string" | "number" | "boolean" | "any" }
	| { kind: "array" | "map"; element: PropertyType }
	| { kind: "object"; name: string };

export interface Property {
	type: PropertyType;
	required: boolean;
	/** The provider's own documentation says that a change makes a new resource. */
	documentedReplacement: boolean;
}

export type Properties = Record<string, Property>;

/** A property of a resource that exists. One that is not `optional` always has a value. */
export type Outputs = Record<string, { kind: PropertyType["kind"]; optional: boolean }>;

/** What the declaration files of a provider's Node.js package say about some of its resources. */
export interface Declarations {
	/** By type token: the properties a user may give. */
	inputs: Record<string, Properties>;
	/** By type token: the properties a resource has once it is made, inputs among them. */
	outputs: Record<string, Outputs>;
	/** By qualified name (`rds.ClusterMasterUserSecret`): the nested object types that inputs refer to. */
	objects: Record<string, Properties>;
}

const replacementWords = /forces? (a )?(new|replacement|re-?creation)|(will|must) (be )?(re-?create|replace)/i;

/**
 * Reads the declarations of `tokens` (`aws:rds/cluster:Cluster`) from the installed package `@pulumi/<provider>`.
 * @throws if a token has no declaration file: it names a resource that the installed version does not have.
 */
export function readDeclarations(packageName: string, tokens: string[]): Declarations {
	const root = dirname(require.resolve(`${packageName}/package.json`));
	const nested = new NestedTypes(join(root, "types", "input.d.ts"));
	const found: Declarations = { inputs: {}, outputs: {}, objects: {} };
	for (const token of tokens) {
		const [, path, name] = token.split(":");
		const file = join(root, `${path.replace(/^index\//, "")}.d.ts`);
		if (!existsSync(file)) throw new Error(`${packageName} has no resource ${token}: ${file} does not exist`);
		const source = parse(file);
		found.inputs[token] = members(findInterface(source, `${name}Args`), nested);
		found.outputs[token] = outputs(source, name);
	}
	found.objects = nested.resolveAll();
	return found;
}

function parse(file: string): ts.SourceFile {
	return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function findInterface(scope: ts.SourceFile | ts.ModuleBlock, name: string): ts.InterfaceDeclaration | undefined {
	return scope.statements.find(
		(statement): statement is ts.InterfaceDeclaration =>
			ts.isInterfaceDeclaration(statement) && statement.name.text === name,
	);
}

function outputs(source: ts.SourceFile, name: string): Outputs {
	const declared = source.statements.find(
		(statement): statement is ts.ClassDeclaration => ts.isClassDeclaration(statement) && statement.name?.text === name,
	);
	const found: Outputs = {};
	for (const member of declared?.members ?? []) {
		if (!ts.isPropertyDeclaration(member) || !member.type || !ts.isTypeReferenceNode(member.type)) continue;
		const inner = member.type.typeArguments?.[0];
		if (!inner) continue;
		found[(member.name as ts.Identifier).text] = {
			kind: outputKind(inner),
			optional: /\| undefined$/.test(inner.getText()),
		};
	}
	return found;
}

function outputKind(node: ts.TypeNode): PropertyType["kind"] {
	if (ts.isUnionTypeNode(node)) return outputKind(node.types[0]);
	if (ts.isArrayTypeNode(node)) return "array";
	if (ts.isTypeLiteralNode(node)) return "map";
	if (node.kind === ts.SyntaxKind.NumberKeyword) return "number";
	if (node.kind === ts.SyntaxKind.BooleanKeyword) return "boolean";
	if (ts.isTypeReferenceNode(node) && qualifiedName(node.typeName).startsWith("outputs.")) return "object";
	return "string";
}

function members(declared: ts.InterfaceDeclaration | undefined, nested: NestedTypes): Properties {
	const properties: Properties = {};
	for (const member of declared?.members ?? []) {
		if (!ts.isPropertySignature(member) || !member.type) continue;
		properties[(member.name as ts.Identifier).text] = {
			type: propertyType(member.type, nested),
			required: member.questionToken === undefined,
			documentedReplacement: replacementWords.test(documentation(member)),
		};
	}
	return properties;
}

function documentation(node: ts.Node): string {
	const text = node.getSourceFile().text;
	const ranges = ts.getLeadingCommentRanges(text, node.pos) ?? [];
	return ranges.map((range) => text.slice(range.pos, range.end)).join("\n");
}

/** Unwraps `pulumi.Input<T | undefined>` and maps what is left. Enumerations count as strings: AWS adds to them. */
function propertyType(node: ts.TypeNode, nested: NestedTypes): PropertyType {
	if (ts.isUnionTypeNode(node)) {
		const parts = node.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword);
		return parts.length === 1 ? propertyType(parts[0], nested) : { kind: "any" };
	}
	if (ts.isArrayTypeNode(node)) return { kind: "array", element: propertyType(node.elementType, nested) };
	if (ts.isTypeLiteralNode(node)) {
		const index = node.members.find(ts.isIndexSignatureDeclaration);
		return { kind: "map", element: index ? propertyType(index.type, nested) : { kind: "any" } };
	}
	if (ts.isTypeReferenceNode(node)) return referencedType(node, nested);
	if (node.kind === ts.SyntaxKind.StringKeyword) return { kind: "string" };
	if (node.kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
	if (node.kind === ts.SyntaxKind.BooleanKeyword) return { kind: "boolean" };
	return { kind: "any" };
}

function referencedType(node: ts.TypeReferenceNode, nested: NestedTypes): PropertyType {
	const name = qualifiedName(node.typeName);
	if (name === "pulumi.Input" && node.typeArguments) return propertyType(node.typeArguments[0], nested);
	if (name === "Record") return { kind: "map", element: { kind: "any" } };
	if (name.startsWith("inputs.")) return { kind: "object", name: nested.ask(name.slice("inputs.".length)) };
	if (name.startsWith("enums.")) return { kind: "string" };
	if (name.startsWith("pulumi.asset.")) return { kind: "any" };
	// A union declared elsewhere, such as `Region` or an ARN: strings on the wire.
	return { kind: "string" };
}

function qualifiedName(name: ts.EntityName): string {
	return ts.isIdentifier(name) ? name.text : `${qualifiedName(name.left)}.${name.right.text}`;
}

/** The one large file of nested input types, parsed once and only if a resource refers to it. */
class NestedTypes {
	private readonly asked = new Set<string>();
	private source: ts.SourceFile | undefined;

	constructor(private readonly file: string) {}

	ask(name: string): string {
		this.asked.add(name);
		return name;
	}

	/** Every object type asked for, and those which they refer to. A set that grows while it is walked. */
	resolveAll(): Record<string, Properties> {
		const resolved: Record<string, Properties> = {};
		for (const name of this.asked) resolved[name] = members(this.find(name), this);
		return resolved;
	}

	private find(name: string): ts.InterfaceDeclaration | undefined {
		this.source ??= parse(this.file);
		let scope: ts.SourceFile | ts.ModuleBlock = this.source;
		const path = name.split(".");
		for (const space of path.slice(0, -1)) {
			const module: ts.ModuleDeclaration | undefined = scope.statements.find(
				(statement): statement is ts.ModuleDeclaration =>
					ts.isModuleDeclaration(statement) && statement.name.text === space,
			);
			if (!module?.body) return undefined;
			scope = module.body as ts.ModuleBlock;
		}
		return findInterface(scope, path[path.length - 1]);
	}
}
