import guardrail from "../../policy-pack/policies/msk-version";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "supported", aws: ["msk"] },
    { title: "supported, aws-native", aws: ["mskNative"] },
  ],
  invalid: [
    {
      title: "past its end",
      aws: ["msk"],
      edits: [["msk", ["kafkaVersion"], "2.8.1"]],
      says: /kafkaVersion is 2\.8\.1/,
    },
    {
      title: "past its end, aws-native",
      aws: ["mskNative"],
      edits: [["mskNative", ["kafkaVersion"], "3.5.1"]],
      says: /3\.5\.1/,
    },
    { title: "not said", aws: ["msk"], edits: [["msk", ["kafkaVersion"], undefined]], says: /kafkaVersion is not set/ },
    {
      title: "not what the domain has",
      aws: ["msk"],
      tightenings: { orders: { "msk-version": { supported: ["4.1.x.kraft"] } } },
      says: /kafkaVersion is 3\.9\.x\.kraft, supported are 4\.1\.x\.kraft\./,
    },
  ],
  unknown: [{ title: "version", aws: ["msk"], edits: [["msk", ["kafkaVersion"], UNKNOWN]], reads: /kafkaVersion/ }],
  secret: [
    {
      title: "version",
      aws: ["msk"],
      edits: [["msk", ["kafkaVersion"], "2.8.1"]],
      says: /kafkaVersion is \[secret\], supported/,
    },
  ],
  notApplicable: [{ title: "serverless, whose version is AWS's to choose", aws: ["mskServerless"] }],
});
