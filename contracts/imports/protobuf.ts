/** Protobuf, proto2 and proto3: each message that no other one uses is a dataset. */
import protobuf from "protobufjs";
import type { Finding } from "../document";
import { camelCase } from "../exports/protobuf";
import { type MessageNumbers, NUMBERS_SUFFIX, numbersText } from "../exports/protobuf-numbers";
import { datasetName } from "./document";
import {
  type ContractDraft,
  customs,
  type DatasetDraft,
  draft,
  Findings,
  type Importer,
  type ImportSource,
  type PropertyDraft,
  TooLarge,
  unsaid,
} from "./importer";
import { contentsOf, isProto3, lookup, problemAt, usedBy, wireOf } from "./protobuf-file";
import { innerTags, readComment, scalarOf, type Tags, tagged, wellKnown } from "./protobuf-types";
import { enumOf, mapOf, scalar } from "./types";

/** Says in the first line of a file that it is an export of ours. */
const OWN = /^\/\/ .* Field numbers are kept in /;
const OWN_PACKAGE = /^mesh\.(\w+)\.v\d+$/;
/** Reserved ranges that are longer aren't kept number by number. */
const LONGEST_RANGE = 1000;
/** Field options that say nothing which isn't read elsewhere. */
const READ_OPTIONS = new Set(["proto3_optional", "json_name"]);

interface Place {
  /** Path of the message, for its numbers. */
  readonly key: string;
  readonly parent: protobuf.Type;
}

class Reader {
  readonly findings = new Findings();
  readonly numbers = new Map<string, MessageNumbers>();
  readonly #open: protobuf.Type[] = [];
  readonly #isOwn: boolean;

  constructor(readonly source: ImportSource) {
    this.#isOwn = OWN.test(source.text);
  }

  say(word: string | RegExp, finding: Finding): void {
    this.findings.add(problemAt(this.source, word, finding));
  }

  dataset(type: protobuf.Type): DatasetDraft {
    const name = datasetName(type.name);
    const { description } = readComment(type.comment);
    const physicalName = type.fullName.replace(/^\./, "");
    return draft<DatasetDraft>({
      name,
      physicalName,
      description,
      properties: this.#properties(type, name),
      customProperties: undefined,
    });
  }

  #properties(type: protobuf.Type, key: string): PropertyDraft[] {
    this.#open.push(type);
    const oneofs = type.oneofsArray.filter((one) => !one.isProto3Optional);
    for (const one of oneofs)
      this.say(
        new RegExp(`\\boneof\\s+${one.name}\\b`),
        unsaid("fields of which only one may be there", one.name, "protobuf.oneof"),
      );
    const properties = type.fieldsArray.map((field) => this.#field(field, { key, parent: type }));
    this.#open.pop();
    this.numbers.set(key, this.#numbersOf(type));
    return properties;
  }

  #field(field: protobuf.Field, place: Place): PropertyDraft {
    this.findings.count();
    const { description, tags } = readComment(field.comment);
    const key = `${place.key}.${field.name}`;
    const oneof = field.partOf && !field.partOf.isProto3Optional ? field.partOf.name : undefined;
    const { json_name: json } = field.options ?? {};
    const options = Object.fromEntries(Object.entries(field.options ?? {}).filter(([name]) => !READ_OPTIONS.has(name)));
    const type = this.#fieldType(field, tags, { ...place, key });
    const custom = {
      oneof,
      jsonName: json !== undefined && json !== field.name && json !== camelCase(field.name) ? json : undefined,
      options: Object.keys(options).length > 0 ? options : undefined,
    };
    return draft<PropertyDraft>({
      name: field.name,
      ...type,
      description: description ?? (this.#isOwn ? undefined : type.description),
      required: oneof === undefined && this.#isRequired(field, tags),
      customProperties: customs("protobuf", custom, type.customProperties),
    });
  }

  #isRequired(field: protobuf.Field, tags: Tags): boolean {
    if (field.repeated || field.map) return tags.required === true;
    if (field.required) return true;
    // Without a label a value is always there in proto3; a message may be missing all the same.
    const hasValue =
      field.options?.proto3_optional !== true &&
      (this.#isOwn || scalarOf(field.type) !== undefined || !field.hasPresence);
    return isProto3(field) && hasValue;
  }

  #fieldType(field: protobuf.Field, tags: Tags, place: Place): PropertyDraft {
    if (field instanceof protobuf.MapField) {
      const keys = innerTags(tags, "keys");
      const values = innerTags(tags, "values");
      const key = tagged(scalar(scalarOf(field.keyType) ?? { kind: "text" }), keys.tags);
      const value = {
        ...this.#valueType(field.type, field, place),
        ...(values.description && { description: values.description }),
      };
      const { logicalType, customProperties } = mapOf(clean(key), clean(tagged(value, values.tags)));
      return tagged({ ...(logicalType && { logicalType }), ...(customProperties && { customProperties }) }, tags);
    }
    if (!field.repeated) return tagged(this.#valueType(field.type, field, place), tags);
    const inner = innerTags(tags, "items");
    const items = {
      ...this.#valueType(field.type, field, place),
      ...(inner.description && { description: inner.description }),
    };
    return tagged({ logicalType: "array", items: clean(tagged(items, inner.tags)) }, tags);
  }

  /** One value, whatever stands around it. */
  #valueType(name: string, field: protobuf.Field, place: Place): PropertyDraft {
    const plain = scalarOf(name);
    if (plain) return scalar(plain);
    const found = lookup(name, place.parent);
    if (found instanceof protobuf.Enum) {
      const values = enumOf(Object.keys(found.values));
      const { description } = readComment(found.comment);
      const custom = customs("protobuf", { type: found.fullName.slice(1), numbers: { ...found.values } }, [values]);
      return draft<PropertyDraft>({ logicalType: "string", description, customProperties: custom });
    }
    if (found instanceof protobuf.Type) return this.#message(found, field, place);
    const known = wellKnown(name.replace(/^\./, ""));
    if (known) return known;
    if (/^\.?google\.protobuf\./.test(name)) {
      this.say(field.name, { ...unsaid("a value of any type", name, "protobuf.type"), fix: "choose a logicalType" });
      return { customProperties: [{ property: "protobuf.type", value: name }] };
    }
    this.say(new RegExp(`\\b${name.split(".").at(-1)}\\s+${field.name}\\b`), {
      rule: "import/protobuf",
      message: `The type of ${field.name} isn't in this file.`,
      given: name,
      allowed: "a type of the file, or one of google.protobuf",
      fix: "put what the file imports into it",
    });
    return {};
  }

