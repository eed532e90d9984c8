/** Valid documents that are made from a published schema and, together, have every field in every variant. */
import type { Published, Schema } from "./schemas";

type Json = Record<string, unknown>;

/** A valid value; objects have every property, and of two possible forms the one at `form`. */
function build(root: Schema, node: Schema, form = 0, depth = 0): unknown {
  const { $ref, ...beside } = node;
  if (typeof $ref === "string") {
    const target = $ref
      .slice(2)
      .split("/")
      .reduce<unknown>((part, name) => (part as Json)[name], root) as Schema;
    // Properties hold properties: one level down a plain one will do.
    if (depth > 0 && /Schema(Item)?Property$/.test($ref)) return { name: "inner", logicalType: "string" };
    return build(
      root,
      { ...target, ...beside, properties: { ...(target.properties as Json), ...(beside.properties as Json) } },
      form,
      depth,
    );
  }
  const {
    type,
    enum: values,
    format,
    pattern,
    oneOf,
    anyOf,
    not,
  } = node as Json & { oneOf?: Schema[]; anyOf?: Schema[] };
  if (Array.isArray(values)) return values[0];
  const properties = propertiesOf(root, node);
  if (Object.keys(properties).length > 0) {
    const made: Json = {};
    for (const [name, property] of Object.entries(properties)) made[name] = build(root, property, form, depth + 1);
    if (not !== undefined) for (const name of (not as { required: string[] }).required) delete made[name];
    for (const branch of (node.allOf as Schema[] | undefined) ?? [])
      if (branch.not !== undefined)
        for (const name of (branch.not as { required: string[] }).required) delete made[name];
    return made;
  }
  const forms = oneOf ?? anyOf;
  if (forms) return build(root, forms[Math.min(form, forms.length - 1)] as Schema, form, depth);
  if (pattern !== undefined && String(pattern).includes("sftp")) return "sftp://example.com/orders";
  if (format === "uri") return "https://example.com/orders";
  if (format === "date") return "2026-01-31";
  if (format === "date-time") return "2026-01-31T10:00:00Z";
  if (pattern !== undefined)
    return String(pattern).startsWith("^[A-Za-z_]")
      ? "orders.id"
      : String(pattern).includes("yaml")
        ? "schema/orders"
        : "id-1";
  switch (Array.isArray(type) ? type[0] : type) {
    case "array": {
      const item = build(root, (node.items as Schema | undefined) ?? {}, form, depth);
      return node.minItems === 2 ? [1, 2] : [item];
    }
    case "integer":
    case "number":
      return 3;
    case "boolean":
      return true;
    case "object":
      return {};
    case "null":
      return null;
    default:
      return "text";
  }
}

/** Properties of a node with those of its unconditional `allOf`. */
function propertiesOf(root: Schema, node: Schema): Record<string, Schema> {
  const parts = ((node.allOf as Schema[] | undefined) ?? []).filter((part) => part.if === undefined);
  const below = parts.map((part) => {
    const target = typeof part.$ref === "string" ? definition(root, part.$ref) : part;
    return propertiesOf(root, target);
  });
  return Object.assign({}, ...below, node.properties as Record<string, Schema> | undefined) as Record<string, Schema>;
}

function definition(root: Schema, ref: string): Schema {
  return ref
    .slice(2)
    .split("/")
    .reduce<unknown>((part, name) => (part as Json)[name], root) as Schema;
}

const named = (root: Schema, name: string) => ({ ...((root.$defs as Json)[name] as Schema) });

/** A definition whose `if`s ask for a value of `field`: one object for each value. */
function variants(root: Schema, name: string, field: string): Json[] {
  const node = named(root, name);
  const values = (node.properties as Record<string, { readonly enum: readonly string[] }>)[field]?.enum ?? [];
  return values.map((value) => {
    const object = build(root, node) as Json;
    object[field] = value;
    for (const { if: when, then } of ((node.allOf as Schema[] | undefined) ?? []).filter((part) => part.if))
      if (JSON.stringify(when).includes(`"${field}":{"const":"${value}"}`))
        Object.assign(object, build(root, then as Schema, 0, 1));
    return object;
  });
}

