/** What the tests of exports and imports share: contracts as the command reads them, and one that has every type. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportFormat } from "../../../contracts/exports";
import { asyncapi } from "../../../contracts/exports/asyncapi";
import { avro } from "../../../contracts/exports/avro";
import { backstage } from "../../../contracts/exports/backstage";
import { datahub } from "../../../contracts/exports/datahub";
import { dpds } from "../../../contracts/exports/dpds";
import type { ContractSource, Exported, Exporter, ProductSource } from "../../../contracts/exports/exporter";
import { jsonschema } from "../../../contracts/exports/json-schema";
import { openapi } from "../../../contracts/exports/openapi";
import { openlineage } from "../../../contracts/exports/openlineage";
import { protobuf } from "../../../contracts/exports/protobuf";
import { openSource } from "../../../contracts/exports/source";
import { sql } from "../../../contracts/exports/sql";
import { formatProblems } from "../../../contracts/problem";
import { ROOT } from "../../support/checkout";
import { OTHERS } from "./exports-types-others";
import { SCALARS } from "./exports-types-scalars";
import { examples } from "./published/schemas";

/** As the command's table has them; there each is loaded when it is asked for. */
const EXPORTERS: Readonly<Record<ExportFormat, Exporter>> = {
  asyncapi,
  avro,
  backstage,
  datahub,
  dpds,
  jsonschema,
  openapi,
  openlineage,
  protobuf,
  sql,
};

export const NOW = "2026-02-14T09:30:00.000Z";

