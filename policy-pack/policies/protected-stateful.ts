import { GLUE_SCHEMAS } from "../lib/aws-glue";
import { MSK_CLUSTERS, MSK_SERVERLESS } from "../lib/aws-msk";
import { DB_GLOBALS, DB_TYPES } from "../lib/aws-rds";
import { S3_BUCKETS } from "../lib/aws-s3";
import { guardrail } from "../lib/guardrail";
import { CATALOG, CNPG_CLUSTER, CNPG_DATABASE, DATABASE_SCHEMA, SUBJECT, TOPIC, VOLUME_CLAIM } from "../lib/types";

export default guardrail({
  id: "protected-stateful",
  section: "gate",
  source: "design.md: stateful things survive accidents",
  description:
    "Topics, subjects, database schemas, volume claims and catalogs, CloudNativePG's databases, and AWS's clusters, databases, buckets and schemas, are protected, except in the throw-away environment local.",
  rationale: "A renamed resource or a wrong stack must not take the data with it.",
  fix: "set `protect: true` on the resource itself (components/shared/stateful.ts); a component's option doesn't reach it",
  resource: {
    types: [
      ...[TOPIC, SUBJECT, DATABASE_SCHEMA, CATALOG, VOLUME_CLAIM, CNPG_CLUSTER, CNPG_DATABASE],
      ...[MSK_CLUSTERS, MSK_SERVERLESS, DB_TYPES, DB_GLOBALS, S3_BUCKETS, GLUE_SCHEMAS].flat(),
    ],
    *check({ protect }, { throwAway }) {
      if (!protect && !throwAway) yield "holds data and is not protected";
    },
  },
});