/** Each with its place in a smallest document, so that a fault is that part's. */
export function documents({ standard, version, schema }: Published): { readonly name: string; readonly data: Json }[] {
  if (standard === "odps") {
    const product = build(schema, schema) as Json;
    return [{ name: "every field", data: { ...product, apiVersion: version } }];
  }
  const head = { apiVersion: version, kind: "DataContract", id: "orders", version: "1.0.0", status: "active" };
  const root: Json = { ...(build(schema, schema) as Json), ...head };
  delete root.schema;
  delete root.servers;
  const made = [{ name: "the top", data: root }];
  const defs = schema.$defs as Record<string, Schema>;
  if (defs.TeamMember)
    made.push({ name: "a team as a list", data: { ...head, team: [build(schema, defs.TeamMember)] } });
  if (defs.Context) made.push({ name: "context in words", data: { ...head, context: "words" } });
  for (const server of variants(schema, "Server", "type"))
    made.push({ name: `server ${String(server.type)}`, data: { ...head, servers: [server] } });
  const object = (more: Json) => ({ ...head, schema: [{ name: "orders", ...more }] });
  const dataset = build(schema, defs.SchemaObject as Schema) as Json;
  delete dataset.properties;
  delete dataset.quality;
  made.push({ name: "schema object", data: object(dataset) });
  const [quality, ...rules] = rulesOf(schema);
  for (const property of variants(schema, "SchemaBaseProperty", "logicalType")) {
    const whole: Json = { ...property, name: "p", quality: [quality] };
    made.push({ name: `property ${String(property.logicalType)}`, data: object({ properties: [whole] }) });
    const { name: _name, ...item } = whole;
    const array = { name: "list", logicalType: "array", items: item };
    made.push({ name: `item ${String(property.logicalType)}`, data: object({ properties: [array] }) });
  }
  const bare: Json = { name: "p", primaryKey: false, ...(defs.EnumValue ? { map: { key: {}, value: {} } } : {}) };
  if (defs.EnumValue) bare.map = { key: { logicalType: "string" }, value: { logicalType: "string" } };
  made.push({ name: "property without a type", data: object({ properties: [bare] }) });
  for (const rule of rules)
    made.push({
      name: `rule ${Object.keys(rule)
        .filter((key) => /must|type|metric|query/.test(key))
        .join(" ")}`,
      data: object({ quality: [rule] }),
    });
  if (defs.RelationshipSchemaLevel)
    for (const to of ["customers.id", ["customers.id", "customers.key"], "schema/customers/properties/id"])
      made.push({
        name: `relationship to ${String(to)}`,
        data: object({
          relationships: [{ from: Array.isArray(to) ? ["orders.a"] : "orders.a", to, type: "foreignKey" }],
        }),
      });
  return made;
}

/** A quality rule of each kind, and each operator. */
function rulesOf(schema: Schema): Json[] {
  const defs = schema.$defs as Record<string, Schema>;
  const base = build(schema, defs.DataQuality as Schema) as Json;
  const library = defs.DataQualityOperators
    ? { metric: "rowCount", rule: "rowCount", arguments: {} }
    : { rule: "rowCount" };
  const operators = [
    "mustBe",
    "mustNotBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
  ];
  return [
    { type: "sql", query: "SELECT 1", mustBe: 1 },
    { ...base, type: "text" },
    { ...base, type: "library", ...library, mustBe: 1 },
    { ...base, type: "sql", query: "SELECT 1", mustBe: 1 },
    { ...base, type: "custom", engine: "soda", implementation: "text" },
    { ...base, type: "custom", engine: "soda", implementation: { checks: [] } },
    { ...library, mustBe: 1 },
    { type: "sql", query: "SELECT 1", ...library, mustBe: 1 },
    { type: "custom", engine: "soda", implementation: "text", ...library, mustBe: 1 },
    ...operators.map((name) => ({ type: "library", ...library, [name]: 1 })),
    { type: "library", ...library, mustBeBetween: [1, 2] },
    { type: "library", ...library, mustNotBeBetween: [1, 2] },
  ];
}

const WRONG: readonly unknown[] = [
  null,
  "",
  "x y",
  "a.b",
  0,
  -1,
  2.5,
  1e20,
  true,
  [],
  {},
  [1],
  ["a", "a"],
  [{}],
  { zzz: 1 },
  "absent",
];

/** The document with one thing changed: each field dropped, each value of another kind, each object with more fields. */
export function* mutations(
  data: Json,
  names: readonly string[],
): Generator<{ readonly what: string; readonly data: Json }> {
  for (const path of paths(data)) {
    const last = path.at(-1);
    if (last === undefined) continue;
    const at = path.join(".");
    if (typeof last === "string") yield { what: `without ${at}`, data: edited(data, path, undefined) };
    for (const value of WRONG) yield { what: `${at} = ${JSON.stringify(value)}`, data: edited(data, path, value) };
  }
  let turn = 0;
  for (const path of [[], ...paths(data)]) {
    const value = path.reduce<unknown>((part, name) => (part as Json)[name], data);
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    // Every name at the top of the part that the document is about, and some of them further down.
    const some = path.length <= 4 ? names : names.filter((_name, index) => index % 17 === turn % 17);
    turn++;
    for (const name of [...some, "zzz"])
      if (!Object.hasOwn(value, name))
        yield { what: `${path.join(".")} with ${name}`, data: edited(data, [...path, name], turn % 2 ? "text" : []) };
  }
}

function paths(value: unknown, way: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([name, part]) => [[...way, name], ...paths(part, [...way, name])]);
}

/** A copy along the path only. */
function edited(value: unknown, [first, ...rest]: readonly (string | number)[], to: unknown): Json {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as Json) }) as Json;
  const name = first as string;
  if (rest.length > 0) copy[name] = edited(copy[name], rest, to);
  else if (to === undefined) delete copy[name];
  else copy[name] = to;
  return copy;
}