  #message(type: protobuf.Type, field: protobuf.Field, { key }: Place): PropertyDraft {
    if (this.#open.includes(type)) {
      const name = type.fullName.slice(1);
      this.say(field.name, unsaid("a message that contains itself", name, "protobuf.type"));
      return { logicalType: "object", customProperties: [{ property: "protobuf.type", value: name }] };
    }
    const { description, tags } = readComment(type.comment);
    const [only] = type.fieldsArray;
    // Our own export puts a message around a list in a list.
    if (tags.wraps !== undefined && only) {
      const { name: _name, required: _required, ...inner } = this.#field(only, { key, parent: type });
      this.numbers.set(key, this.#numbersOf(type));
      return inner;
    }
    const properties = this.#properties(type, key);
    return draft<PropertyDraft>({ logicalType: "object", description, properties });
  }

  #numbersOf(type: protobuf.Type): MessageNumbers {
    const ranges = (type.reserved ?? []).flatMap((one) => (typeof one === "string" ? [] : [one]));
    const names = (type.reserved ?? []).flatMap((one) => (typeof one === "string" ? [one] : []));
    const numbers = ranges.flatMap(([from = 0, to = 0]) => {
      if (to - from < LONGEST_RANGE) return Array.from({ length: to - from + 1 }, (_, at) => from + at);
      this.say(new RegExp(`\\breserved\\b[^;]*\\b${from}\\b`), {
        rule: "import/unsaid",
        severity: "warning",
        message: "The reserved range is too long to be kept number by number.",
        given: `${from} to ${to}`,
        fix: "give no field a number of it",
      });
      return [];
    });
    const fields = type.fieldsArray.map(
      (field) => [field.name, { number: field.id, type: wireOf(field, type) }] as const,
    );
    return { fields: Object.fromEntries(fields), reserved: { numbers, names } };
  }
}

/** Wraps and items have no empty options. */
const clean = (property: PropertyDraft) => draft<PropertyDraft>({ ...property });

export const protobufImport: Importer = (source) => {
  let parsed: protobuf.IParserResult;
  try {
    // Names stay as they are written, and comments are those that stand before.
    parsed = protobuf.parse(source.text, new protobuf.Root(), { keepCase: true, alternateCommentMode: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const line = Number(/\(line (\d+)\)/.exec(text)?.[1] ?? 1);
    const message = `The file is no Protobuf: ${text.replace(/ \(.*line \d+\)$/, "")}.`;
    const place = { file: source.file, line, column: 1, path: "" };
    return {
      ok: false,
      problems: [{ ...place, severity: "error", rule: "import/syntax", message, fix: "correct it" }],
    };
  }
  const reader = new Reader(source);
  const { types, others } = contentsOf(parsed.root);
  for (const one of others)
    if (one instanceof protobuf.Service)
      reader.say(new RegExp(`\\bservice\\s+${one.name}\\b`), {
        rule: "import/unsaid",
        severity: "warning",
        message: "A service is no part of a data contract: it is left out.",
        given: one.name,
        fix: "describe it where the product's API is described",
      });
  const used = new Set(types.flatMap(usedBy));
  const roots = types.filter((type) => !used.has(type));
  const datasets = roots.length > 0 ? roots : types;
  if (datasets.length === 0)
    reader.say(/^/, {
      rule: "import/protobuf",
      message: "The file has no message.",
      allowed: "one or more",
      fix: "add one",
    });
  try {
    const drafts = datasets.map((type) => reader.dataset(type));
    const [, domain] = OWN_PACKAGE.exec(parsed.package ?? "") ?? [];
    const keep = { suffix: NUMBERS_SUFFIX, text: numbersText(reader.numbers) };
    const contract: ContractDraft = { datasets: drafts, keep, ...(domain && { domain }) };
    return reader.findings.result(contract);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { ok: false, problems: [problemAt(source, /^/, error.finding())] };
  }
};
