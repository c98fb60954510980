import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface MediaReadersArgs {
	bucketName: pulumi.Input<string>;
	bucketArn: pulumi.Input<string>;
	/** The distribution that serves the files. Undefined where there is no CDN: the application then serves them itself. */
	distributionArn?: pulumi.Input<string>;
}

/** Who may read the media bucket beside the application's own role: the CDN, and over TLS only. */
export class MediaReaders extends pulumi.ComponentResource {
	constructor(name: string, args: MediaReadersArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:MediaReaders", name, {}, opts);
		const tlsOnly = {
			Sid: "TlsOnly",
			Effect: "Deny",
			Principal: "*",
			Action: "s3:*",
			Resource: [args.bucketArn, pulumi.interpolate`${args.bucketArn}/*`],
			Condition: { Bool: { "aws:SecureTransport": "false" } },
		};
		const distribution = {
			Sid: "Distribution",
			Effect: "Allow",
			Principal: { Service: "cloudfront.amazonaws.com" },
			Action: ["s3:GetObject"],
			Resource: pulumi.interpolate`${args.bucketArn}/media/*`,
			Condition: { StringEquals: { "aws:SourceArn": args.distributionArn } },
		};
		new aws.s3.BucketPolicy(
			name,
			{
				bucket: args.bucketName,
				policy: pulumi.jsonStringify({
					Version: "2012-10-17",
					Statement: args.distributionArn === undefined ? [tlsOnly] : [distribution, tlsOnly],
				}),
			},
			{ parent: this },
		);
		this.registerOutputs({});
	}
}
