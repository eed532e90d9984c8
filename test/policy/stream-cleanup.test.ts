import guardrail from "../../policy-pack/policies/stream-cleanup";
import { DATASET } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "compacted by a key", edits: [["product", [...DATASET, "stream", "cleanup"], "compact"]] },
  ],
  invalid: [
    {
      title: "compacted without a key",
      edits: [
        ["product", [...DATASET, "stream", "cleanup"], "compact"],
        ["product", [...DATASET, "key"], undefined],
      ],
      says: /no primary key .*odcs/,
    },
  ],
  unknown: [
    { title: "cleanup", edits: [["product", [...DATASET, "stream", "cleanup"], UNKNOWN]], reads: /stream\.cleanup/ },
  ],
  secret: [
    {
      title: "a topic",
      edits: [
        ["product", [...DATASET, "stream", "cleanup"], "compact"],
        ["product", [...DATASET, "stream", "topic"], "orders.hidden.v1"],
        ["product", [...DATASET, "key"], undefined],
      ],
      says: /stream "\[secret\]" of .* no primary key/,
    },
  ],
  notApplicable: [
    {
      title: "no stream",
      edits: [
        ["product", [...DATASET, "stream"], undefined],
        ["product", [...DATASET, "key"], undefined],
      ],
    },
  ],
});
