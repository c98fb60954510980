import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readCatalogue } from "../definitions/catalogue";
import { checkInputs } from "../definitions/check";
import { diffInputs } from "../definitions/diff";
import type { Failure, Resource, Simulation } from "../engine/simulation";
import { isObject, unknown, type Value, type Values } from "../engine/values";
import { World } from "../engine/world";

const image = "docker:index/image:Image";

/** Stands in for a Docker engine and a registry: nothing is built, an image's digest is a hash of what it would hold. */
export class Docker implements Simulation {
	readonly version: string = require("@pulumi/docker/package.json").version;
	readonly previews = true;
	private readonly catalogue = readCatalogue("@pulumi/docker", [image], []);
	private readonly world = new World();

	checkConfiguration(): Failure[] {
		return [];
	}

	configurationReplaces(): boolean {
		return false;
	}

	configure(): void {}

	/** Like the real one, puts a hash of the build context among the inputs, so that a change of a file is a change. */
	check({ type }: Resource, _olds: Values, news: Values) {
		if (type !== image) throw new Error(`the simulator has no resource type ${type}; it knows ${image}`);
		const failures = checkInputs(type, news, this.catalogue);
		const build = news.build;
		if (!isObject(build) || build.context === unknown) return { inputs: news, failures };
		const context = String(build.context ?? ".");
		const dockerfile = String(build.dockerfile ?? join(context, "Dockerfile"));
		if (!existsSync(dockerfile))
			failures.push({ property: "build.dockerfile", reason: `unable to open Dockerfile at ${dockerfile}` });
		else return { inputs: { ...news, build: { ...build, contextDigest: digestOf(context) } }, failures };
		return { inputs: news, failures };
	}

	/** Everything is done in place; who logs in to the registry is no part of the image. */
	diff(_resource: Resource, oldInputs: Values, news: Values) {
		const diff = diffInputs(oldInputs, news, () => false);
		for (const key of ["registry.username", "registry.password"]) delete diff[key];
		return { diff, deleteBeforeReplace: false };
	}

	create(_resource: Resource, inputs: Values, preview: boolean) {
		if (preview) return { id: "", outputs: unbuilt(inputs) };
		return { id: String(inputs.imageName), outputs: this.push(inputs) };
	}

	read(_resource: Resource, _id: string, state: Values, inputs: Values) {
		return { outputs: state, inputs };
	}

	update(_resource: Resource, _id: string, _olds: Values, news: Values, preview: boolean): Values {
		return preview ? unbuilt(news) : this.push(news);
	}

	delete(): void {}

	invoke(token: string): Record<string, Value> {
		throw new Error(`the simulator has no ${token}`);
	}

	private push(inputs: Values): Values {
		const build = isObject(inputs.build) ? inputs.build : {};
		const content = JSON.stringify([build.contextDigest, build.args, build.platform, build.target]);
		const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
		const [repository, tag] = String(inputs.imageName).split(/:(?=[^/]*$)/);
		const there = this.world.get(`images/${repository}`, tag);
		if (there && there.digest !== digest)
			throw new Error(
				`tag invalid: The image tag '${tag}' already exists in '${repository}' and cannot be overwritten`,
			);
		this.world.put(`images/${repository}`, tag, { digest });
		const registry = isObject(inputs.registry) ? inputs.registry : {};
		return {
			baseImageName: inputs.imageName,
			context: build.context ?? ".",
			dockerfile: build.dockerfile ?? "Dockerfile",
			imageName: inputs.imageName,
			platform: build.platform ?? "linux/amd64",
			registryServer: registry.server ?? "",
			repoDigest: `${repository}@${digest}`,
		};
	}
}

/** Nothing is built during a preview, so what a build gives is not known. */
function unbuilt(inputs: Values): Values {
	return { ...inputs, repoDigest: unknown, baseImageName: unknown };
}

function digestOf(context: string): string {
	const hash = createHash("sha256");
	for (const file of files(resolve(context))) {
		hash.update(`${relative(context, file)}\0`);
		hash.update(readFileSync(file));
	}
	return hash.digest("hex");
}

function files(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.name !== "node_modules")
		.flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
		.sort();
}
