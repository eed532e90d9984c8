/**
 * Protobuf (proto3). What the language has no words for is said in comments, as `@name value`: the descriptor stays free
 * of options that every reader would have to import, and `mesh import protobuf` reads them back.
 */
import type { Contract, Dataset, Property } from "../model";
import { major, pascalCase } from "../names";
import { datasetsOf, type Exporter, NotExpressible } from "./exporter";
import { type Kind, kindOf } from "./kinds";
import { commentOf, itemTags, type Tags, tagsOf } from "./protobuf-comments";
import { NUMBERS_SUFFIX, Numbers } from "./protobuf-numbers";

const TIMESTAMP = "google.protobuf.Timestamp";
const STRUCT = "google.protobuf.Struct";
const IMPORTS: Readonly<Record<string, string>> = {
  [TIMESTAMP]: "google/protobuf/timestamp.proto",
  [STRUCT]: "google/protobuf/struct.proto",
};
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface Field {
  readonly name: string;
  /** With its label: `repeated string`, `map<string, Line>`. */
  readonly type: string;
  /** As the numbers' file has it: a message's name doesn't matter there. */
  readonly wire: string;
  readonly label: "" | "optional ";
  readonly comment: string;
}

interface Scope {
  /** Path of the message, for its numbers. */
  readonly key: string;
  /** Names of types and fields that are taken in the message. */
  readonly names: Set<string>;
  /** Messages inside of this one. */
  readonly nested: string[];
}

class Writer {
  readonly imports = new Set<string>();
  constructor(readonly numbers: Numbers) {}

  /** A message with everything inside of it; lines without indentation. */
  message(name: string, key: string, properties: readonly Property[], comment: string): string {
    requireOwnNames(properties);
    const scope: Scope = { key, names: new Set(properties.map((property) => property.name)), nested: [] };
    const fields = properties.map((property) => this.#field(property, scope));
    const { fields: numbers, reserved } = this.numbers.of(
      key,
      fields.map((field) => ({ name: field.name, type: field.wire })),
    );
    const body = [
      ...(reserved.numbers.length > 0 ? [`reserved ${ranges(reserved.numbers)};`] : []),
      ...(reserved.names.length > 0
        ? [`reserved ${reserved.names.map((one) => JSON.stringify(one)).join(", ")};`]
        : []),
      ...fields.map(
        ({ name: field, label, type, comment: about }) =>
          `${about}${label}${type} ${field} = ${numbers[field]?.number}${jsonName(field)};`,
      ),
      ...scope.nested,
    ];
    return `${comment}message ${name} {\n${indented(body.join("\n"))}}`;
  }

  #field(property: Property, scope: Scope): Field {
    if (!NAME.test(property.name))
      throw new NotExpressible(property.source, "the property's name isn't a Protobuf name", {
        given: property.name,
        fix: "write it with letters, digits and _",
      });
    const kind = kindOf(property);
    const base = pascalCase(property.name);
    const place = { scope, key: `${scope.key}.${property.name}` };
    if (kind.kind === "array") {
      const items = this.#inner(property, kind.items, { ...place, name: `${base}Item` });
      const tags = { ...tagsOf(property), ...itemTags("items", kind.items), ...requiredTag(property) };
      return field(property, `repeated ${items.type}`, { wire: `repeated ${items.wire}`, label: "", tags });
    }
    if (kind.kind === "map") {
      const values = this.#inner(property, kind.values, { ...place, name: `${base}Value` });
      const keys = keyType(kind.keys);
      scope.names.add(`${base}Entry`);
      const tags = {
        ...tagsOf(property),
        ...itemTags("keys", kind.keys),
        ...itemTags("values", kind.values),
        ...requiredTag(property),
      };
      return field(property, `map<${keys}, ${values.type}>`, { wire: `map<${keys}, ${values.wire}>`, label: "", tags });
    }
    const { type, wire } = this.#inner(property, property, { ...place, name: base });
    // What is said of an object stands at its field, not at its message.
    return field(property, type, { wire, label: property.required ? "" : "optional ", tags: tagsOf(property) });
  }

  /** The type of one value. A list or map inside of another needs a message around it: Protobuf can't nest them. */
  #inner(
    owner: Property,
    property: Property | undefined,
    { scope, key, name }: { readonly scope: Scope; readonly key: string; readonly name: string },
  ): { readonly type: string; readonly wire: string } {
    if (!property)
      throw new NotExpressible(owner.source, "Protobuf needs the type of an array's items", {
        given: owner.name,
        fix: "add items",
      });
    const kind = kindOf(property);
    const isWrapped = property !== owner && (kind.kind === "array" || kind.kind === "map");
    if (kind.kind !== "record" && !isWrapped) return this.#scalar(kind);
    const type = unique(name, scope.names);
    const properties = kind.kind === "record" ? kind.properties : [{ ...property, name: WRAPPED, required: true }];
    const tags: Tags = isWrapped ? { wraps: kind.kind } : {};
    const isItem = property !== owner;
    const comment = commentOf(isItem && kind.kind === "record" ? property.description : undefined, tags);
    scope.nested.push(this.message(type, key, properties, comment));
    return { type, wire: "message" };
  }

  #scalar(kind: Kind): { readonly type: string; readonly wire: string } {
    const type = scalarOf(kind);
    const file = IMPORTS[type];
    if (file !== undefined) this.imports.add(file);
    return { type, wire: type };
  }
}

