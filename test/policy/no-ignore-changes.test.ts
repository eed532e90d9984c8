import guardrail from "../../policy-pack/policies/no-ignore-changes";
import { prove, UNKNOWN } from "./support";

const ignores = (...ignoreChanges: readonly string[]) => ({ topic: { ignoreChanges } });

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "what the cluster writes",
      options: { deployment: { ignoreChanges: ["status", "metadata.resourceVersion", 'metadata["managedFields"]'] } },
    },
  ],
  invalid: [
    {
      title: "a topic's config",
      options: ignores("config"),
      says: /ignores changes of "config", which guardrails may read/,
    },
    { title: "an entry of it", options: ignores('config["retention.ms"]'), says: /retention\.ms/ },
    { title: "everything", options: ignores("*"), says: /"\*"/ },
    { title: "all of the metadata", options: { deployment: { ignoreChanges: ["metadata"] } }, says: /"metadata"/ },
    {
      title: "what only begins alike",
      options: { deployment: { ignoreChanges: ["statusPage"] } },
      says: /"statusPage"/,
    },
    {
      title: "two",
      options: ignores("partitions", "replicationFactor"),
      says: /"(partitions|replicationFactor)"/,
      times: 2,
    },
    { title: "of a component", options: { product: { ignoreChanges: ["model"] } }, says: /"model"/ },
    {
      title: "a tightened parameter",
      tightenings: { orders: { "no-ignore-changes": { allowed: [] } } },
      options: ignores("status"),
      says: /"status"/,
    },
  ],
  unknown: [
    {
      title: "the value that is ignored",
      options: ignores("status"),
      edits: [["topic", ["status"], UNKNOWN]],
      passes: "an option is always known",
    },
  ],
  secret: [
    {
      title: "the value that is ignored",
      options: ignores("config"),
      edits: [["topic", ["config", "x"], "hidden-value"]],
      says: /"config"/,
    },
  ],
  notApplicable: [{ title: "no such option", options: { topic: { protect: true } } }],
});
