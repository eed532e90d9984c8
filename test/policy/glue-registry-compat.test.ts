import guardrail from "../../policy-pack/policies/glue-registry-compat";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["glueSchema"] },
    { title: "aws-native", aws: ["glueSchemaNative"] },
  ],
  invalid: [
    {
      title: "NONE",
      aws: ["glueSchema"],
      edits: [["glueSchema", ["compatibility"], "NONE"]],
      says: /compatibility is NONE, allowed are BACKWARD, /,
    },
    {
      title: "DISABLED",
      aws: ["glueSchemaNative"],
      edits: [["glueSchemaNative", ["compatibility"], "DISABLED"]],
      says: /DISABLED/,
    },
    {
      title: "not said",
      aws: ["glueSchema"],
      edits: [["glueSchema", ["compatibility"], undefined]],
      says: /is not set/,
    },
    {
      title: "weaker than the domain's",
      aws: ["glueSchema"],
      tightenings: { orders: { "glue-registry-compat": { allowed: ["FULL_ALL"] } } },
      says: /compatibility is BACKWARD_ALL, allowed are FULL_ALL/,
    },
    {
      title: "in the default registry",
      aws: ["glueSchema"],
      edits: [["glueSchema", ["registryArn"], undefined]],
      says: /registryArn is not set/,
      unlessUnknown: "the default one is not named, so it is another",
    },
    {
      title: "in the default registry, aws-native",
      aws: ["glueSchemaNative"],
      edits: [["glueSchemaNative", ["registry"], undefined]],
      says: /registry is not set/,
      unlessUnknown: "the default one is not named, so it is another",
    },
  ],
  unknown: [
    { title: "mode", aws: ["glueSchema"], edits: [["glueSchema", ["compatibility"], UNKNOWN]], reads: /compatibility/ },
    {
      title: "registry",
      aws: ["glueSchema"],
      edits: [["glueSchema", ["registryArn"], UNKNOWN]],
      passes: "the default one isn't named, so any other it is",
    },
  ],
  secret: [
    {
      title: "mode",
      aws: ["glueSchema"],
      edits: [["glueSchema", ["compatibility"], "DISABLED"]],
      says: /compatibility is \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "a registry", aws: ["glueRegistry"] }],
});
