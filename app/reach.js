const { connect } = require("node:net");

/** The services that a task is told of, by the variables that a shop reads them from. */
const services = {
	database: { host: "MAGENTO_DC_DB__CONNECTION__DEFAULT__HOST", port: 3306 },
	cache: { host: "MAGENTO_DC_CACHE__FRONTEND__DEFAULT__BACKEND_OPTIONS__SERVER", port: 6379 },
	sessions: { host: "MAGENTO_DC_SESSION__REDIS__HOST", port: 6379 },
	search: { host: "CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_SERVER_HOSTNAME", port: 443 },
	queue: { host: "MAGENTO_DC_QUEUE__AMQP__HOST", port: 5671 },
};

/** Whether something listens at host and port, within two seconds. */
function reach(host, port) {
	return new Promise((resolve) => {
		const socket = connect({ host, port, timeout: 2000 });
		const end = (reached) => {
			socket.destroy();
			resolve(reached);
		};
		socket.once("connect", () => end(true));
		socket.once("timeout", () => end(false));
		socket.once("error", () => end(false));
	});
}

/** For each service: true, false, or null where the task was told of none. Names only, never a password. */
async function reachEverything(environment) {
	const answers = Object.entries(services).map(async ([name, { host, port }]) => {
		const address = environment[host]?.replace(/^\w+:\/\//, "");
		return [name, address ? await reach(address, port) : null];
	});
	return Object.fromEntries(await Promise.all(answers));
}

module.exports = { reachEverything };
