import {
	DeleteObjectsCommand,
	GetObjectCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { attempts } from "../../aws/attempts";
import { DataError } from "../errors";
import type { Store } from "./store";

/** How many objects one call deletes at most (S3 API reference, DeleteObjects). */
const longestDelete = 1000;

/** Objects of a bucket below a prefix. The region and the credentials are those that the AWS SDK finds. */
export class BucketStore implements Store {
	readonly name: string;
	private readonly client = new S3Client({ maxAttempts: attempts, followRegionRedirects: true });

	constructor(
		private readonly bucket: string,
		private readonly prefix: string,
	) {
		this.name = `s3://${bucket}${prefix ? `/${prefix}` : ""}`;
	}

	async write(name: string, content: Buffer): Promise<void> {
		await this.told(`write ${this.name}/${name}`, () =>
			this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: this.key(name), Body: content })),
		);
	}

	async read(name: string): Promise<Buffer | undefined> {
		return this.told(`read ${this.name}/${name}`, async () => {
			try {
				const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: this.key(name) }));
				return Buffer.from((await Body?.transformToByteArray()) ?? []);
			} catch (error) {
				if ((error as Error).name === "NoSuchKey") return undefined;
				throw error;
			}
		});
	}

	async list(below = ""): Promise<string[]> {
		const names: string[] = [];
		const prefix = this.key(below === "" ? "" : `${below}/`);
		let token: string | undefined;
		do {
			const page = await this.told(`list ${this.name}`, () =>
				this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ContinuationToken: token })),
			);
			for (const { Key } of page.Contents ?? []) names.push(String(Key).slice(this.key("").length));
			token = page.NextContinuationToken;
		} while (token !== undefined);
		return names;
	}

	async remove(names: string[]): Promise<void> {
		for (let at = 0; at < names.length; at += longestDelete) {
			const Objects = names.slice(at, at + longestDelete).map((name) => ({ Key: this.key(name) }));
			const { Errors = [] } = await this.told(`delete from ${this.name}`, () =>
				this.client.send(new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } })),
			);
			if (Errors.length > 0) throw new DataError(`cannot delete from ${this.name}: ${Errors[0].Code}`);
		}
	}

	private key(name: string): string {
		return this.prefix ? `${this.prefix}/${name}` : name;
	}

	/** AWS's error as one line: what was tried, its name and its message. */
	private async told<T>(what: string, call: () => Promise<T>): Promise<T> {
		try {
			return await call();
		} catch (error) {
			const { name, message } = error as Error;
			throw new DataError(`cannot ${what}: ${name === message ? name : `${name}: ${message}`}`);
		}
	}
}
