import guardrail from "../../policy-pack/policies/no-cross-type-alias";
import { prove, UNKNOWN } from "./support";

const was = (type: string) => ({ aliases: [`urn:pulumi:orders-production::data-mesh::${type}::old`] });

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "another name", options: { topic: was("kafka:index/topic:Topic") } },
    { title: "another parent", options: { topic: was("mesh:components:EventStream$kafka:index/topic:Topic") } },
    { title: "an older API version", options: { deployment: was("kubernetes:extensions/v1beta1:Deployment") } },
  ],
  invalid: [
    {
      title: "an ACL as a topic",
      options: { topic: was("kafka:index/acl:Acl") },
      says: /was a kafka:index\/acl:Acl before, and is now a kafka:index\/topic:Topic/,
    },
    { title: "another package's", options: { topic: was("confluentcloud:index/topic:Topic") }, says: /confluentcloud/ },
    { title: "a patch", options: { deployment: was("kubernetes:apps/v1:DeploymentPatch") }, says: /DeploymentPatch/ },
    {
      title: "a component",
      options: { product: was("mesh:components:Service") },
      says: /mesh:components:Service before/,
    },
    {
      title: "under a parent",
      options: { topic: was("mesh:components:EventStream$kafka:index/acl:Acl") },
      says: /was a kafka:index\/acl:Acl/,
    },
  ],
  unknown: [
    {
      title: "anything",
      options: { topic: was("kafka:index/topic:Topic") },
      edits: [["topic", ["name"], UNKNOWN]],
      passes: "an option is always known",
    },
  ],
  secret: [
    {
      title: "a value of it",
      options: { topic: was("kafka:index/acl:Acl") },
      edits: [["topic", ["name"], "orders.hidden.v1"]],
      says: /was a kafka/,
    },
  ],
  notApplicable: [{ title: "an alias that isn't a URN", options: { topic: { aliases: ["old"] } } }],
});
