/** Avro schemas (1.12), their names resolved: a graph that may refer to itself. */
import { NotASchema } from "../clash";

export const PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;
type Primitive = (typeof PRIMITIVES)[number];

/** Logical types whose numbers mean something else under another: the rest is read as the type below it. */
export type Logical =
  | { readonly name: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly name: string };

interface Named {
  /** With its namespace. */
  readonly fullName: string;
  readonly name: string;
  /** Full names. */
  readonly aliases: readonly string[];
}

export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroType;
  readonly hasDefault: boolean;
  readonly default?: unknown;
}

export type AvroType =
  | { readonly kind: Primitive; readonly logical?: Logical }
  | ({ readonly kind: "record"; readonly fields: readonly AvroField[] } & Named)
  | ({ readonly kind: "enum"; readonly symbols: readonly string[]; readonly default?: string } & Named)
  | ({ readonly kind: "fixed"; readonly size: number; readonly logical?: Logical } & Named)
  | { readonly kind: "array"; readonly items: AvroType }
  | { readonly kind: "map"; readonly values: AvroType }
  | { readonly kind: "union"; readonly branches: readonly AvroType[] };

type Json = Readonly<Record<string, unknown>>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LOGICAL = /^(date|time-|timestamp-|local-timestamp-)/;

/** @throws NotASchema naming the place and what is wrong there */
export function readAvro(text: string): AvroType {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The bare name of a primitive is a schema too, and registries store it so.
    if (!PRIMITIVES.includes(text.trim() as Primitive)) throw new NotASchema("it isn't JSON");
    json = text.trim();
  }
  return new Reader().type(json, { namespace: "", path: "" });
}

interface Place {
  readonly namespace: string;
  readonly path: string;
}

class Reader {
  readonly #names = new Map<string, AvroType>();

  type(json: unknown, place: Place): AvroType {
    if (typeof json === "string") return this.#reference(json, place);
    if (Array.isArray(json)) return this.#union(json, place);
    if (typeof json !== "object" || json === null) return refuse(place, `${JSON.stringify(json)} is no type`);
    const given = json as Json;
    switch (given.type) {
      case "record":
      case "error":
        return this.#record(given, place);
      case "enum":
        return this.#enum(given, place);
      case "fixed":
        return this.#fixed(given, place);
      case "array":
        return { kind: "array", items: this.type(given.items, { ...place, path: `${place.path}[]` }) };
      case "map":
        return { kind: "map", values: this.type(given.values, { ...place, path: `${place.path}{}` }) };
      default: {
        const inner = this.type(given.type, place);
        const logical = logicalOf(given, inner);
        return logical && PRIMITIVES.includes(inner.kind as Primitive)
          ? { kind: inner.kind as Primitive, logical }
          : inner;
      }
    }
  }

