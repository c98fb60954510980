import * as aws from "../aws";
import type { Settings } from "../settings";
import { SettingsError } from "./mistake";

/**
 * Refuses to plan anything with the credentials of another account than the stack's own.
 * @throws SettingsError that names both accounts
 */
export async function refuseOtherAccount(settings: Settings, provider: aws.Provider): Promise<void> {
	const { accountId } = await aws.getCallerIdentity({}, { provider });
	if (accountId === settings.account) return;
	throw new SettingsError(`Pulumi.${settings.stack}.yaml`, [
		{
			path: ["account"],
			message:
				`got "${settings.account}", but the AWS credentials in use belong to account "${accountId}"; use ` +
				`credentials of ${settings.account} (AWS_PROFILE, for instance), or select the stack that ${accountId} is for`,
		},
	]);
}
