/** JSON Schema, draft 4 to 2020-12: an object, or several under anyOf, each a dataset. */
import type { Finding } from "../document";
import { datasetName } from "./document";
import {
  type ContractDraft,
  customs,
  type DatasetDraft,
  draft,
  Findings,
  type Importer,
  Names,
  type PropertyDraft,
  TooLarge,
  unsaid,
} from "./importer";
import { isObject, type JsonObject, type JsonSource, readJson, textOf, without } from "./json";
import { meaningOf, merged } from "./json-schema-types";
import { enumOf, mapOf } from "./types";

type Path = readonly PropertyKey[];

/** Keywords that say what isn't about values, or are read elsewhere. */
const READ = new Set([
  ...["$schema", "$id", "id", "$defs", "definitions", "$anchor", "$comment", "title", "description", "type"],
  ...["properties", "required", "additionalProperties", "propertyNames", "items", "enum", "const", "examples"],
  ...["allOf", "x-classification", "x-version", "nullable"],
]);
/** Keywords that refuse values in a way that ODCS has no word for. */
const REFUSING =
  /^(allOf\.\w+|not|if|then|else|oneOf|anyOf|dependent\w+|dependencies|patternProperties|contains|minContains|maxContains|prefixItems|additionalItems|unevaluated\w+|\$dynamicRef|\$recursiveRef)$/;
/** `$id` of our own exports: contract, dataset and version are in it. */
const OWN_ID = /^urn:mesh:([^:]+):([^:]+)(?::[^:]+)?:([^:]+)$/;

interface Resolved {
  readonly schema: JsonObject;
  /** Whether null is allowed beside. */
  readonly nullable: boolean;
  /** The references that were followed. */
  readonly refs: readonly string[];
}

class Reader {
  readonly findings = new Findings();
  /** Places of the references that are being followed: one that comes again refers to itself. */
  readonly #open: string[] = [];

  constructor(readonly source: JsonSource) {}

