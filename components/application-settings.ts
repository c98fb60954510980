import * as pulumi from "@pulumi/pulumi";
import type { Stores } from "./stores";

/**
 * Where this environment's services are, as the variables that Magento reads them from: `CONFIG__<scope>__<path>` for
 * system settings, `MAGENTO_DC_<path>` for what else would stand in env.php.
 * @param url the address that visitors use, with a trailing slash
 */
export function applicationSettings(
	stores: Stores,
	url: pulumi.Input<string>,
	region: string,
): Record<string, pulumi.Input<string>> {
	const { database, cache, sessions, search, queue, media } = stores;
	const cacheHost = pulumi.interpolate`tls://${cache.endpoint}`;
	return {
		CONFIG__DEFAULT__WEB__UNSECURE__BASE_URL: url,
		CONFIG__DEFAULT__WEB__SECURE__BASE_URL: url,
		CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_SERVER_HOSTNAME: pulumi.interpolate`https://${search.endpoint}`,
		CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_SERVER_PORT: "443",
		CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_USERNAME: search.userName,
		MAGENTO_DC_DB__CONNECTION__DEFAULT__HOST: database.endpoint,
		MAGENTO_DC_CACHE__FRONTEND__DEFAULT__BACKEND_OPTIONS__SERVER: cacheHost,
		MAGENTO_DC_CACHE__FRONTEND__DEFAULT__BACKEND_OPTIONS__DATABASE: "0",
		MAGENTO_DC_CACHE__FRONTEND__PAGE_CACHE__BACKEND_OPTIONS__SERVER: cacheHost,
		MAGENTO_DC_CACHE__FRONTEND__PAGE_CACHE__BACKEND_OPTIONS__DATABASE: "1",
		MAGENTO_DC_SESSION__REDIS__HOST: pulumi.interpolate`tls://${sessions.endpoint}`,
		MAGENTO_DC_QUEUE__AMQP__HOST: queue.host,
		MAGENTO_DC_QUEUE__AMQP__PORT: String(queue.port),
		MAGENTO_DC_QUEUE__AMQP__SSL: "true",
		MAGENTO_DC_QUEUE__AMQP__USER: queue.userName,
		MAGENTO_DC_REMOTE_STORAGE__CONFIG__BUCKET: media.bucketName,
		MAGENTO_DC_REMOTE_STORAGE__CONFIG__REGION: region,
	};
}

/**
 * The same for what is secret, or is read anew by each task that starts: not the values, but where ECS finds them.
 * @param servedSchema the parameter that says which schema is served
 */
export function applicationSecrets(
	stores: Stores,
	servedSchema: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
	const { database, cache, sessions, search, queue } = stores;
	return {
		CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_PASSWORD: search.secretArn,
		MAGENTO_DC_DB__CONNECTION__DEFAULT__DBNAME: servedSchema,
		MAGENTO_DC_DB__CONNECTION__DEFAULT__USERNAME: pulumi.interpolate`${database.secretArn}:username::`,
		MAGENTO_DC_DB__CONNECTION__DEFAULT__PASSWORD: pulumi.interpolate`${database.secretArn}:password::`,
		MAGENTO_DC_CACHE__FRONTEND__DEFAULT__BACKEND_OPTIONS__PASSWORD: cache.secretArn,
		MAGENTO_DC_CACHE__FRONTEND__PAGE_CACHE__BACKEND_OPTIONS__PASSWORD: cache.secretArn,
		MAGENTO_DC_SESSION__REDIS__PASSWORD: sessions.secretArn,
		MAGENTO_DC_QUEUE__AMQP__PASSWORD: queue.secretArn,
	};
}
