import { tagOf } from "../lib/aws";
import { GLUE_REGISTRIES, GLUE_SCHEMAS, GLUE_WORKERS } from "../lib/aws-glue";
import { MSK_CLUSTERS, MSK_SERVERLESS } from "../lib/aws-msk";
import { DB_PARAMETER_GROUPS, DB_TYPES } from "../lib/aws-rds";
import { S3_BUCKETS } from "../lib/aws-s3";
import { guardrail } from "../lib/guardrail";

const DOMAIN = "mesh.domain";
const IAM = [
  ...["policy:Policy", "role:Role", "user:User"].map((type) => `aws:iam/${type}`),
  ...["Role", "User"].map((type) => `aws-native:iam:${type}`),
];

export default guardrail({
  id: "aws-tags",
  section: "aws",
  source: "The article's tagging policy; AWS tagging best practices",
  description: "Every AWS resource that takes tags says its domain, product, version and owner.",
  rationale: "The bill, alarms and clean-up go by tags; what has none belongs to nobody.",
  fix: "set the tags on the resource, or as the provider's default tags",
  parameters: {
    required: {
      unit: "tags",
      default: [DOMAIN, "mesh.product", "mesh.version", "mesh.owner"],
      direction: "superset",
      description: "Tags that everything has.",
    },
  },
  resource: {
    types: [
      ...[MSK_CLUSTERS, MSK_SERVERLESS, DB_TYPES, DB_PARAMETER_GROUPS, S3_BUCKETS].flat(),
      ...[GLUE_REGISTRIES, GLUE_SCHEMAS, GLUE_WORKERS, IAM].flat(),
    ],
    *check(resource, { values, domain, isPlatform }) {
      for (const name of values.required) {
        if (!tagOf(resource, name).text()) yield `tag ${name} is not set`;
      }
      const said = tagOf(resource, DOMAIN).text();
      if (said && !isPlatform && said !== domain) yield `tag ${DOMAIN} is "${said}" in the stack of domain "${domain}"`;
    },
  },
});
