import guardrail from "../../policy-pack/policies/protected-stateful";
import { prove, UNKNOWN } from "./support";

const ON_AWS = ["msk", "mskNative", "db", "cluster", "memberNative", "bucket", "bucketNative", "glueSchema"] as const;

prove(guardrail, {
  valid: [{ title: "as it is" }, { title: "on AWS", aws: ON_AWS }],
  invalid: [
    { title: "a topic", unprotected: ["topic"], says: /is not protected/ },
    {
      title: "a database schema",
      unprotected: ["database"],
      says: /is not protected/,
    },
    {
      title: "a volume claim",
      more: { one: { type: "kubernetes:core/v1:PersistentVolumeClaim", props: {} } },
      says: /not/,
    },
    {
      title: "CloudNativePG's cluster",
      more: { one: { type: "kubernetes:postgresql.cnpg.io/v1:Cluster", props: {} } },
      says: /is not protected/,
    },
    {
      title: "Strimzi's topic",
      more: { one: { type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaTopic", props: {} } },
      says: /is not protected/,
    },
    { title: "a subject", unprotected: ["subject"], says: /is not protected/ },
    { title: "on AWS", aws: ON_AWS, unprotected: ON_AWS, says: /is not protected/, times: ON_AWS.length },
  ],
  unknown: [{ title: "anything", edits: [["topic", ["name"], UNKNOWN]], passes: "an option is always known" }],
  secret: [
    {
      title: "a name",
      edits: [["topic", ["name"], "orders.hidden.v1"]],
      unprotected: ["topic"],
      says: /is not protected/,
    },
  ],
  notApplicable: [
    { title: "local", stack: "orders-local", unprotected: ["topic"] },
    { title: "nothing that holds data", unprotected: ["deployment"] },
  ],
});
