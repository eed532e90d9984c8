import {
  authenticatesBy,
  isServerless,
  MSK_CLUSTERS,
  MSK_CONFIGURATIONS,
  MSK_SERVERLESS,
  serverProperty,
  takesAnybody,
} from "../lib/aws-msk";
import { guardrail } from "../lib/guardrail";

const OPEN = "allow.everyone.if.no.acl.found";

export default guardrail({
  id: "msk-authenticated",
  section: "streams",
  source: "AwsSolutions-MSK3; MSK default broker configuration",
  description: "An MSK cluster takes authenticated clients only, and one without an ACL gets nothing.",
  rationale: "Access is granted to principals; who has none, or needs no ACL, is past every grant.",
  fix: `set clientAuthentication to IAM, SCRAM or mutual TLS, and ${OPEN}=false in the cluster's configuration`,
  parameters: {
    allowed: {
      unit: "ways of authentication",
      default: ["iam", "scram", "tls"],
      direction: "subset",
      description: "Ways that a cluster may have; it needs one.",
    },
  },
  resource: {
    types: [...MSK_CLUSTERS, ...MSK_SERVERLESS, ...MSK_CONFIGURATIONS],
    *check(resource, { values }) {
      if (MSK_CONFIGURATIONS.includes(resource.type)) {
        const open = serverProperty(resource, OPEN);
        // MSK's own default is true.
        if (open !== "false") yield `${OPEN} is ${open ?? "not set"}, it has to be false`;
        return;
      }
      if (!isServerless(resource) && takesAnybody(resource)) yield "clients need no authentication";
      const ways = authenticatesBy(resource);
      if (ways.length === 0) yield `clients have no way of authentication; allowed are ${values.allowed.join(", ")}`;
      for (const way of ways) {
        if (!values.allowed.includes(way))
          yield `clients authenticate by ${way}, allowed: ${values.allowed.join(", ")}`;
      }
    },
  },
});