/** A file as `mesh export` reads it. */
export function load(path: string): ContractSource | ProductSource {
  const opened = openSource(path);
  const loaded = opened.ok ? opened.value.load() : opened;
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

/** A contract from its text, in a folder that is no domain's. */
export function contractFrom(text: string): ContractSource {
  const folder = mkdtempSync(join(tmpdir(), "mesh-contract-"));
  try {
    const file = join(folder, "a.odcs.yaml");
    writeFileSync(file, text);
    return load(file) as ContractSource;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A contract of one dataset with one property, in the newest version of the standard that has every type. */
export function contractWith(property: object, version = "v3.2.0"): ContractSource {
  return contractFrom(
    JSON.stringify({ ...head("one", version), schema: [{ name: "things", properties: [property] }] }),
  );
}

export function head(id: string, apiVersion = "v3.2.0") {
  return { apiVersion, kind: "DataContract", id, name: id, version: "1.2.0", status: "active", domain: "tests" };
}

export function exported(
  format: ExportFormat,
  source: ContractSource | ProductSource,
  kept: string | undefined = undefined,
): Exported {
  const exporter = EXPORTERS[format];
  const surroundings = { now: NOW, kept: () => kept };
  const made =
    source.kind === "product" ? exporter.product?.(source, surroundings) : exporter.contract?.(source, surroundings);
  if (!made) throw new Error(`${format} isn't made of a ${source.kind}`);
  return made;
}

const domainFiles = (end: string) =>
  readdirSync(join(ROOT, "domains"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .sort()
    .map((name) => join(ROOT, "domains", name));

export const PRODUCTS = domainFiles(".odps.yaml").map((file) => ({ name: file.slice(ROOT.length + 1), file }));

/** The table of types as one contract for each version of the standard that it has rows of. */
export function types(): { readonly name: string; readonly source: ContractSource }[] {
  const rows = Object.values({ ...SCALARS, ...OTHERS });
  const versions = [...new Set(rows.map(({ version = "v3.2.0" }) => version))];
  return versions.map((version) => {
    const some = rows.filter((row) => (row.version ?? "v3.2.0") === version);
    const properties = some.map(({ odcs }, at) => ({ name: `x${at}`, ...odcs }));
    const servers = [{ server: "stream", type: "kafka", host: "kafka.example.com:9092", format: "avro" }];
    const team = [{ username: "a@example.com", role: "owner" }];
    const contract = { ...head("types", version), servers, team, schema: [{ name: "things", properties }] };
    return { name: `the types of ${version}`, source: contractFrom(JSON.stringify(contract)) };
  });
}

/** Every contract of the mesh, the one below that has every type, the table of types, and the published examples that can be read. */
export function contracts({ withDatasets = false } = {}): { readonly name: string; readonly source: ContractSource }[] {
  const own = domainFiles(".odcs.yaml").map((file) => ({
    name: file.slice(ROOT.length + 1),
    source: load(file) as ContractSource,
  }));
  const published = examples().flatMap(({ name, text }) => {
    try {
      return name.endsWith(".odcs.yaml") ? [{ name: `example ${name}`, source: contractFrom(text) }] : [];
    } catch {
      // An example that its own standard's schema refuses is refused here too: test/unit/contracts/standards.test.ts.
      return [];
    }
  });
  const all = [...own, { name: "every type", source: contractFrom(EVERYTHING) }, ...types(), ...published];
  return withDatasets ? all.filter(({ source }) => source.contract.datasets.length > 0) : all;
}

/** Every logical type with every option that the standard has for it, alone and inside of others. */
export const EVERYTHING = `
apiVersion: v3.2.0
kind: DataContract
id: every-type
name: Every type
version: 2.3.4
status: active
domain: tests
dataProduct: every-type
description: { purpose: To have everything. }
tags: [one, "two words"]
servers:
  - { server: stream, type: kafka, host: "kafka.example.com:9092", format: avro, environment: prod }
  - { server: table, type: postgres, host: db.example.com, port: 5432, database: mesh, schema: every_type }
schema:
  - name: everything
    description: |-
      All of it.
      @minimum 3 of them.
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 2, unique: true }
      - { name: region, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1, physicalType: char(2) }
      - { name: text, logicalType: string, logicalTypeOptions: { minLength: 1, maxLength: 9, pattern: "^\\\\w+ \\\\bx'$" } }
      - { name: short, logicalType: string, physicalType: varchar(18), description: It's short. }
      - { name: mail, logicalType: string, classification: restricted, logicalTypeOptions: { format: email } }
      - { name: uid, logicalType: string, logicalTypeOptions: { format: uuid }, unique: true }
      - { name: home, logicalType: string, logicalTypeOptions: { format: uri } }
      - { name: picture, logicalType: string, logicalTypeOptions: { format: binary } }
      - { name: blob, logicalType: string, physicalType: bytea }
      - { name: colour, logicalType: string, enum: [{ value: red }, { value: "it's" }] }
      - { name: level, logicalType: integer, required: true, enum: [{ value: 1 }, { value: 2 }] }
      - { name: yes, logicalType: boolean, required: true }
      - { name: count, logicalType: integer, logicalTypeOptions: { minimum: 0, exclusiveMaximum: 100, multipleOf: 2 } }
      - { name: i8, logicalType: integer, logicalTypeOptions: { format: i8 } }
      - { name: i16, logicalType: integer, logicalTypeOptions: { format: i16 } }
      - { name: i32, logicalType: integer, logicalTypeOptions: { format: i32 } }
      - { name: i64, logicalType: integer, logicalTypeOptions: { format: i64 } }
      - { name: i128, logicalType: integer, logicalTypeOptions: { format: i128 } }
      - { name: u8, logicalType: integer, logicalTypeOptions: { format: u8 } }
      - { name: u16, logicalType: integer, logicalTypeOptions: { format: u16 } }
      - { name: u32, logicalType: integer, logicalTypeOptions: { format: u32 } }
      - { name: u64, logicalType: integer, logicalTypeOptions: { format: u64 } }
      - { name: u128, logicalType: integer, logicalTypeOptions: { format: u128 } }
      - { name: long_key, logicalType: integer, physicalType: "number(20)" }
      - { name: ratio, logicalType: number, logicalTypeOptions: { exclusiveMinimum: 0, maximum: 1 } }
      - { name: single, logicalType: number, logicalTypeOptions: { format: f32 } }
      - { name: price, logicalType: number, physicalType: "decimal(12, 2)", logicalTypeOptions: { multipleOf: 0.01 } }
      - { name: day, logicalType: date, logicalTypeOptions: { minimum: "2020-01-01", format: yyyy-MM-dd } }
      - { name: at, logicalType: timestamp, logicalTypeOptions: { maximum: "2021-01-01 00:00:00+10:00" } }
      - { name: at_micros, logicalType: timestamp, physicalType: timestamp(6) }
      - { name: at_local, logicalType: timestamp, logicalTypeOptions: { timezone: false } }
      - { name: hour, logicalType: time, required: true, logicalTypeOptions: { exclusiveMinimum: "08:00:00" } }
      - { name: hour_micros, logicalType: time, physicalType: time(6) }
      - name: address
        logicalType: object
        logicalTypeOptions: { required: [city], maxProperties: 3 }
        description: Where.
        properties:
          - { name: city, logicalType: string, required: true, description: Town. }
          - { name: since, logicalType: date }
          - name: place
            logicalType: object
            required: true
            properties:
              - { name: lat, logicalType: number, required: true }
      - { name: words, logicalType: array, logicalTypeOptions: { minItems: 1, maxItems: 3, uniqueItems: true }, items: { logicalType: string, required: true, logicalTypeOptions: { maxLength: 5 } } }
      - name: lines
        logicalType: array
        required: true
        items:
          logicalType: object
          description: One of them.
          properties:
            - { name: sku, logicalType: string, required: true }
            - { name: notes, logicalType: array, items: { logicalType: string } }
      - name: matrix
        logicalType: array
        items: { logicalType: array, items: { logicalType: number } }
      - name: labels
        logicalType: map
        map: { key: { logicalType: string, logicalTypeOptions: { maxLength: 9 } }, value: { logicalType: string, logicalTypeOptions: { maxLength: 5 } } }
      - name: by_number
        logicalType: map
        map: { key: { logicalType: integer }, value: { logicalType: object, properties: [{ name: a, logicalType: boolean }] } }
      - name: lists
        logicalType: map
        map: { key: { logicalType: string }, value: { logicalType: array, items: { logicalType: timestamp } } }
      - { name: embedding, logicalType: vector, logicalTypeOptions: { dimensions: 4, elementType: float32 } }
  - name: second-one
    properties:
      - { name: every_id, logicalType: string, required: true }
      - { name: Nested, logicalType: object, properties: [{ name: a, logicalType: string }] }
`;
