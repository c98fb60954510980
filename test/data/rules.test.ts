import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalogue, Table } from "../../tasks/data/catalogue/catalogue";
import { stagesOf } from "../../tasks/data/catalogue/definition";
import { readAddress } from "../../tasks/data/connection/address";
import { classify, matches } from "../../tasks/data/rules/classify";
import { loadRules } from "../../tasks/data/rules/load";
import { sanitisedJson, sanitisedPhp } from "../../tasks/data/transfer/documents";
import { parsePhp, serialisePhp } from "../../tasks/data/transfer/php";

const table = (name: string, columns: string[]): Table => ({
	name,
	engine: "InnoDB",
	rows: 0,
	bytes: 0,
	columns: columns.map((column) => ({
		name: column,
		type: "varchar",
		fullType: "varchar(255)",
		charset: "utf8mb4",
		collation: "utf8mb4_general_ci",
		length: 255,
		nullable: true,
		generated: false,
		autoIncrement: false,
	})),
	primaryKey: [],
	uniqueKeys: [],
	foreignKeys: [],
	create: "",
});
const catalogue = (...tables: Table[]): Catalogue => ({
	schema: "shop",
	family: "mariadb",
	version: "10.11",
	charset: "utf8mb4",
	collation: "utf8mb4_general_ci",
	tables,
	sequences: [],
	views: [],
	routines: [],
	triggers: [],
	events: [],
});

describe("rules", () => {
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), "understudy-rules-"));
	});
	after(() => rmSync(folder, { recursive: true, force: true }));
	const rules = (text: string) => {
		const file = join(folder, "rules.yaml");
		writeFileSync(file, text);
		return loadRules(file);
	};

	it("of the shop win over the built-in ones, column by column", () => {
		const { tables } = rules(
			"version: 1\ntables:\n  customer_entity:\n    columns: { gender: keep, loyalty: token }\n",
		);
		assert.deepEqual(tables.customer_entity.columns.gender, { do: "keep" });
		assert.deepEqual(tables.customer_entity.columns.loyalty, { do: "pseudonym", kind: "token" });
		assert.deepEqual(tables.customer_entity.columns.email, { do: "pseudonym", kind: "email" });
	});

	it("report every mistake of a file with line and column", () => {
		assert.throws(
			() =>
				rules(
					"version: 1\nlocale: xx\ntables:\n  a:\n    columns:\n      b: emial\n    colums: {}\ndomain: shop.com\n",
				),
			(error: Error) => {
				const lines = error.message.split("\n");
				assert.equal(lines.length, 4, error.message);
				assert.match(error.message, /:2:1: locale: /);
				assert.match(error.message, /:6:7: tables\.a\.columns\.b: .*"email"/);
				assert.match(error.message, /:7:5: tables\.a\.colums: this key means nothing here/);
				assert.match(error.message, /:8:1: domain: ends with \.invalid/);
				return true;
			},
		);
	});

	it("leave no column to chance, and take a name that is not there for a typing mistake", () => {
		const given = rules(
			"version: 1\ntables:\n  customer_entity: { columns: { emial: email } }\n  extension: { keep: [id], columns: { note: text } }\n",
		);
		const { unclassified, problems } = classify(
			catalogue(
				table("customer_entity", ["email", "firstname", "shoe_size"]),
				table("extension", ["id", "note"]),
				table("new", ["a"]),
			),
			given,
		);
		assert.deepEqual(
			unclassified.map((one) => `${one.table}.${one.column.name}`),
			["customer_entity.shoe_size", "new.a"],
		);
		assert.deepEqual(problems, ["customer_entity.emial: a rule names a column that is not there"]);
	});

	it("find what cannot work before a row is read", () => {
		const short = table("extension", ["mail", "code"]);
		short.columns[0].length = 10;
		short.columns[1].nullable = false;
		short.uniqueKeys = [["code"]];
		const given = rules("version: 1\ntables:\n  extension: { columns: { mail: email, code: city } }\n");
		assert.deepEqual(classify(catalogue(short), given).problems, [
			'extension.mail: a pseudonym "email" needs 16 characters, the column takes 10',
			'extension.code: has to be unique, and "city" gives the same pseudonym for different values at times',
		]);
	});

	it("fit names to patterns", () => {
		assert.ok(matches("*_cl", "catalog_product_cl"));
		assert.ok(!matches("*_cl", "catalog_product_class"));
		assert.ok(matches("web/*/base_url", "web/unsecure/base_url"));
	});
});

