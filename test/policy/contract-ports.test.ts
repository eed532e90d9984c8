import { DATA_PRODUCT } from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/contract-ports";
import { product } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

const PORT = ["model", "inputPorts", 0] as const;
const [input] = product().inputPorts;

/** Another product of the stack, that reads these. */
function reader(id: string, ...reads: readonly string[]) {
  const inputPorts = reads.map((read) => ({ ...input, name: read, product: { id: read, domain: "orders" } }));
  return { type: DATA_PRODUCT, props: { model: { ...product(), id, inputPorts } } };
}

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "the very version", edits: [["product", [...PORT, "version"], "1.2.0"]] },
    { title: "no inputs", edits: [["product", ["model", "inputPorts"], []]] },
    {
      title: "products in a row",
      more: { second: reader("second", "order-events"), third: reader("third", "second", "order-events") },
    },
  ],
  invalid: [
    {
      title: "a newer minor",
      edits: [["product", [...PORT, "version"], "1.3.0"]],
      says: /wants version 1\.3\.0 of contract "customers-profiles", which is at 1\.2\.0 .*inputPorts\[0\]/,
    },
    { title: "a newer patch", edits: [["product", [...PORT, "version"], "1.2.1"]], says: /wants version 1\.2\.1/ },
    { title: "another major", edits: [["product", [...PORT, "version"], "2.0.0"]], says: /which is at 1\.2\.0/ },
    {
      title: "no version",
      edits: [["product", [...PORT, "version"], "latest"]],
      says: /"latest", which is not semantic/,
    },
    {
      title: "itself",
      edits: [["product", [...PORT, "product", "id"], "order-events"]],
      says: /reads its own product "order-events"/,
    },
    { title: "a draft", edits: [["product", [...PORT, "contract", "status"], "draft"]], says: /which is only draft/ },
    {
      title: "a circle of two",
      edits: [["product", [...PORT, "product", "id"], "second"]],
      more: { second: reader("second", "order-events") },
      says: /in a circle: second → order-events → second/,
    },
    {
      title: "a circle of three",
      edits: [["product", [...PORT, "product", "id"], "third"]],
      more: { second: reader("second", "order-events"), third: reader("third", "second") },
      says: /in a circle: third → second → order-events → third/,
    },
  ],
  unknown: [
    { title: "the version", edits: [["product", [...PORT, "version"], UNKNOWN]], reads: /inputPorts\[0\]\.version/ },
    {
      title: "the contract's version",
      edits: [["product", [...PORT, "contract", "version"], UNKNOWN]],
      reads: /contract\.version/,
    },
  ],
  secret: [
    {
      title: "a version",
      edits: [["product", [...PORT, "version"], "hidden-version"]],
      says: /wants version "\[secret\]"/,
    },
  ],
  notApplicable: [
    { title: "an output's version", edits: [["product", ["model", "outputPorts", 0, "version"], "9.0.0"]] },
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...PORT, "version"], "9.0.0"]],
    },
  ],
});
