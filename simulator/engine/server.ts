import * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as service from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { failHere } from "./failures";
import type { Change, DetailedDiff, Failure, Resource, Simulation } from "./simulation";
import type { Values } from "./values";

/** Serves a simulated provider to Pulumi's engine: listens, and prints the port as the engine expects of a plugin. */
export function serve(simulation: Simulation): void {
	const server = new grpc.Server({
		"grpc.max_receive_message_length": 1 << 28,
		"grpc.max_send_message_length": 1 << 28,
	});
	server.addService(service.ResourceProviderService, handlers(simulation));
	server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
		if (error) throw error;
		process.stdout.write(`${port}\n`);
	});
}

type Handler<Request, Response> = (request: Request) => Response;

/** Turns a plain function into a gRPC handler; what it throws becomes the provider's error message. */
function unary<Request, Response>(handler: Handler<Request, Response>): grpc.handleUnaryCall<Request, Response> {
	return (call, callback) => {
		try {
			callback(null, handler(call.request));
		} catch (error) {
			callback({ code: grpc.status.UNKNOWN, message: (error as Error).message });
		}
	};
}

function handlers(simulation: Simulation): grpc.UntypedServiceImplementation {
	return {
		getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(simulation.version)),
		handshake: unary(() => new proto.ProviderHandshakeResponse()),
		attach: unary(() => new Empty()),
		cancel: unary(() => new Empty()),
		checkConfig: unary((request: proto.CheckRequest) => {
			const news = values(request.getNews());
			return checked(news, simulation.checkConfiguration(news));
		}),
		diffConfig: unary((request: proto.DiffRequest) => diffConfiguration(simulation, request)),
		configure: unary((request: proto.ConfigureRequest) => {
			simulation.configure(values(request.getArgs()));
			return new proto.ConfigureResponse()
				.setAcceptsecrets(false)
				.setAcceptresources(false)
				.setSupportspreview(simulation.previews);
		}),
		check: unary((request: proto.CheckRequest) => {
			const random = Buffer.from(request.getRandomseed_asU8()).toString("hex");
			const result = simulation.check(
				resourceOf(request.getUrn()),
				values(request.getOlds()),
				values(request.getNews()),
				random,
			);
			return checked(result.inputs, result.failures);
		}),
		diff: unary((request: proto.DiffRequest) => {
			const oldInputs = values(request.getOldInputs());
			const result = simulation.diff(resourceOf(request.getUrn()), oldInputs, values(request.getNews()));
			return detailed(result.diff, result.deleteBeforeReplace);
		}),
		create: unary((request: proto.CreateRequest) => {
			const resource = resourceOf(request.getUrn());
			if (!request.getPreview()) failHere("create", resource);
			const made = simulation.create(resource, values(request.getProperties()), request.getPreview());
			return new proto.CreateResponse().setId(made.id).setProperties(struct(made.outputs));
		}),
		read: unary((request: proto.ReadRequest) => {
			const state = values(request.getProperties());
			const resource = resourceOf(request.getUrn());
			const found = simulation.read(resource, request.getId(), state, values(request.getInputs()));
			if (!found) return new proto.ReadResponse();
			return new proto.ReadResponse()
				.setId(request.getId())
				.setProperties(struct(found.outputs))
				.setInputs(struct(found.inputs));
		}),
		update: unary((request: proto.UpdateRequest) => {
			const resource = resourceOf(request.getUrn());
			if (!request.getPreview()) failHere("update", resource);
			const olds = values(request.getOlds());
			const news = values(request.getNews());
			const outputs = simulation.update(resource, request.getId(), olds, news, request.getPreview());
			return new proto.UpdateResponse().setProperties(struct(outputs));
		}),
		delete: unary((request: proto.DeleteRequest) => {
			const resource = resourceOf(request.getUrn());
			failHere("delete", resource);
			simulation.delete(resource, request.getId(), values(request.getProperties()));
			return new Empty();
		}),
		invoke: unary((request: proto.InvokeRequest) => {
			const result = simulation.invoke(request.getTok(), values(request.getArgs()));
			return new proto.InvokeResponse().setReturn(struct(result as Values));
		}),
	};
}

function values(message: Struct | undefined): Values {
	return (message?.toJavaScript() ?? {}) as Values;
}

function struct(record: Values): Struct {
	return Struct.fromJavaScript(JSON.parse(JSON.stringify(record)));
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
function resourceOf(urn: string): Resource {
	const [, , types, ...name] = urn.split("::");
	return { type: types.split("$").at(-1) as string, name: name.join("::") };
}

function checked(inputs: Values, failures: Failure[]): proto.CheckResponse {
	return new proto.CheckResponse()
		.setInputs(struct(inputs))
		.setFailuresList(
			failures.map(({ property, reason }) => new proto.CheckFailure().setProperty(property).setReason(reason)),
		);
}

function diffConfiguration(simulation: Simulation, request: proto.DiffRequest): proto.DiffResponse {
	const [olds, news] = [values(request.getOldInputs()), values(request.getNews())];
	const diff: DetailedDiff = {};
	for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
		if (JSON.stringify(olds[key]) === JSON.stringify(news[key])) continue;
		const change = !(key in olds) ? "add" : !(key in news) ? "delete" : "update";
		diff[key] = { change, replaces: simulation.configurationReplaces(key) };
	}
	return detailed(diff, false);
}

const { Kind } = proto.PropertyDiff;
const kinds: Record<Change, { inPlace: proto.PropertyDiff.Kind; replacing: proto.PropertyDiff.Kind }> = {
	add: { inPlace: Kind.ADD, replacing: Kind.ADD_REPLACE },
	delete: { inPlace: Kind.DELETE, replacing: Kind.DELETE_REPLACE },
	update: { inPlace: Kind.UPDATE, replacing: Kind.UPDATE_REPLACE },
};

function detailed(diff: DetailedDiff, deleteBeforeReplace: boolean): proto.DiffResponse {
	const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
	const response = new proto.DiffResponse()
		.setChanges(Object.keys(diff).length === 0 ? DIFF_NONE : DIFF_SOME)
		.setHasdetaileddiff(true)
		.setDeletebeforereplace(deleteBeforeReplace);
	for (const [path, { change, replaces }] of Object.entries(diff)) {
		const kind = kinds[change][replaces ? "replacing" : "inPlace"];
		response.getDetaileddiffMap().set(path, new proto.PropertyDiff().setKind(kind).setInputdiff(true));
		const property = path.split(/[.[]/)[0];
		response.addDiffs(property);
		if (replaces) response.addReplaces(property);
	}
	return response;
}
