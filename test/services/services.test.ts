import { strict as assert } from "node:assert";
import { checkServices, type Services, services, supportsQueueInstance } from "../../services";
import { combinationProblems } from "../../services/supported";

const running = {
	commerce: "2.4.8-p5",
	php: "8.4",
	database: "8.0.mysql_aurora.3.12.0",
	cache: "valkey 8.0",
	sessions: "valkey 8.0",
	search: "3.1",
	queue: "3.13",
};

describe("services", () => {
	it("are a combination that Adobe supports", () => assert.doesNotThrow(() => checkServices()));

	const table: [Partial<typeof running>, string[]][] = [
		[{}, []],
		[{ database: "8.0.mysql_aurora.3.14.1" }, []],
		[{ php: "8.3", cache: "redis 7.1", sessions: "redis 7.1" }, []],
		[{ commerce: "2.4.9", php: "8.5" }, []],
		[
			{
				commerce: "2.4.8",
				search: "2.19",
				cache: "redis 7.1",
				sessions: "redis 7.1",
				database: "8.0.mysql_aurora.3.08.2",
			},
			[],
		],
		[{ php: "8.2" }, ["PHP 8.2 with Adobe Commerce 2.4.8-p5: nearest supported 8.3"]],
		[{ commerce: "2.4.9" }, ["PHP 8.4 with Adobe Commerce 2.4.9: nearest supported 8.5"]],
		[
			{ database: "8.0.mysql_aurora.3.10.1" },
			["Aurora MySQL 3.10 with Adobe Commerce 2.4.8-p5: nearest supported 3.12 or later"],
		],
		[
			{ cache: "valkey 7.2" },
			["ElastiCache for the cache valkey 7.2 with Adobe Commerce 2.4.8-p5: nearest supported valkey 8.0"],
		],
		[
			{ sessions: "redis 6.2" },
			["ElastiCache for sessions redis 6.2 with Adobe Commerce 2.4.8-p5: nearest supported redis 7.1"],
		],
		[{ search: "2.19" }, ["OpenSearch 2.19 with Adobe Commerce 2.4.8-p5: nearest supported 3.1"]],
		[{ queue: "4.2" }, ["RabbitMQ 4.2 with Adobe Commerce 2.4.8-p5: nearest supported 3.13"]],
		[{ commerce: "2.4.7" }, ["Adobe Commerce 2.4.7: nearest supported 2.4.8; known: 2.4.8, 2.4.8-p5, 2.4.9"]],
	];
	for (const [change, problems] of table)
		it(`with ${JSON.stringify(change)}: ${problems.length === 0 ? "fine" : "refused"}`, () =>
			assert.deepEqual(combinationProblems({ ...running, ...change }), problems));

	it("outside the table are refused with every problem at once", () => {
		const changed: Services = structuredClone(services);
		changed.runtime.php = "7.4";
		changed.search.version = "1.3";
		assert.throws(() => checkServices(changed), /PHP 7\.4 .* 8\.4\n {2}OpenSearch 1\.3 .* 3\.1$/);
	});

	it("on RabbitMQ 4 run on mq.m7g only", () => {
		assert.equal(supportsQueueInstance("mq.t3.micro", "3.13"), undefined);
		assert.equal(supportsQueueInstance("mq.m7g.large", "4.2"), undefined);
		assert.equal(
			supportsQueueInstance("mq.t3.micro", "4.2"),
			"got mq.t3.micro; RabbitMQ 4.2 runs on mq.m7g only, the smallest is mq.m7g.medium",
		);
	});
});
