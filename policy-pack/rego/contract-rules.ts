/**
 * The rules that contracts imply, as Rego, from their JSON Schema: what the service's entrance checks by schema, a
 * consumer and a sidecar decide by these. One rule for each keyword; a message names the field and what is right, and
 * repeats no value.
 */
import { jsonSchema } from "../../contracts/exports/json-schema";
import type { Contract, Dataset } from "../../contracts/model";

type Schema = Readonly<Record<string, unknown>>;

/** Where a value is: how Rego gets at it, and what a person calls it. */
interface Place {
  /** Lines that bind what `value` needs. */
  readonly given: readonly string[];
  /** Expression of the value. */
  readonly value: string;
  /** `lines.*.price`; empty for the whole record. */
  readonly field: string;
}

/**
 * The module `mesh.contracts` for some contracts; the same contracts give the same text.
 *
 * Not in it, since Rego's WebAssembly has no counterpart: formats of text (dates, addresses), `multipleOf`, and patterns
 * that RE2 doesn't have (look-around, back references). Those are the JSON Schema's alone.
 */
export function contractRules(contracts: readonly Contract[]): string {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const all = [...byId.values()].sort((a, b) => a.id.localeCompare(b.id));
  const datasets = all.flatMap((contract) => contract.datasets.map((dataset) => ({ contract, dataset })));
  return [HEAD, ...datasets.flatMap((one, index) => rulesOf(one, `is_dataset_${index}`))].join("\n");
}

const HEAD = `# Generated from the contracts by policy-pack/rego/contract-rules.ts: what they imply.
package mesh.contracts

is_whole(value) if {
	is_number(value)
	floor(value) == value
}

# Also where the value is false.
has(object, name) if _ = object[name]
`;

function rulesOf(about: { readonly contract: Contract; readonly dataset: Dataset }, guard: string): string[] {
  const { contract, dataset } = about;
  const schema = jsonSchema(contract, dataset);
  const title = `# ${contract.source.file}, ${contract.version}: ${dataset.name}`;
  const isIt = [`input.contract.id == ${text(contract.id)}`, `input.path == ${text(`/${dataset.entity}`)}`];
  const masks = restricted(schema, "").map((field) => `mask contains ${text(field)} if ${guard}\n`);
  const rules = judge(schema, { given: [guard], value: "input.body", field: "" }).map(render);
  return [`${title}\n${guard} if {\n${lines(isIt)}\n}\n`, ...rules, ...masks];
}

/** Conditions under which a value breaks its schema, and what to say then. */
interface Rule {
  readonly given: readonly string[];
  readonly broken: readonly string[];
  readonly message: string;
}

function render({ given, broken, message }: Rule): string {
  return `violation contains {"msg": ${text(message)}} if {\n${lines([...given, ...broken])}\n}\n`;
}

function judge(schema: Schema, place: Place): Rule[] {
  const rule = (message: string, ...broken: string[]): Rule => ({ given: place.given, broken, message });
  const { value } = place;
  const field = place.field === "" ? "The body" : `Field '${place.field}'`;
  return [...typeRules(schema, place, rule), ...valueRules(schema, { value, field, rule }), ...inner(schema, place)];
}

const TYPES: Readonly<Record<string, string>> = {
  string: "is_string",
  number: "is_number",
  integer: "is_whole",
  boolean: "is_boolean",
  object: "is_object",
  array: "is_array",
};

type Make = (message: string, ...broken: string[]) => Rule;

function typeRules({ type }: Schema, { value, field }: Place, rule: Make): Rule[] {
  const test = typeof type === "string" && field !== "" ? TYPES[type] : undefined;
  return test ? [rule(`Field '${field}' must be ${type}`, `not ${test}(${value})`)] : [];
}

/** Keyword → the type that it is about, how it is broken, and what is right. */
const BOUNDS: Readonly<Record<string, readonly [test: string, broken: string, right: string]>> = {
  minimum: ["is_number", "V < N", "be at least N"],
  maximum: ["is_number", "V > N", "be at most N"],
  exclusiveMinimum: ["is_number", "V <= N", "be more than N"],
  exclusiveMaximum: ["is_number", "V >= N", "be less than N"],
  minLength: ["is_string", "count(V) < N", "have at least N characters"],
  maxLength: ["is_string", "count(V) > N", "have at most N characters"],
  minItems: ["is_array", "count(V) < N", "have at least N items"],
  maxItems: ["is_array", "count(V) > N", "have at most N items"],
  minProperties: ["is_object", "count(V) < N", "have at least N fields"],
  maxProperties: ["is_object", "count(V) > N", "have at most N fields"],
};

