import guardrail from "../../policy-pack/policies/db-tls";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "an instance", aws: ["db", "dbParameters"] },
    { title: "a cluster and its instances", aws: ["cluster", "clusterParameters", "member1"] },
    { title: "aws-native", aws: ["dbNative", "dbParametersNative", "clusterNative", "clusterParametersNative"] },
    {
      title: "a group whose name is AWS's to make",
      aws: ["db", "dbParameters"],
      edits: [
        ["dbParameters", ["name"], undefined],
        ["db", ["parameterGroupName"], UNKNOWN],
      ],
      made: [["db", "parameterGroupName", ["dbParameters"]]],
    },
    {
      title: "MySQL's way",
      aws: ["db", "dbParameters"],
      edits: [
        ["db", ["engine"], "mysql"],
        ["dbParameters", ["parameters"], [{ name: "require_secure_transport", value: "ON" }]],
      ],
    },
    {
      title: "a number, aws-native",
      aws: ["dbNative", "dbParametersNative"],
      edits: [["dbParametersNative", ["parameters"], { "rds.force_ssl": 1 }]],
    },
  ],
  invalid: [
    {
      title: "no group",
      aws: ["db"],
      edits: [["db", ["parameterGroupName"], undefined]],
      says: /names no parameter group/,
    },
    { title: "a group of no stack", aws: ["db"], says: /names no parameter group of this stack/ },
    {
      title: "another's group",
      aws: ["db", "dbParameters"],
      edits: [["dbParameters", ["name"], "customers"]],
      says: /names no parameter group/,
    },
    {
      title: "an unknown name that is made of nothing in this stack",
      aws: ["db", "dbParameters"],
      edits: [["db", ["parameterGroupName"], UNKNOWN]],
      says: /names no parameter group/,
    },
    {
      title: "an instance's group on a cluster",
      aws: ["cluster", "dbParameters"],
      edits: [["dbParameters", ["name"], "orders-aurora"]],
      says: /names no parameter group/,
    },
    {
      title: "off",
      aws: ["db", "dbParameters"],
      edits: [["dbParameters", ["parameters", 0, "value"], "0"]],
      says: /dbParameters: parameter rds\.force_ssl is 0/,
    },
    {
      title: "said twice",
      aws: ["db", "dbParameters"],
      edits: [
        [
          "dbParameters",
          ["parameters"],
          [
            { name: "rds.force_ssl", value: "1" },
            { name: "rds.force_ssl", value: "0" },
          ],
        ],
      ],
      says: /rds\.force_ssl is 0/,
    },
    {
      title: "not said, aws-native",
      aws: ["clusterNative", "clusterParametersNative"],
      edits: [["clusterParametersNative", ["parameters"], {}]],
      says: /rds\.force_ssl is not set/,
    },
    {
      title: "an engine without",
      aws: ["db"],
      edits: [["db", ["engine"], "oracle-ee"]],
      says: /engine oracle: nothing is known/,
    },
    { title: "no engine", aws: ["db"], edits: [["db", ["engine"], undefined]], says: /engine that isn't said/ },
  ],
  unknown: [
    {
      title: "a parameter's value",
      aws: ["db", "dbParameters"],
      edits: [["dbParameters", ["parameters", 0, "value"], UNKNOWN]],
      reads: /parameters\[0\]\.value/,
    },
    { title: "engine", aws: ["db"], edits: [["db", ["engine"], UNKNOWN]], reads: /engine/ },
    {
      title: "another parameter's value",
      aws: ["db", "dbParameters"],
      edits: [["dbParameters", ["parameters", 1, "value"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a parameter's value",
      aws: ["db", "dbParameters"],
      edits: [["dbParameters", ["parameters", 0, "value"], "never"]],
      says: /parameter rds\.force_ssl is \[secret\]/,
    },
  ],
  notApplicable: [{ title: "an instance of a cluster", aws: ["member1", "memberNative"] }],
});