describe("documents", () => {
	const paths = [[["a", "*", "mail"], () => "x@shop.invalid"]] as const;
	it("are sanitised at their paths and nowhere kept by accident", () => {
		assert.equal(
			sanitisedJson('{"a":[{"mail":"m","n":"Anna"}],"phone":491711234567,"ok":true}', paths as never, () => undefined),
			'{"a":[{"mail":"x@shop.invalid","n":null}],"phone":0,"ok":true}',
		);
		assert.equal(
			sanitisedJson("not json", paths as never, () => undefined),
			undefined,
		);
	});
	it("in PHP's form keep their lengths right", () => {
		const text = 'a:2:{s:4:"name";s:5:"Änna";s:1:"n";i:3;}';
		assert.equal(serialisePhp(parsePhp(Buffer.from(text)) as never).toString(), text);
		assert.equal(
			sanitisedPhp(text, [], () => "Bö"),
			'a:2:{s:4:"name";s:3:"Bö";s:1:"n";i:3;}',
		);
		assert.equal(
			sanitisedPhp('s:20:"too short";', [], () => "x"),
			undefined,
		);
	});
});

describe("table definitions", () => {
	it("come in two stages: what orders the rows first, keys and references after them", () => {
		const create =
			"CREATE TABLE `t` (\n  `id` int(11) NOT NULL AUTO_INCREMENT COMMENT ') KEY `x`',\n  `v` varchar(10) DEFAULT '  KEY `y`',\n  PRIMARY KEY (`id`),\n  UNIQUE KEY `u` (`v`),\n  FULLTEXT KEY `f` (`v`),\n  CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `p` (`id`)\n) ENGINE=InnoDB AUTO_INCREMENT=5";
		const one = table("t", ["id", "v"]);
		one.columns[0].autoIncrement = true;
		const stages = stagesOf({ ...one, create, primaryKey: ["id"] });
		assert.deepEqual(stages.keys, ["ADD UNIQUE KEY `u` (`v`)", "ADD FULLTEXT KEY `f` (`v`)"]);
		assert.deepEqual(stages.foreignKeys, [
			{ name: "c", clause: "ADD CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `p` (`id`)" },
		]);
		assert.match(stages.create, /PRIMARY KEY \(`id`\)\n\) ENGINE=InnoDB AUTO_INCREMENT=5$/);
	});
});

describe("connection strings", () => {
	it("are read whole, and their mistakes are told without them", () => {
		assert.deepEqual(readAddress("mysql://u%40x:p%2Fw@db.example:3307/shop", "S"), {
			host: "db.example",
			port: 3307,
			socket: undefined,
			user: "u@x",
			password: "p/w",
			secret: undefined,
			schema: "shop",
			tls: "verify",
		});
		assert.equal(readAddress("mysql://u:p@127.0.0.1/shop", "S").tls, "off");
		const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:login-AbCdEf";
		assert.equal(readAddress(`mysql://db.example/shop?secret=${arn}`, "S").secret, arn);
		assert.throws(
			() => readAddress(`mysql://u:p@db.example/shop?secret=login`, "S"),
			/it has a user and a secret; .*; secret is the ARN of a secret in Secrets Manager/,
		);
		assert.throws(
			() => readAddress("postgres://u:geheim@h/", "UNDERSTUDY_SOURCE"),
			(error: Error) => {
				assert.match(
					error.message,
					/^UNDERSTUDY_SOURCE: it starts with mysql:\/\/ or mariadb:\/\/; it ends with one schema's name/,
				);
				assert.doesNotMatch(error.message, /geheim/);
				return true;
			},
		);
	});
});