  #say(path: Path, finding: Finding): void {
    this.findings.add(this.source.problem(path, finding));
  }

  dataset(given: unknown, path: Path, otherwise: string): DatasetDraft {
    const { schema, nullable, refs } = this.#resolved(given, path);
    this.#open.push(...refs, ...(path.length === 0 ? ["#"] : []));
    const type = this.#type(schema, path);
    this.#open.length = 0;
    if (nullable || type.logicalType !== "object" || isMap(type))
      this.#say(path, {
        rule: "import/jsonschema",
        message: "A dataset is an object with properties.",
        given: schema,
        allowed: 'a schema of type "object" with properties',
        fix: "put the value into a property",
      });
    const { properties = [], description, businessName, customProperties } = type;
    const title = textOf(schema.title);
    const [, , , own] = /^urn:mesh:([^:]+):([^:]+):([^:]+):([^:]+)$/.exec(String(schema.$id)) ?? [];
    const isNamed = title !== undefined && /^[\w .-]+$/.test(title);
    const name =
      own === undefined ? datasetName(isNamed ? title.trim().replace(/[ .-]+/g, "_") : otherwise) : (title ?? own);
    const id = own === undefined ? textOf(schema.$id ?? schema.id) : undefined;
    const kept = [...(customProperties ?? []), ...(id ? [{ property: "jsonschema.id", value: id }] : [])];
    return draft<DatasetDraft>({
      name,
      businessName: name === businessName ? undefined : businessName,
      description,
      properties,
      customProperties: kept.length > 0 ? kept : undefined,
    });
  }

  /** The schema with its references followed and its allOf merged. */
  #resolved(given: unknown, path: Path, before: readonly string[] = []): Resolved {
    if (given === true) return { schema: {}, nullable: true, refs: before };
    if (!isObject(given)) {
      const allowed = "an object of keywords";
      this.#say(path, { rule: "import/jsonschema", message: "This is no schema.", given, allowed, fix: "correct it" });
      return { schema: {}, nullable: false, refs: before };
    }
    const { schema: own, nullable } = nullOf(given);
    const all = Array.isArray(own.allOf) ? own.allOf : [];
    const parts = [
      ...(typeof own.$ref === "string" ? [this.#target(own.$ref, path, before)] : []),
      ...all.map((one, at) => this.#resolved(one, [...path, "allOf", at], before)),
    ];
    const schema = merged([without(own, new Set(["$ref", "allOf"])), ...parts.map((part) => part.schema)]);
    const refs = parts.flatMap((part) => part.refs);
    return { schema, nullable: nullable || parts.some((part) => part.nullable), refs: [...before, ...refs] };
  }

  #target(ref: string, path: Path, before: readonly string[]): Resolved {
    const none: Resolved = { schema: {}, nullable: false, refs: before };
    const target = targetOf(ref, this.source.data);
    if (target === undefined) {
      this.#say([...path, "$ref"], {
        rule: "import/jsonschema",
        message: "The reference leads to nothing in this file.",
        given: ref,
        allowed: Object.keys(definitionsOf(this.source.data))
          .map((name) => `#/$defs/${name}`)
          .join(", "),
        fix: "bundle the schemas into one file",
      });
      return none;
    }
    if (this.#open.includes(ref) || before.includes(ref)) {
      this.#say([...path, "$ref"], unsaid("an object that contains itself", ref, "jsonschema.$ref"));
      return { ...none, schema: { type: "object", $ref: ref } };
    }
    return this.#resolved(target, path, [...before, ref]);
  }

  #type(schema: JsonObject, path: Path): PropertyDraft {
    this.findings.count();
    const value = meaningOf(schema);
    const kept: Record<string, unknown> = {};
    for (const [keyword, said] of Object.entries(value.unread)) {
      if (READ.has(keyword)) continue;
      kept[keyword] = said;
      if (REFUSING.test(keyword))
        this.#say([...path, keyword], unsaid(`the keyword ${keyword}`, said, `jsonschema.${keyword}`));
    }
    const values = Array.isArray(schema.enum)
      ? schema.enum
      : Object.hasOwn(schema, "const")
        ? [schema.const]
        : undefined;
    const allowed = values?.filter((one) => one !== null);
    const examples = Array.isArray(schema.examples) && schema.examples.length > 0 ? schema.examples : undefined;
    const inner = this.#inner(schema, value.typed, path);
    const more = [...(inner.customProperties ?? []), ...(allowed ? [enumOf(allowed)] : [])];
    if (value.typed.logicalType === undefined) {
      kept.type = schema.type ?? "any";
      const what = "a value of any or of several types";
      this.#say(path, { ...unsaid(what, kept.type, "jsonschema.type"), fix: "choose a logicalType" });
    }
    return draft<PropertyDraft>({
      ...value.typed,
      ...inner,
      businessName: textOf(schema.title),
      description: textOf(schema.description),
      classification: textOf(schema["x-classification"]),
      examples,
      customProperties: customs("jsonschema", kept, more),
    });
  }

  /** What is inside of a list, an object or a map. */
  #inner(schema: JsonObject, { logicalType, logicalTypeOptions: options }: PropertyDraft, path: Path): PropertyDraft {
    if (logicalType === "array") {
      if (schema.items === undefined || Array.isArray(schema.items)) return {};
      const { name: _none, ...items } = this.#property("", schema.items, {
        path: [...path, "items"],
        isRequired: true,
      });
      return { items };
    }
    if (logicalType !== "object") return {};
    const { properties, additionalProperties: more, propertyNames } = schema;
    if (isObject(properties) && Object.keys(properties).length > 0) {
      const required = new Set(Array.isArray(schema.required) ? schema.required : []);
      const names = new Names();
      const others = [...required].filter((name) => !Object.hasOwn(properties, String(name)));
      return {
        ...(others.length > 0 && { logicalTypeOptions: { ...options, required: others } }),
        properties: Object.entries(properties).map(([name, given]) => {
          const drafted = this.#property(name, given, {
            path: [...path, "properties", name],
            isRequired: required.has(name),
          });
          return { ...drafted, ...names.of(name) };
        }),
        // Our own schemas are closed: a contract's records have no other fields.
        ...(more === false
          ? {}
          : { customProperties: [{ property: "jsonschema.additionalProperties", value: more ?? true }] }),
      };
    }
    const demanded = Array.isArray(schema.required) && schema.required.length > 0 ? schema.required : undefined;
    if (!isObject(more))
      return draft<PropertyDraft>({
        logicalTypeOptions: { ...options, required: demanded },
        customProperties: more === false ? [{ property: "jsonschema.additionalProperties", value: false }] : undefined,
      });
    const { name: _none, ...value } = this.#property("", more, {
      path: [...path, "additionalProperties"],
      isRequired: true,
    });
    const keys = isObject(propertyNames) ? { type: "string", ...propertyNames } : { type: "string" };
    return mapOf(keyOf(this.#type(keys, [...path, "propertyNames"])), value);
  }

  #property(
    name: string,
    given: unknown,
    { path, isRequired }: { readonly path: Path; readonly isRequired: boolean },
  ): PropertyDraft {
    const { schema, nullable, refs } = this.#resolved(given, path);
    this.#open.push(...refs);
    const type = this.#type(schema, path);
    this.#open.length -= refs.length;
    return { name, ...type, required: isRequired && !nullable };
  }
}

