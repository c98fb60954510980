import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import { contentHash } from "./components/content-hash";
import { Environment } from "./components/environment";
import { Keystone } from "./components/keystone";
import { checkServices, services } from "./services";
import { refuseOtherAccount } from "./settings/account";
import { builtFrom } from "./settings/built-from";
import { loadSettings } from "./settings/load";
import { asUserError } from "./settings/user-error";
import { layOutTasks } from "./tasks/image/lay-out-tasks";

export = async () => {
	const settings = await asUserError(() => {
		checkServices();
		return loadSettings(pulumi.getStack(), pulumi.runtime.allConfig(), __dirname);
	});
	const provider = new aws.Provider("aws", {
		region: settings.region as aws.Region,
		defaultTags: {
			tags: { Project: "understudy", Environment: settings.stack, Role: settings.role, ...expiry(settings) },
		},
	});
	await asUserError(() => refuseOtherAccount(settings, provider));

	const environment = new Environment(
		"environment",
		{ settings, services, application: "app", layOutTasks: () => layOutTasks(contentHash) },
		{ providers: { aws: provider } },
	);
	if (settings.permanent)
		new Keystone(
			"keystone",
			{ environment: settings.stack, role: settings.role },
			{ providers: { aws: provider }, dependsOn: [environment] },
		);

	return {
		url: environment.url,
		release: settings.release ?? {
			image: environment.image,
			tasks: environment.tasks,
			...builtFrom(`${__dirname}/app`),
		},
		endpoints: environment.endpoints,
		dashboard: environment.dashboard,
		data: environment.data ?? "none",
		snapshots: environment.snapshots ?? "none",
		expiry: settings.expiry ?? "none",
		contract: environment.contract,
		design: environment.design,
	};
};

function expiry(settings: { expiry?: string }): Record<string, string> {
	return settings.expiry === undefined ? {} : { Expiry: settings.expiry };
}
