/** Formats that a contract can be exported to: a new one is a file in this folder and a line here. */
import type { Contract } from "../model";
import { avroSchema } from "./avro";
import { jsonSchema } from "./json-schema";
import { ddl } from "./sql";

/** The text of each dataset of a contract that has such a form; a line end at each one's end. */
export type Export = (contract: Contract) => readonly string[];

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

export const EXPORTS = {
  jsonschema: (contract) => contract.datasets.map((dataset) => pretty(jsonSchema(contract, dataset))),
  avro: (contract) => contract.datasets.map((dataset) => pretty(avroSchema(dataset, contract))),
  sql: ({ datasets }) => datasets.flatMap(({ table }) => (table ? `${ddl(table).trimEnd()}\n` : [])),
} satisfies Readonly<Record<string, Export>>;
