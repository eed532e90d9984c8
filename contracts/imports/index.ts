/** Formats that contracts can be made from: a new one is a file in this folder and a line here. */
import { avro } from "./avro";
import type { Importer } from "./importer";
import { jsonschema } from "./json-schema";
import { protobufImport } from "./protobuf";
import { sql } from "./sql";

export const IMPORTS = { avro, jsonschema, protobuf: protobufImport, sql } satisfies Readonly<Record<string, Importer>>;

/** What a registry calls the formats of its schemas. */
export const SCHEMA_TYPES = {
  AVRO: "avro",
  JSON: "jsonschema",
  PROTOBUF: "protobuf",
} as const satisfies Readonly<Record<string, keyof typeof IMPORTS>>;
