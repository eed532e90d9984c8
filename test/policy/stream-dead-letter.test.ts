import { DATA_PRODUCT } from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/stream-dead-letter";
import { DATASET, product } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "none for an input port",
      edits: [["product", ["model", "inputPorts", 0, "deadLetters"], []]],
      says: /"customers" lacks 1/,
    },
    {
      title: "shorter than its source",
      edits: [["product", ["model", "inputPorts", 0, "deadLetters", 0, "retentionMs"], 1000]],
      says: /keeps records for 1000 ms, its source for 604800000 ms/,
    },
    {
      title: "no promised time",
      edits: [["product", [...DATASET, "deadLetter", "retentionMs"], undefined]],
      says: /no promised time/,
    },
    {
      title: "that of another product too",
      types: { config: DATA_PRODUCT },
      edits: [["config", ["model"], { ...product(), id: "order-audit", outputPorts: [] }]],
      says: /of input port "customers" is that of product "order-(audit|events)" too/,
    },
    {
      title: "an input's topic not in the stack",
      without: ["inputDeadLetter"],
      says: /orders\.order-events\.customers\.profiles\.v1\.dead-letter" of input port "customers" is not/,
    },
    {
      title: "an output's topic not in the stack",
      without: ["deadLetter"],
      says: /orders\.orders\.v1\.dead-letter" is not/,
    },
  ],
  unknown: [
    { title: "a topic's name", edits: [["deadLetter", ["name"], UNKNOWN]], reads: /name/ },
    {
      title: "a retention",
      edits: [["product", ["model", "inputPorts", 0, "deadLetters", 0, "retentionMs"], UNKNOWN]],
      reads: /deadLetters\[0\]\.retentionMs/,
    },
  ],
  secret: [
    {
      title: "a time",
      edits: [["product", ["model", "inputPorts", 0, "deadLetters", 0, "retentionMs"], 1000]],
      says: /keeps records for \[secret\] ms/,
    },
  ],
  notApplicable: [
    {
      title: "sources that promise no time",
      edits: [
        ["product", [...DATASET, "stream", "retentionMs"], undefined],
        ["product", [...DATASET, "deadLetter", "retentionMs"], 1],
        ["product", ["model", "inputPorts", 0, "contract", "datasets", 0, "stream", "retentionMs"], undefined],
        ["product", ["model", "inputPorts", 0, "deadLetters", 0, "retentionMs"], 1],
      ],
    },
    {
      title: "no ports with streams",
      without: ["deadLetter", "inputDeadLetter"],
      edits: [
        ["product", ["model", "inputPorts"], []],
        ["product", [...DATASET, "deadLetter"], undefined],
      ],
    },
  ],
});
