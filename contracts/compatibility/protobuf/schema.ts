/** Protobuf definitions (proto2, proto3) as plain data: messages and enums by their full names, types resolved. */
import type { Enum, Field, MapField, Namespace, ReflectionObject } from "protobufjs";
import { NotASchema } from "../clash";

export interface ProtoField {
  readonly number: number;
  readonly name: string;
  readonly jsonName: string;
  /** A scalar's name, or the full name of a message or enum. */
  readonly type: string;
  readonly kind: "scalar" | "enum" | "message" | "map";
  readonly label: "optional" | "required" | "repeated";
  /** Of a map. */
  readonly keyType?: string;
  /** Name of the oneof that it is in; a proto3 `optional` is in none. */
  readonly oneof?: string;
}

interface Reserved {
  /** From and to, both included. */
  readonly numbers: readonly (readonly [number, number])[];
  readonly names: readonly string[];
}

export interface ProtoMessage {
  readonly fields: ReadonlyMap<number, ProtoField>;
  readonly reserved: Reserved;
}

export interface ProtoEnum {
  /** First name of each number. */
  readonly values: ReadonlyMap<number, string>;
  readonly reserved: Reserved;
  /** Open enums (proto3) keep numbers that they don't know. */
  readonly isOpen: boolean;
}

/** Names are without the file's package: it isn't on the wire. */
export interface Proto {
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  readonly enums: ReadonlyMap<string, ProtoEnum>;
}

/** Imports whose types come with the library. */
const IMPORTED = ["any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers"].map(
  (name) => `google/protobuf/${name}.proto`,
);
const SCALARS = /^(double|float|u?int(32|64)|sint(32|64)|s?fixed(32|64)|bool|string|bytes)$/;

/** Loaded where there is something to parse: nothing else of the mesh needs it. */
const library = () => require("protobufjs") as typeof import("protobufjs");

/** @throws NotASchema */
export function readProtobuf(text: string): Proto {
  const { common, parse } = library();
  try {
    const { root, package: name = "" } = parse(text, { keepCase: true });
    for (const file of IMPORTED) {
      const known = common.get(file);
      if (known?.nested) root.addJSON(known.nested);
    }
    return new Reader(/\bsyntax\s*=\s*["']proto3["']/.test(text), name).read(root);
  } catch (error) {
    throw new NotASchema(error instanceof Error ? error.message : String(error));
  }
}

class Reader {
  readonly #messages = new Map<string, ProtoMessage>();
  readonly #enums = new Map<string, ProtoEnum>();
  readonly #isProto3: boolean;
  readonly #package: string;

  constructor(isProto3: boolean, name: string) {
    this.#isProto3 = isProto3;
    this.#package = name;
  }

  read(root: Namespace): Proto {
    this.#visit(root);
    return { messages: this.#messages, enums: this.#enums };
  }

  #visit(space: Namespace): void {
    const { Enum, Type } = library();
    for (const one of space.nestedArray) {
      if (one.fullName.startsWith(".google.protobuf")) continue;
      if (one instanceof Enum) {
        const values = new Map<number, string>();
        for (const [name, number] of Object.entries(one.values)) if (!values.has(number)) values.set(number, name);
        this.#enums.set(this.#nameOf(one), { values, reserved: reservedOf(one.reserved), isOpen: this.#isProto3 });
      } else if (one instanceof Type) {
        const fields = one.fieldsArray.map((field) => [field.id, this.#field(field)] as const);
        this.#messages.set(this.#nameOf(one), { fields: new Map(fields), reserved: reservedOf(one.reserved) });
        this.#visit(one);
      } else if ("nestedArray" in one) this.#visit(one as Namespace);
    }
  }

  #field(field: Field): ProtoField {
    const resolved = SCALARS.test(field.type) ? undefined : lookup(field);
    const isMap = field.map;
    const given = field.options?.json_name as unknown;
    const { partOf } = field;
    return {
      number: field.id,
      name: field.name,
      jsonName: typeof given === "string" ? given : camelCase(field.name),
      type: resolved ? this.#nameOf(resolved) : field.type,
      kind: isMap ? "map" : SCALARS.test(field.type) ? "scalar" : isEnum(resolved) ? "enum" : "message",
      label: field.repeated
        ? "repeated"
        : field.options?.proto3_optional !== true && isRequired(field)
          ? "required"
          : "optional",
      ...(isMap ? { keyType: (field as unknown as MapField).keyType } : {}),
      ...(partOf && field.options?.proto3_optional !== true && !partOf.name.startsWith("_")
        ? { oneof: partOf.name }
        : {}),
    };
  }

  #nameOf({ fullName }: ReflectionObject): string {
    const name = fullName.replace(/^\./, "");
    return this.#package !== "" && name.startsWith(`${this.#package}.`) ? name.slice(this.#package.length + 1) : name;
  }
}

function isRequired(field: Field): boolean {
  return field.required === true || (field as unknown as { readonly rule?: string }).rule === "required";
}

/** A type that the text doesn't define is known by its name alone: it is another file's. */
function lookup(field: Field): ReflectionObject | undefined {
  const { Enum, Type } = library();
  return field.parent?.lookup(field.type, [Type, Enum]) ?? undefined;
}

const isEnum = (found: ReflectionObject | undefined): found is Enum => found instanceof library().Enum;

function reservedOf(reserved: readonly (string | number[])[] | undefined): Reserved {
  return {
    numbers: (reserved ?? []).flatMap((one) => (typeof one === "string" ? [] : [[one[0] ?? 0, one[1] ?? 0] as const])),
    names: (reserved ?? []).filter((one): one is string => typeof one === "string"),
  };
}

/** As protoc derives JSON names: an underscore goes, and the letter after it is a capital. */
function camelCase(name: string): string {
  return name.replace(/_+([A-Za-z0-9]?)/g, (_all, letter: string) => letter.toUpperCase());
}