/** What JavaScript's patterns have and RE2 has not. */
const BEYOND_RE2 = /\(\?[=!<]|\\[1-9]|\\[ck]/;

function valueRules(
  schema: Schema,
  { value, field, rule }: { readonly value: string; readonly field: string; readonly rule: Make },
): Rule[] {
  const rules = Object.entries(BOUNDS).flatMap(([keyword, [test, broken, right]]) => {
    const bound = schema[keyword];
    if (typeof bound !== "number") return [];
    const with_ = (pattern: string) => pattern.replace("V", value).replace("N", String(bound));
    return [rule(`${field} must ${with_(right)}`, `${test}(${value})`, with_(broken))];
  });
  const { pattern, uniqueItems } = schema;
  if (typeof pattern === "string" && !BEYOND_RE2.test(pattern)) {
    const broken = `not regex.match(${text(pattern)}, ${value})`;
    rules.push(rule(`${field} must match ${pattern}`, `is_string(${value})`, broken));
  }
  if (Array.isArray(schema.enum)) {
    const allowed = schema.enum.map((one) => JSON.stringify(one));
    rules.push(rule(`${field} must be one of ${allowed.join(", ")}`, `not ${value} in {${allowed.join(", ")}}`));
  }
  if (uniqueItems === true) {
    const broken = `count(${value}) != count({item | some item in ${value}})`;
    rules.push(rule(`${field} must not have an item twice`, `is_array(${value})`, broken));
  }
  return rules;
}

/** What is inside of an object or an array. */
function inner(schema: Schema, { given, value, field }: Place): Rule[] {
  const path = (name: string) => (field === "" ? name : `${field}.${name}`);
  const isObject = [...given, `is_object(${value})`];
  const rules: Rule[] = [];
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  for (const name of (schema.required ?? []) as readonly string[]) {
    const broken = [`not has(${value}, ${text(name)})`];
    rules.push({ given: isObject, broken, message: `Field '${path(name)}' is required` });
  }
  for (const [name, property] of Object.entries(properties)) {
    const bound = variable(path(name));
    const place = { given: [...isObject, `${bound} := ${member(value, name)}`], value: bound, field: path(name) };
    rules.push(...judge(property, place));
  }
  const { additionalProperties: others, items } = schema;
  if (others === false) {
    const names = Object.keys(properties).map(text).join(", ");
    const broken = [`some name, _ in ${value}`, `not name in {${names}}`];
    const message = field === "" ? "A field is not in the contract" : `A field of '${field}' is not in the contract`;
    rules.push({ given: isObject, broken, message });
  } else if (typeof others === "object" && others !== null) {
    const each = [...isObject, `some ${variable(path("each"))} in ${value}`];
    rules.push(...judge(others as Schema, { given: each, value: variable(path("each")), field: path("*") }));
  }
  if (typeof items === "object" && items !== null) {
    const each = [...given, `is_array(${value})`, `some ${variable(path("each"))} in ${value}`];
    rules.push(...judge(items as Schema, { given: each, value: variable(path("each")), field: path("*") }));
  }
  return rules;
}

/** Fields classified `restricted`, wherever they are. */
function restricted(schema: Schema, field: string): string[] {
  if (schema["x-classification"] === "restricted") return [field];
  const path = (name: string) => (field === "" ? name : `${field}.${name}`);
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Schema>>);
  const each = [schema.items, schema.additionalProperties].filter((one) => typeof one === "object" && one !== null);
  return [
    ...properties.flatMap(([name, property]) => restricted(property, path(name))),
    ...each.flatMap((one) => restricted(one as Schema, path("*"))),
  ];
}

/** As `opa fmt` writes it. */
function member(value: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name) ? `${value}.${name}` : `${value}[${text(name)}]`;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "as contains default else every false if import in not null package some true with".split(" "),
);

/** A name that no keyword of Rego and no other field's variable has. */
function variable(field: string): string {
  return `v_${field.replace(/_/g, "__").replace(/\W/g, "_x")}`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `\t${line}`).join("\n");
}

/** A string of Rego is one of JSON. */
function text(value: string): string {
  return JSON.stringify(value);
}
