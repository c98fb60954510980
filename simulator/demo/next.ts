import { relative } from "node:path";
import type { Playground } from "../playground";

/** What to type after the demo. */
export function next({ folder }: Playground): string {
	return `Nothing of this touched AWS, or your work tree: it all lies in ${relative(process.cwd(), folder) || folder}.

What next:
  npm test                        every check and test
  npm run simulate -- preview --stack staging
                                  any Pulumi command against the demo's environments
  README.md, "On real AWS"        from here to an environment of your own, in six steps. It begins with
                                    pulumi login s3://<a bucket of yours>
                                    pulumi stack init integration --secrets-provider awskms://<a key of yours>
                                    pulumi up --stack integration`;
}
