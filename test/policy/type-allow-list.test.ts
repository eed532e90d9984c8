import guardrail from "../../policy-pack/policies/type-allow-list";
import { prove, UNKNOWN } from "./support";

const platform = (target: unknown) => ({ platform: { type: "mesh:components:Platform", props: { target } } });

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "AWS, on its target", aws: ["msk", "db", "bucket", "bucketBlock", "role"], more: platform("aws") },
  ],
  invalid: [
    {
      title: "AWS, on another target",
      aws: ["bucket"],
      more: platform("kubernetes"),
      says: /aws:s3\/bucket:Bucket are for stacks on target aws, this one is on kubernetes/,
    },
    { title: "AWS, on no target", aws: ["bucket"], says: /this one is on none/ },
    {
      title: "AWS's other provider",
      aws: ["bucketNative"],
      more: platform("aws"),
      says: /aws-native:s3:Bucket are not known/,
    },
    {
      title: "users of AWS, who have keys",
      aws: ["userPolicy"],
      more: platform("aws"),
      says: /aws:iam\/userPolicy:UserPolicy are not known/,
    },
    { title: "a command", types: { config: "command:local:Command" }, says: /command:local:Command are not known/ },
    { title: "a dynamic provider", types: { config: "pulumi-nodejs:dynamic:Resource" }, says: /pulumi-nodejs/ },
    { title: "a Helm release", types: { config: "kubernetes:helm.sh/v3:Release" }, says: /helm/ },
    { title: "raw YAML", types: { config: "kubernetes:yaml/v2:ConfigFile" }, says: /ConfigFile/ },
    { title: "Strimzi's topic", types: { topic: "kubernetes:kafka.strimzi.io/v1beta2:KafkaTopic" }, says: /strimzi/ },
    { title: "a dynamic provider's provider", types: { config: "pulumi:providers:pulumi-nodejs" }, says: /providers/ },
  ],
  unknown: [
    { title: "the target, where it matters", aws: ["bucket"], more: platform(UNKNOWN), reads: /target/ },
    { title: "anything", edits: [["config", ["data"], UNKNOWN]], passes: "a type is always known" },
  ],
  secret: [
    {
      title: "in what isn't known",
      types: { config: "command:local:Command" },
      edits: [["config", ["data", "x"], "hunter2hunter2"]],
      says: /are not known/,
    },
  ],
  notApplicable: [{ title: "providers of the target", types: { config: "pulumi:providers:kubernetes" } }],
});
