import { MSK_CLUSTERS, publicAccess } from "../lib/aws-msk";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "msk-private",
  section: "streams",
  source: "CKV_AWS_291",
  description: "The brokers of an MSK cluster have no public addresses.",
  rationale: "A broker on the internet is one stolen credential away from every stream of the mesh.",
  fix: "take connectivityInfo.publicAccess out, or set its type to DISABLED",
  resource: {
    types: MSK_CLUSTERS,
    *check(cluster) {
      const access = publicAccess(cluster);
      if (access !== "DISABLED") yield `public access is ${access}, allowed is DISABLED`;
    },
  },
});
