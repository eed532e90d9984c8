/**
 * Formats that contracts and products can be exported to: a new one is a file in this folder and a line here. Each is
 * loaded when it is asked for, so that none pays for another's libraries.
 */
import type { Exporter } from "./exporter";

export const EXPORTS = {
  jsonschema: () => (require("./json-schema") as typeof import("./json-schema")).jsonschema,
  asyncapi: () => (require("./asyncapi") as typeof import("./asyncapi")).asyncapi,
  avro: () => (require("./avro") as typeof import("./avro")).avro,
  backstage: () => (require("./backstage") as typeof import("./backstage")).backstage,
  datahub: () => (require("./datahub") as typeof import("./datahub")).datahub,
  dpds: () => (require("./dpds") as typeof import("./dpds")).dpds,
  openapi: () => (require("./openapi") as typeof import("./openapi")).openapi,
  openlineage: () => (require("./openlineage") as typeof import("./openlineage")).openlineage,
  protobuf: () => (require("./protobuf") as typeof import("./protobuf")).protobuf,
  sql: () => (require("./sql") as typeof import("./sql")).sql,
} satisfies Readonly<Record<string, () => Exporter>>;

export type ExportFormat = keyof typeof EXPORTS;
