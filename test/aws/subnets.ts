/** The subnets that moto has from the start. */
export async function defaultSubnets(url: string): Promise<string[]> {
	const answer = await fetch(url, {
		method: "POST",
		headers: {
			"content-type": "application/x-www-form-urlencoded",
			authorization:
				"AWS4-HMAC-SHA256 Credential=testing/20260101/eu-central-1/ec2/aws4_request, SignedHeaders=host, Signature=0",
		},
		body: "Action=DescribeSubnets&Version=2016-11-15",
	});
	return [...(await answer.text()).matchAll(/<subnetId>(subnet-\w+)</g)].map(([, id]) => id);
}