/** The one field of a message that only stands around a list or map. */
export const WRAPPED = "entries";

function scalarOf(kind: Kind): string {
  switch (kind.kind) {
    case "bytes":
      return "bytes";
    case "boolean":
      return "bool";
    case "integer":
      // No type has 128 bits; as JSON has it too, such a number is text.
      return kind.bits === 128 ? "string" : `${kind.signed ? "" : "u"}int${Math.max(kind.bits, 32)}`;
    case "float":
      return kind.bits === 32 ? "float" : "double";
    case "timestamp":
      return kind.zoned ? TIMESTAMP : "string";
    case "anything":
      return STRUCT;
    default:
      return "string";
  }
}

function keyType(keys: Property | undefined): string {
  const kind = keys ? kindOf(keys) : undefined;
  return kind?.kind === "integer" || kind?.kind === "boolean" ? scalarOf(kind) : "string";
}

function field(
  property: Property,
  type: string,
  { wire, label, tags }: { readonly wire: string; readonly label: Field["label"]; readonly tags: Tags },
): Field {
  return { name: property.name, type, wire, label, comment: commentOf(property.description, tags) };
}

/** Lists and maps have no label of presence. */
const requiredTag = ({ required }: Property): Tags => (required ? { required: true } : {});

function unique(name: string, names: Set<string>): string {
  let free = name;
  while (names.has(free)) free += "_";
  names.add(free);
  return free;
}

/** `1, 3 to 5` */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const one of numbers) {
    const last = found.at(-1);
    if (last && last[1] + 1 === one) last[1] = one;
    else found.push([one, one]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(", ");
}

/** Protobuf's own rule for names in JSON: `order_id` is `orderId`. */
export function camelCase(name: string): string {
  return name.replace(/_+([A-Za-z0-9])?/g, (_all, letter: string | undefined) => letter?.toUpperCase() ?? "");
}

/** In JSON the property keeps its name. */
function jsonName(name: string): string {
  return camelCase(name) === name ? "" : ` [json_name = ${JSON.stringify(name)}]`;
}

/** Compilers refuse two fields that their rule gives one name in JSON, also where both have another there. */
function requireOwnNames(properties: readonly Property[]): void {
  const names = new Map<string, string>();
  for (const { name, source } of properties) {
    const other = names.get(camelCase(name));
    names.set(camelCase(name), name);
    if (other !== undefined)
      throw new NotExpressible(source, `Protobuf takes its name for that of ${other}`, {
        given: name,
        fix: "rename one",
      });
  }
}

function indented(text: string): string {
  return text === "" ? "" : `${text.replace(/^(?=.)/gm, "  ")}\n`;
}

function packageOf({ domain, version }: Contract): string {
  const name = domain.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");
  return `mesh.${name}.v${major(version)}`;
}

function messageOf(writer: Writer, { name, source, properties, description }: Dataset): string {
  const messageName = pascalCase(name);
  if (!NAME.test(messageName))
    throw new NotExpressible(source, "the dataset's name makes no Protobuf name", {
      given: name,
      fix: "start it with a letter",
    });
  return writer.message(messageName, name, properties, commentOf(description, {}));
}

/** One file of all datasets of a contract, a message each. */
export const protobuf: Exporter = {
  contract: (source, { kept }) => {
    const { contract } = source;
    const file = contract.source.file.replace(/(\.od[cp]s)?\.\w+$/, NUMBERS_SUFFIX);
    const numbers = new Numbers(kept(NUMBERS_SUFFIX), file);
    const writer = new Writer(numbers);
    const messages = datasetsOf(source).map((dataset) => messageOf(writer, dataset));
    const text = [
      `// ${contract.name} ${contract.version}. Field numbers are kept in ${file.split("/").at(-1)}.`.replace(
        /\s+/g,
        " ",
      ),
      'syntax = "proto3";',
      "",
      `package ${packageOf(contract)};`,
      "",
      ...[...writer.imports].sort().map((one) => `import "${one}";`),
      ...(writer.imports.size > 0 ? [""] : []),
      messages.join("\n\n"),
      "",
    ].join("\n");
    const { changed } = numbers;
    return { text, ...(changed === undefined ? {} : { keep: { suffix: NUMBERS_SUFFIX, text: changed } }) };
  },
};