/** A place in the file, or the `$id` of one of its definitions. */
function targetOf(ref: string, data: unknown): unknown {
  if (!ref.startsWith("#")) return Object.values(definitionsOf(data)).find((one) => isObject(one) && one.$id === ref);
  const steps = ref.slice(1).split("/").slice(1).map(unescaped);
  return steps.reduce<unknown>((at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), data);
}

/** Keys that are numbers are text in JSON: our own export demands their form. */
function keyOf({ logicalTypeOptions: options = {}, ...key }: PropertyDraft): PropertyDraft {
  if (options.pattern === "^-?\\d+$") return { logicalType: "integer" };
  if (options.pattern === "^-?\\d+(\\.\\d+)?$") return { logicalType: "number" };
  return draft<PropertyDraft>({ ...key, logicalTypeOptions: options });
}

const isMap = ({ customProperties }: PropertyDraft) =>
  customProperties?.some(({ property }) => property === "map") === true;
const unescaped = (step: string) => step.replaceAll("%25", "%").replaceAll("~1", "/").replaceAll("~0", "~");
const definitionsOf = (data: unknown): JsonObject => {
  const { $defs, definitions } = isObject(data) ? data : {};
  return { ...(isObject(definitions) && definitions), ...(isObject($defs) && $defs) };
};

/** `anyOf: [X, null]`, `type: [X, null]` and OpenAPI's `nullable` say that null is allowed beside X. */
function nullOf(schema: JsonObject): { readonly schema: JsonObject; readonly nullable: boolean } {
  for (const keyword of ["anyOf", "oneOf"]) {
    const members = schema[keyword];
    if (!Array.isArray(members)) continue;
    const others = members.filter((one) => !(isObject(one) && one.type === "null"));
    const [only] = others;
    if (others.length === members.length || others.length !== 1 || !isObject(only)) continue;
    return { schema: merged([without(schema, new Set([keyword])), only]), nullable: true };
  }
  const types = Array.isArray(schema.type) ? schema.type : [];
  const others = types.filter((one) => one !== "null");
  if (others.length < types.length)
    return { schema: { ...schema, type: others.length === 1 ? others[0] : others }, nullable: true };
  return { schema, nullable: schema.nullable === true };
}

export const jsonschema: Importer = (source) => {
  const read = readJson(source);
  if (!read.ok) return read;
  const { data, problem } = read.value;
  const reader = new Reader(read.value);
  const [, domain, id, version] = OWN_ID.exec(isObject(data) ? String(data.$id) : "") ?? [];
  const otherwise = source.file.replace(/^.*[\\/]/, "").replace(/\..*$/, "");
  const several =
    isObject(data) && data.type === undefined && data.properties === undefined && Array.isArray(data.anyOf)
      ? data.anyOf
      : undefined;
  try {
    const datasets = several
      ? several.map((one, at) => reader.dataset(one, ["anyOf", at], `${otherwise}_${at + 1}`))
      : [reader.dataset(data, [], otherwise)];
    const contract: ContractDraft = { datasets, ...(id && domain && version && { id, domain, version }) };
    return reader.findings.result(contract);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { ok: false, problems: [problem([], error.finding())] };
  }
};
