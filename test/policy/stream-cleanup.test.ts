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
