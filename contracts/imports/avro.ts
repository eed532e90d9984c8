/** Avro 1.12 schemas: a record, or a union of records, each a dataset. */
import type { Finding } from "../document";
import { pascalCase } from "../names";
import { meaningOf, PRIMITIVES, READ } from "./avro-types";
import { datasetName } from "./document";
import {
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
import { enumOf, mapOf, scalar } from "./types";

type Path = readonly PropertyKey[];

const READ_OF_FIELD = new Set(["name", "type", "doc"]);

interface Named {
  readonly schema: JsonObject;
  readonly namespace: string;
  readonly path: Path;
}

interface Place {
  readonly path: Path;
  readonly namespace: string;
  /** Name that our own export would give a record here: another is kept. */
  readonly derived: string;
}

class Reader {
  readonly findings = new Findings();
  readonly #named = new Map<string, Named>();
  /** Full names of the records that are being read: one that comes again refers to itself. */
  readonly #open: string[] = [];

  constructor(readonly source: JsonSource) {}

  #say(path: Path, finding: Finding): void {
    this.findings.add(this.source.problem(path, finding));
  }

  dataset(schema: JsonObject, path: Path): DatasetDraft {
    const { type, physicalName } = this.#record(schema, { path, namespace: "", derived: "" });
    const { properties = [], description, customProperties } = type;
    const name = datasetName(textOf(schema.name)?.split(".").at(-1) ?? "");
    return draft<DatasetDraft>({ name, physicalName, description, properties, customProperties });
  }

  #fullName(schema: JsonObject, namespace: string): { readonly full: string; readonly space: string } {
    const name = textOf(schema.name) ?? "";
    const space = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : (textOf(schema.namespace) ?? namespace);
    return { full: name.includes(".") || space === "" ? name : `${space}.${name}`, space };
  }

  #record(schema: JsonObject, place: Place): { readonly type: PropertyDraft; readonly physicalName: string } {
    const { full, space } = this.#fullName(schema, place.namespace);
    const { path } = place;
    if (full === "")
      this.#say([...path, "name"], { rule: "import/avro", message: "The record has no name.", fix: "add name" });
    this.#named.set(full, { schema, namespace: place.namespace, path });
    if (!Array.isArray(schema.fields)) {
      const [given, allowed] = [schema.fields, "a list of fields"];
      this.#say([...path, "fields"], {
        rule: "import/avro",
        message: "The record has no fields.",
        given,
        allowed,
        fix: "add fields",
      });
    }
    this.#open.push(full);
    const names = new Names();
    const record = place.derived === "" ? (textOf(schema.name)?.split(".").at(-1) ?? "") : place.derived;
    const properties = (Array.isArray(schema.fields) ? schema.fields : []).map((field, at) =>
      this.#field(field, names, { path: [...path, "fields", at], namespace: space, derived: record }),
    );
    this.#open.pop();
    const isDerived = place.derived === "" || full.split(".").at(-1) === place.derived;
    const custom = { name: isDerived ? undefined : full, ...without(schema, READ) };
    const type = draft<PropertyDraft>({
      logicalType: "object",
      description: textOf(schema.doc),
      properties,
      customProperties: customs("avro", custom),
    });
    return { type, physicalName: full };
  }

  #field(field: unknown, names: Names, place: Place): PropertyDraft {
    this.findings.count();
    const { path, derived } = place;
    const given = isObject(field) ? field : {};
    const name = textOf(given.name);
    if (name === undefined || given.type === undefined)
      this.#say(path, {
        rule: "import/avro",
        message: "The field has no name or no type.",
        given: field,
        allowed: "an object with name and type",
        fix: "add both",
      });
    const more = without(given, READ_OF_FIELD);
    // That null is the default of what may be left out is what being optional means.
    const isUsual = given.default === null && Array.isArray(given.type);
    const inner = { ...place, path: [...path, "type"], derived: `${derived}${pascalCase(name ?? "")}` };
    const { required, ...type } = this.type(given.type, inner);
    const kept = customs("avro", isUsual ? without(more, new Set(["default"])) : more, type.customProperties);
    return draft<PropertyDraft>({
      ...names.of(name ?? ""),
      ...type,
      description: textOf(given.doc) ?? type.description,
      required,
      customProperties: kept,
    });
  }

  /** With whether it has to be there. */
  type(schema: unknown, place: Place): PropertyDraft & { readonly required: boolean } {
    const { path } = place;
    if (typeof schema === "string") return { ...this.#byName(schema, place), required: true };
    if (Array.isArray(schema)) return this.#union(schema, place);
    if (!isObject(schema)) {
      const allowed = "a name, an object with type, or a list of types";
      this.#say(path, {
        rule: "import/avro",
        message: "This is no Avro type.",
        given: schema,
        allowed,
        fix: "correct it",
      });
      return { required: true };
    }
    // `{"type": {"type": "string"}}` is another way to write `{"type": "string"}`.
    if (isObject(schema.type) || Array.isArray(schema.type)) {
      const inner = this.type(schema.type, { ...place, path: [...path, "type"] });
      return { ...inner, ...kept(schema, inner) };
    }
    return { ...this.#complex(schema, place), required: true };
  }

  #complex(schema: JsonObject, place: Place): PropertyDraft {
    const { path, derived } = place;
    const kind = textOf(schema.type) ?? "";
    const inner = (key: "items" | "values", suffix: string) =>
      this.type(schema[key], { ...place, path: [...path, key], derived: `${derived}${suffix}` });
    switch (kind) {
      case "record":
      case "error":
        return this.#record(schema, place).type;
      case "array":
        return { logicalType: "array", items: inner("items", "Item"), ...kept(schema) };
      case "map": {
        const map = mapOf({ logicalType: "string" }, inner("values", "Value"));
        return { ...map, ...kept(schema, map) };
      }
      case "enum": {
        const { full } = this.#fullName(schema, place.namespace);
        this.#named.set(full, { schema, namespace: place.namespace, path });
        const symbols = enumOf(Array.isArray(schema.symbols) ? schema.symbols : []);
        const custom = customs("avro", { type: "enum", name: full, ...without(schema, READ) }, [symbols]);
        return draft<PropertyDraft>({
          logicalType: "string",
          description: textOf(schema.doc),
          customProperties: custom,
        });
      }
      case "fixed": {
        const { full } = this.#fullName(schema, place.namespace);
        this.#named.set(full, { schema, namespace: place.namespace, path });
        const { typed, unread } = meaningOf("fixed", schema);
        const custom = customs("avro", { ...unread, type: "fixed", name: full, size: schema.size });
        return draft<PropertyDraft>({ ...typed, description: textOf(schema.doc), customProperties: custom });
      }
      default: {
        if (!Object.hasOwn(PRIMITIVES, kind)) {
          const named = this.#byName(kind, { ...place, path: [...path, "type"] });
          return { ...named, ...kept(schema, named) };
        }
        const { typed, unread } = meaningOf(kind, schema);
        return draft<PropertyDraft>({ ...typed, customProperties: customs("avro", unread) });
      }
    }
  }

  #byName(name: string, place: Place): PropertyDraft {
    const primitive = Object.hasOwn(PRIMITIVES, name) ? PRIMITIVES[name] : undefined;
    if (primitive) return scalar(primitive);
    if (name === "null") return this.#unknown("a value that is always null", "null", place);
    const full = name.includes(".") || place.namespace === "" ? name : `${place.namespace}.${name}`;
    const found = this.#named.get(full) ?? this.#named.get(name);
    if (!found) {
      this.#say(place.path, {
        rule: "import/avro",
        message: "The type is defined nowhere before it is used.",
        given: name,
        allowed: [...Object.keys(PRIMITIVES), ...this.#named.keys()].join(", "),
        fix: "put its definition where it is first used",
      });
      return {};
    }
    const key = this.#named.has(full) ? full : name;
    if (this.#open.includes(key)) {
      this.#say(place.path, unsaid("a record that contains itself", key, "avro.type"));
      return { logicalType: "object", customProperties: [{ property: "avro.type", value: key }] };
    }
    this.findings.count();
    return this.#complex(found.schema, { ...found, derived: place.derived });
  }

  #unknown(what: string, given: unknown, { path }: Place): PropertyDraft {
    this.#say(path, { ...unsaid(what, given, "avro.type"), fix: "choose a logicalType, or split the property" });
    return { customProperties: [{ property: "avro.type", value: given }] };
  }

  #union(members: readonly unknown[], place: Place): PropertyDraft & { readonly required: boolean } {
    const others = members.filter((member) => member !== "null");
    const required = others.length === members.length;
    if (others.length !== 1) return { ...this.#unknown("a value of several types", members, place), required };
    const at = members.findIndex((member) => member !== "null");
    return { ...this.type(others[0], { ...place, path: [...place.path, at] }), required };
  }
}

/** The attributes of a type that aren't read, with those that are kept already. */
function kept(schema: JsonObject, { customProperties }: PropertyDraft = {}): Pick<PropertyDraft, "customProperties"> {
  const all = customs("avro", without(schema, READ), customProperties);
  return all ? { customProperties: all } : {};
}

export const avro: Importer = (source) => {
  const read = readJson(source);
  if (!read.ok) return read;
  const { data, problem } = read.value;
  const reader = new Reader(read.value);
  const records = Array.isArray(data) ? data : [data];
  try {
    const datasets = records.flatMap((schema, at): DatasetDraft[] => {
      const path = Array.isArray(data) ? [at] : [];
      if (isObject(schema) && schema.type === "record") return [reader.dataset(schema, path)];
      const allowed = 'an object of type "record", or a list of such objects';
      const finding = { rule: "import/avro", message: "A dataset is a record.", given: schema, allowed };
      reader.findings.add(problem(path, { ...finding, fix: "put the type into a field of a record" }));
      return [];
    });
    return reader.findings.result({ datasets });
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { ok: false, problems: [problem([], error.finding())] };
  }
};
