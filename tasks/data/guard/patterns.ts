import { isCardNumber } from "./card";
import { isIban } from "./iban";

const address = /[A-Za-z0-9._%+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})/g;
/** Domains that are nobody's (RFC 2606), and endings of file names: image@2x.png. */
const nobody =
	/(^|\.)(invalid|test|example|localhost|example\.(com|net|org))$|\.(png|jpe?g|gif|svg|webp|css|js|html?)$/i;
const digitRuns = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;
const ibans = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY/;
const webToken = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/;
const awsKey = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** Whether a text holds an e-mail address outside the allowed domains. */
export function hasEmail(text: string, allowedDomains: string[]): boolean {
	for (const [, domain] of text.matchAll(address)) {
		const name = domain.toLowerCase();
		if (nobody.test(name)) continue;
		if (!allowedDomains.some((allowed) => name === allowed || name.endsWith(`.${allowed}`))) return true;
	}
	return false;
}

export function hasCard(text: string): boolean {
	return (text.match(digitRuns) ?? []).some((run) => isCardNumber(run.replace(/\D/g, "")));
}

export function hasIban(text: string): boolean {
	return (text.match(ibans) ?? []).some((run) => isIban(run.replaceAll(" ", "")));
}

export function hasPrivateKey(text: string): boolean {
	return privateKey.test(text);
}

export function hasWebToken(text: string): boolean {
	return webToken.test(text);
}

export function hasAwsKey(text: string): boolean {
	return awsKey.test(text);
}
