import { createHash } from "node:crypto";
import { once } from "node:events";
import { createGunzip, createGzip, type Gzip } from "node:zlib";
import { DataError } from "../errors";
import type { Chunk } from "../manifest/manifest";
import type { Destination } from "../transfer/stream";
import type { Store } from "./store";

/** How many bytes of rows a chunk holds, before compression; more only where one row has more. */
const chunkBytes = 32 * 1024 * 1024;
const pieceBytes = 256 * 1024;
/** The fastest that gzip has: time is dearer than the bucket. */
const level = 1;

/** Rows of a table on their way into files of a store: gzip over the lines that LOAD DATA takes. */
export class ChunkWriter implements Destination {
	readonly chunks: Chunk[] = [];
	private open: OpenChunk | undefined;
	private busy: Promise<void> = Promise.resolve();

	/** @param nameOf what the n-th file is called */
	constructor(
		private readonly store: Store,
		private readonly nameOf: (n: number) => string,
	) {}

	write(block: Buffer, rows: number): Promise<void> {
		this.busy = this.busy.then(() => this.append(block, rows));
		return this.busy;
	}

	/** Writes what is left. @returns all files */
	async end(): Promise<Chunk[]> {
		await this.busy;
		await this.finish();
		return this.chunks;
	}

	private async append(block: Buffer, rows: number): Promise<void> {
		this.open ??= new OpenChunk();
		await this.open.append(block, rows);
		if (this.open.bytes >= chunkBytes) await this.finish();
	}

	private async finish(): Promise<void> {
		if (this.open === undefined) return;
		const { rows, bytes } = this.open;
		const content = await this.open.end();
		this.open = undefined;
		const file = this.nameOf(this.chunks.length + 1);
		await this.store.write(file, content);
		this.chunks.push({ file, rows, bytes, stored: content.length, sha256: sha256(content) });
	}
}

/** A file that is being compressed. What comes out is kept until it is whole, for it is small. */
class OpenChunk {
	rows = 0;
	bytes = 0;
	private readonly gzip: Gzip = createGzip({ level, chunkSize: pieceBytes });
	private readonly compressed: Buffer[] = [];

	constructor() {
		this.gzip.on("data", (piece: Buffer) => this.compressed.push(piece));
	}

	async append(block: Buffer, rows: number): Promise<void> {
		this.rows += rows;
		this.bytes += block.length;
		if (!this.gzip.write(block)) await once(this.gzip, "drain");
	}

	async end(): Promise<Buffer> {
		this.gzip.end();
		await once(this.gzip, "end");
		return Buffer.concat(this.compressed.splice(0));
	}
}

/**
 * Reads a file of an export and hands on its rows. Nothing of it is handed on before its checksum is found right.
 * @throws DataError if it is missing or not what was written
 */
export async function readChunk(store: Store, chunk: Chunk, destination: Destination): Promise<void> {
	const content = await store.read(chunk.file);
	if (content === undefined) throw new DataError(`${store.name}/${chunk.file} is missing; the export is not whole`);
	if (content.length !== chunk.stored || sha256(content) !== chunk.sha256)
		throw new DataError(`${store.name}/${chunk.file} is not what was exported: its checksum differs`);
	const gunzip = createGunzip({ chunkSize: pieceBytes });
	gunzip.end(content);
	for await (const piece of gunzip) await destination.write(piece as Buffer, 0);
}

function sha256(content: Buffer): string {
	return createHash("sha256").update(content).digest("hex");
}
