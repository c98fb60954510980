import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface CertificateArgs {
	/** Host name that the certificate is for. A change replaces it, the new one first. */
	domain: string;
	/** Route 53 hosted zone in which the proof of ownership is written. */
	hostedZone: string;
	/** Region in which it is used; a CDN's has to be in us-east-1. A change replaces it. */
	region: string;
}

/** A TLS certificate that AWS renews by itself, ready to be used once `arn` is known. */
export class Certificate extends pulumi.ComponentResource {
	readonly arn: pulumi.Output<string>;

	constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Certificate", name, {}, opts);
		const parent = { parent: this };
		const certificate = new aws.acm.Certificate(
			name,
			{ domainName: args.domain, validationMethod: "DNS", region: args.region },
			parent,
		);
		const proof = certificate.domainValidationOptions[0];
		const record = new aws.route53.Record(
			name,
			{
				zoneId: args.hostedZone,
				name: proof.resourceRecordName,
				type: proof.resourceRecordType,
				records: [proof.resourceRecordValue],
				ttl: 300,
				// The load balancer's and the CDN's certificate for one name ask for the same record.
				allowOverwrite: true,
			},
			parent,
		);
		const validation = new aws.acm.CertificateValidation(
			name,
			{ certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn], region: args.region },
			parent,
		);
		this.arn = validation.certificateArn;
		this.registerOutputs({ arn: this.arn });
	}
}
