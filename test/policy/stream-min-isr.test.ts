import guardrail from "../../policy-pack/policies/stream-min-isr";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "local with one replica",
      stack: "orders-local",
      edits: [
        ["topic", ["replicationFactor"], 1],
        ["topic", ["config", "min.insync.replicas"], "1"],
      ],
    },
  ],
  invalid: [
    {
      title: "no replicas to compare with",
      edits: [["topic", ["replicationFactor"], undefined]],
      says: /below the 0 replicas/,
    },
    {
      title: "one",
      edits: [["topic", ["config", "min.insync.replicas"], "1"]],
      says: /min\.insync\.replicas is 1, at least 2 .*odcs/,
    },
    { title: "none", edits: [["topic", ["config", "min.insync.replicas"], undefined]], says: /not set/ },
    {
      title: "as many as replicas",
      edits: [["topic", ["config", "min.insync.replicas"], "3"]],
      says: /below the 3 replicas/,
    },
    {
      title: "more than there are, in local",
      stack: "orders-local",
      edits: [["topic", ["config", "min.insync.replicas"], "4"]],
      says: /only 3 replicas/,
    },
    {
      title: "not a number",
      edits: [["topic", ["config", "min.insync.replicas"], "two"]],
      says: /could not be judged: .*has to be a number/,
    },
  ],
  unknown: [
    {
      title: "the config",
      edits: [["topic", ["config", "min.insync.replicas"], UNKNOWN]],
      reads: /config\["min\.insync\.replicas"\]/,
    },
    { title: "all configs", edits: [["topic", ["config"], UNKNOWN]], reads: /config/ },
  ],
  secret: [
    {
      title: "a number",
      edits: [["topic", ["config", "min.insync.replicas"], "1"]],
      says: /min\.insync\.replicas is \[secret\], at least 2/,
    },
  ],
  notApplicable: [
    {
      title: "not a topic",
      types: { topic: "kubernetes:core/v1:Service" },
      edits: [["topic", ["config", "min.insync.replicas"], "1"]],
    },
  ],
});
