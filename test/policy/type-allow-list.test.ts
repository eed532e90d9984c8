import guardrail from "../../policy-pack/policies/type-allow-list";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    { title: "a command", types: { config: "command:local:Command" }, says: /command:local:Command are not known/ },
    { title: "a dynamic provider", types: { config: "pulumi-nodejs:dynamic:Resource" }, says: /pulumi-nodejs/ },
    { title: "a Helm release", types: { config: "kubernetes:helm.sh/v3:Release" }, says: /helm/ },
    { title: "raw YAML", types: { config: "kubernetes:yaml/v2:ConfigFile" }, says: /ConfigFile/ },
    { title: "Strimzi's topic", types: { topic: "kubernetes:kafka.strimzi.io/v1beta2:KafkaTopic" }, says: /strimzi/ },
    { title: "a dynamic provider's provider", types: { config: "pulumi:providers:pulumi-nodejs" }, says: /providers/ },
  ],
  unknown: [{ title: "anything", edits: [["config", ["data"], UNKNOWN]], passes: "a type is always known" }],
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