  #reference(name: string, place: Place): AvroType {
    if (PRIMITIVES.includes(name as Primitive)) return { kind: name as Primitive };
    const full = name.includes(".") || place.namespace === "" ? name : `${place.namespace}.${name}`;
    return (
      this.#names.get(full) ??
      this.#names.get(name) ??
      refuse(place, `the type ${name} isn't defined before it is used`)
    );
  }

  #union(json: readonly unknown[], place: Place): AvroType {
    const branches = json.map((branch) => this.type(branch, place));
    const keys = branches.map((branch) => ("fullName" in branch ? branch.fullName : branch.kind));
    const twice = keys.find((key, at) => keys.indexOf(key) < at || key === "union");
    return twice === undefined
      ? { kind: "union", branches }
      : refuse(place, twice === "union" ? "a union holds a union" : `a union holds ${twice} twice`);
  }

  /** Enters the type under its name before what is in it is read, so that it may refer to itself. */
  #named<T extends Named>(given: Json, place: Place, make: (named: Named, inside: Place) => T & AvroType): AvroType {
    const { name, namespace } = given;
    if (typeof name !== "string") return refuse(place, "a named type has no name");
    const dot = name.lastIndexOf(".");
    const space = dot >= 0 ? name.slice(0, dot) : typeof namespace === "string" ? namespace : place.namespace;
    const short = name.slice(dot + 1);
    if (!NAME.test(short)) refuse(place, `${JSON.stringify(short)} is no name`);
    const qualified = (one: string) => (one.includes(".") || space === "" ? one : `${space}.${one}`);
    const fullName = qualified(short);
    if (this.#names.has(fullName)) refuse(place, `${fullName} is defined twice`);
    const named = { fullName, name: short, aliases: texts(given.aliases).map(qualified) };
    const type = make(named, { namespace: space, path: place.path });
    return type;
  }

  #record(given: Json, place: Place): AvroType {
    return this.#named(given, place, (named, inside) => {
      const fields: AvroField[] = [];
      const type = { kind: "record" as const, ...named, fields };
      this.#names.set(named.fullName, type);
      if (!Array.isArray(given.fields)) refuse(place, `the record ${named.fullName} has no fields`);
      for (const one of given.fields as readonly unknown[]) fields.push(this.#field(one, fields, inside));
      return type;
    });
  }

  #field(json: unknown, others: readonly AvroField[], inside: Place): AvroField {
    const given = (typeof json === "object" && json !== null ? json : {}) as Json;
    const { name } = given;
    if (typeof name !== "string" || !NAME.test(name))
      return refuse(inside, `${JSON.stringify(name)} is no field's name`);
    const place = { ...inside, path: inside.path === "" ? name : `${inside.path}.${name}` };
    if (others.some((other) => other.name === name)) refuse(place, "the field is there twice");
    const type = this.type(given.type, place);
    const hasDefault = Object.hasOwn(given, "default");
    if (hasDefault && !fits(type, given.default))
      refuse(place, `the default ${JSON.stringify(given.default)} isn't a value of its type`);
    return {
      name,
      aliases: texts(given.aliases),
      type,
      hasDefault,
      ...(hasDefault ? { default: given.default } : {}),
    };
  }

  #enum(given: Json, place: Place): AvroType {
    return this.#named(given, place, (named) => {
      const symbols = texts(given.symbols);
      if (
        !Array.isArray(given.symbols) ||
        symbols.some((symbol, at) => !NAME.test(symbol) || symbols.indexOf(symbol) < at)
      )
        refuse(place, `the enum ${named.fullName} needs symbols that are names and differ`);
      const fallback = given.default;
      if (fallback !== undefined && !symbols.includes(fallback as string))
        refuse(place, `the default of the enum ${named.fullName} is none of its symbols`);
      const type = {
        kind: "enum" as const,
        ...named,
        symbols,
        ...(typeof fallback === "string" ? { default: fallback } : {}),
      };
      this.#names.set(named.fullName, type);
      return type;
    });
  }

  #fixed(given: Json, place: Place): AvroType {
    return this.#named(given, place, (named) => {
      const { size } = given;
      if (typeof size !== "number" || !Number.isInteger(size) || size < 0)
        return refuse(place, `the fixed ${named.fullName} has no size`);
      const plain = { kind: "fixed" as const, ...named, size };
      const logical = logicalOf(given, plain);
      const type = logical ? { ...plain, logical } : plain;
      this.#names.set(named.fullName, type);
      return type;
    });
  }
}

/** A logical type that isn't valid counts as none, as the specification says. */
function logicalOf({ logicalType, precision, scale = 0 }: Json, { kind }: AvroType): Logical | undefined {
  if (typeof logicalType !== "string") return undefined;
  if (logicalType === "decimal") {
    const valid =
      (kind === "bytes" || kind === "fixed") &&
      Number.isInteger(precision) &&
      Number.isInteger(scale) &&
      (precision as number) > 0 &&
      (scale as number) >= 0 &&
      (scale as number) <= (precision as number);
    return valid ? { name: "decimal", precision: precision as number, scale: scale as number } : undefined;
  }
  return LOGICAL.test(logicalType) && (kind === "int" || kind === "long") ? { name: logicalType } : undefined;
}

/** Whether a value in JSON is one of the type. Of a union, any branch may have it (since 1.12). */
function fits(type: AvroType, value: unknown): boolean {
  switch (type.kind) {
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value) && Math.abs(value as number) <= 2 ** 31;
    case "long":
      return Number.isInteger(value);
    case "float":
    case "double":
      return typeof value === "number";
    case "bytes":
    case "string":
    case "fixed":
      return typeof value === "string";
    case "enum":
      return type.symbols.includes(value as string);
    case "array":
      return Array.isArray(value) && value.every((one) => fits(type.items, one));
    case "map":
      return isMapping(value) && Object.values(value).every((one) => fits(type.values, one));
    case "union":
      return type.branches.some((branch) => fits(branch, value));
    case "record":
      return (
        isMapping(value) &&
        type.fields.every(({ name, type: inner, hasDefault }) =>
          Object.hasOwn(value, name) ? fits(inner, value[name]) : hasDefault,
        )
      );
  }
}

function isMapping(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

function refuse(place: Place, what: string): never {
  throw new NotASchema(place.path === "" ? what : `${place.path}: ${what}`);
}
