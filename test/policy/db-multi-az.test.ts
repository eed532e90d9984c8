import guardrail from "../../policy-pack/policies/db-multi-az";
import { prove, UNKNOWN } from "./support";

const NAME = ["clusterIdentifier"];

prove(guardrail, {
  valid: [
    { title: "an instance", aws: ["db", "dbNative"] },
    { title: "a cluster of two", aws: ["cluster", "member1", "member2"] },
    {
      title: "a cluster whose name is AWS's to make, by what its instances' input is made of",
      aws: ["cluster", "member1", "member2"],
      edits: [
        ["cluster", NAME, undefined],
        ["member1", NAME, UNKNOWN],
        ["member2", NAME, UNKNOWN],
      ],
      made: [
        ["member1", "clusterIdentifier", ["cluster"]],
        ["member2", "clusterIdentifier", ["cluster"]],
      ],
    },
    {
      title: "a cluster of both vendors' instances",
      aws: ["clusterNative", "memberNative", "member1"],
    },
    {
      title: "zones that differ",
      aws: ["cluster", "member1", "member2"],
      edits: [
        ["member1", ["availabilityZone"], "eu-central-1a"],
        ["member2", ["availabilityZone"], "eu-central-1b"],
      ],
    },
  ],
  invalid: [
    { title: "one zone", aws: ["db"], edits: [["db", ["multiAz"], false]], says: /multiAz is not true/ },
    {
      title: "nothing said",
      aws: ["dbNative"],
      edits: [["dbNative", ["multiAz"], undefined]],
      says: /multiAz is not true/,
    },
    { title: "a cluster of one", aws: ["cluster", "member1"], says: /has 1 instances in this stack, at least 2/ },
    { title: "a cluster of none, aws-native", aws: ["clusterNative"], says: /has 0 instances/ },
    {
      title: "another cluster's instance",
      aws: ["cluster", "member1", "member2"],
      edits: [["member2", NAME, "customers-aurora"]],
      made: [["member2", "clusterIdentifier", ["cluster"]]],
      says: /has 1 instances/,
      unlessUnknown: "then it is made of this cluster alone",
    },
    {
      title: "an instance whose cluster is made of two resources",
      aws: ["cluster", "member1", "member2"],
      edits: [["member2", NAME, UNKNOWN]],
      made: [["member2", "clusterIdentifier", ["cluster", "member1"]]],
      says: /has 1 instances/,
    },
    {
      title: "all in one zone",
      aws: ["cluster", "member1", "member2"],
      edits: [
        ["member1", ["availabilityZone"], "eu-central-1a"],
        ["member2", ["availabilityZone"], "eu-central-1a"],
      ],
      says: /all its instances are in eu-central-1a/,
    },
    {
      title: "fewer than the domain's",
      aws: ["cluster", "member1", "member2"],
      tightenings: { orders: { "db-multi-az": { minimumInstances: 3 } } },
      says: /has 2 instances in this stack, at least 3/,
    },
  ],
  unknown: [
    { title: "zones", aws: ["db"], edits: [["db", ["multiAz"], UNKNOWN]], reads: /multiAz/ },
    {
      title: "an instance's zone",
      aws: ["cluster", "member1", "member2"],
      edits: [["member1", ["availabilityZone"], UNKNOWN]],
      reads: /availabilityZone/,
    },
    { title: "engine", aws: ["cluster"], edits: [["cluster", ["engine"], UNKNOWN]], reads: /engine/ },
  ],
  secret: [
    {
      title: "a zone",
      aws: ["cluster", "member1", "member2"],
      edits: [
        ["member1", ["availabilityZone"], "eu-central-1a"],
        ["member2", ["availabilityZone"], "eu-central-1a"],
      ],
      says: /all its instances are in \[secret\]/,
    },
  ],
  notApplicable: [
    { title: "a cluster that isn't Aurora's", aws: ["cluster"], edits: [["cluster", ["engine"], "postgres"]] },
  ],
});
