import guardrail from "../../policy-pack/policies/product-owner";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "no owner",
      edits: [["product", ["model", "team", "owner"], undefined]],
      says: /team has no owner .*product\.odps\.yaml: team\.members/,
    },
    { title: "no team", edits: [["product", ["model", "team"], undefined]], says: /no team|no owner/, times: 2 },
    { title: "no channel", edits: [["product", ["model", "support"], []]], says: /0 support channels, at least 1/ },
    {
      title: "an empty channel",
      edits: [["product", ["model", "support"], [{ channel: " " }]]],
      says: /0 support channels/,
    },
  ],
  unknown: [
    { title: "owner", edits: [["product", ["model", "team", "owner"], UNKNOWN]], reads: /model\.team\.owner/ },
    { title: "something else", edits: [["product", ["model", "name"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    { title: "a channel", edits: [["product", ["model", "support"], [{ channel: " " }]]], says: /0 support channels/ },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", ["model", "team", "owner"], undefined]],
    },
  ],
});
