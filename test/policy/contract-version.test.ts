import guardrail from "../../policy-pack/policies/contract-version";
import { CONTRACT, DATASET } from "./fixtures/product";
import { type Edit, prove, UNKNOWN } from "./support";

const record = (...fields: object[]) => JSON.stringify({ type: "record", name: "Order", fields });
const version = (value: string): Edit => ["product", [...CONTRACT, "version"], value];
const subject = (name: string, value: unknown): Edit => ["product", [...DATASET, "subject", name], value];
const kept = (...all: readonly (readonly [version: string, schema: string])[]): Edit =>
  subject(
    "kept",
    all.map(([released, schema]) => ({ version: released, schema })),
  );
/** Avro that a new version of the record has. */
const now = (...fields: object[]): Edit => subject("schema", record(...fields));

const ID = { name: "id", type: "string" };
const NOTE = { name: "note", type: ["null", "string"], default: null };

prove(guardrail, {
  valid: [
    { title: "the same schema", edits: [now(ID), kept(["1.2.0", record(ID)])] },
    { title: "other words", edits: [now({ ...ID, doc: "Number." }), kept(["1.2.0", record(ID)])] },
    { title: "a field more and a minor version", edits: [now(ID, NOTE), kept(["1.1.0", record(ID)])] },
    {
      title: "another type and a major version",
      edits: [version("2.0.0"), now({ ...ID, type: "int" }), kept(["1.2.0", record(ID)])],
    },
    {
      title: "against the newest, however they are listed",
      edits: [now(ID, NOTE), kept(["1.2.0", record(ID, NOTE)], ["1.1.9", record(ID)])],
    },
    {
      title: "a JSON Schema that opens",
      edits: [subject("schemaType", "JSON"), subject("schema", "{}"), kept(["1.1.0", "{}"])],
    },
  ],
  invalid: [
    {
      title: "no semantic version",
      edits: [version("one")],
      says: /version "one" of "orders-orders" isn't semantic.*version/,
    },
    {
      title: "a field more under the same version",
      edits: [now(ID, NOTE), kept(["1.2.0", record(ID)])],
      says: /demands version 1\.3\.0, not 1\.2\.0/,
    },
    {
      title: "another type under a minor version",
      edits: [now({ ...ID, type: "int" }), kept(["1.1.0", record(ID)])],
      says: /"orders" differs from version 1\.1\.0 kept of "orders\.orders\.v1-value", which demands version 2\.0\.0, not 1\.2\.0: id: string isn't read as int/,
    },
    {
      title: "a field that old readers need goes",
      edits: [now(), kept(["1.1.0", record(ID)])],
      says: /demands version 2\.0\.0.*has no default/,
    },
    {
      title: "the newest counts, not the last in the list",
      edits: [now(ID, NOTE), kept(["1.2.0", record(ID)], ["1.1.0", record(ID, NOTE)])],
      says: /version 1\.2\.0 kept/,
    },
    {
      title: "behind what was released",
      edits: [now(ID), kept(["1.10.0", record(ID)])],
      says: /version 1\.2\.0 is behind version 1\.10\.0/,
    },
    {
      title: "a kept version that is no schema",
      edits: [now(ID), kept(["1.1.0", "{"])],
      says: /can't be compared with/,
    },
    {
      title: "a JSON Schema that closes",
      edits: [subject("schemaType", "JSON"), subject("schema", '{"maxProperties":1}'), kept(["1.1.0", "{}"])],
      says: /demands version 2\.0\.0.*maxProperties/,
    },
  ],
  unknown: [
    { title: "the version", edits: [version(UNKNOWN)], reads: /contract\.version/ },
    { title: "the kept versions", edits: [subject("kept", UNKNOWN)], reads: /kept/ },
    {
      title: "the schema, with nothing kept",
      edits: [subject("schema", UNKNOWN)],
      passes: "there is nothing to compare it with",
    },
  ],
  secret: [{ title: "a version", edits: [version("hidden-version")], says: /isn't semantic/ }],
  notApplicable: [
    { title: "a first version", edits: [now(ID, NOTE)] },
    { title: "a dataset without a stream", edits: [["product", [...DATASET, "subject"], undefined], version("3.0.0")] },
    { title: "an input's contract", edits: [["product", ["model", "inputPorts", 0, "contract", "version"], "one"]] },
  ],
});
