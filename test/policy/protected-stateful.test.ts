import guardrail from "../../policy-pack/policies/protected-stateful";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    { title: "a topic", unprotected: ["topic"], says: /is not protected/ },
    {
      title: "a database schema",
      unprotected: ["database"],
      says: /is not protected/,
    },
    { title: "a subject", unprotected: ["subject"], says: /is not protected/ },
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
