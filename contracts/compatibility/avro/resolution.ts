/**
 * Avro schema resolution (specification 1.12, "Schema Resolution" and "Aliases"): what a reader can't read of what a writer
 * wrote. Names count without their namespaces, as the specification and Java's SchemaCompatibility have it.
 *
 * In one thing it is stricter than both: two time or timestamp types that differ (millis and micros) don't resolve, since
 * the number would be read and be wrong. Decimals have to have the same precision and scale, as the specification says
 * and Java doesn't look at.
 */
import { below, type Clash } from "../clash";
import type { AvroField, AvroType, Logical } from "./schema";

/** Types that a writer's value is read as. */
const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
};

const RECURSION = "recursion";

export function avroClashes(reader: AvroType, writer: AvroType): Clash[] {
  const refused = new Pairs<true>();
  // A pair that is asked for while it is being judged counts as readable; where that turns out wrong, all is judged again.
  for (;;) {
    const pass = new Pass(refused);
    const found = pass.judge(reader, writer, "");
    if (pass.isWrong) continue;
    // A record that can't be read for a reason that is told can't be read inside of itself either: that says nothing new.
    const told = found.filter(({ kind }) => kind !== RECURSION);
    return told.length > 0 ? told : found;
  }
}

class Pairs<T> {
  readonly #of = new Map<AvroType, Map<AvroType, T>>();

  get(reader: AvroType, writer: AvroType): T | undefined {
    return this.#of.get(reader)?.get(writer);
  }

  set(reader: AvroType, writer: AvroType, value: T): void {
    const known = this.#of.get(reader) ?? new Map<AvroType, T>();
    this.#of.set(reader, known.set(writer, value));
  }
}

class Pass {
  readonly #refused: Pairs<true>;
  readonly #found = new Pairs<readonly Clash[] | "open">();
  readonly #assumed = new Pairs<true>();
  isWrong = false;

  constructor(refused: Pairs<true>) {
    this.#refused = refused;
  }

  judge(reader: AvroType, writer: AvroType, path: string): Clash[] {
    // Only records can hold themselves.
    if (reader.kind !== "record" || writer.kind !== "record") return this.#resolve(reader, writer, path);
    const known = this.#found.get(reader, writer);
    if (known === "open") {
      if (this.#refused.get(reader, writer))
        return [{ path, kind: RECURSION, message: `${reader.name} can't be read, nor what holds it` }];
      this.#assumed.set(reader, writer, true);
      return [];
    }
    const placed = (clashes: readonly Clash[]) => clashes.map((one) => ({ ...one, path: below(path, one.path) }));
    if (known) return placed(known);
    this.#found.set(reader, writer, "open");
    const clashes = this.#resolve(reader, writer, "");
    this.#found.set(reader, writer, clashes);
    // It was taken for readable inside of itself, and isn't.
    if (clashes.length > 0 && this.#assumed.get(reader, writer)) {
      this.#refused.set(reader, writer, true);
      this.isWrong = true;
    }
    return placed(clashes);
  }

  #resolve(reader: AvroType, writer: AvroType, path: string): Clash[] {
    if (writer.kind === "union") return writer.branches.flatMap((branch) => this.judge(reader, branch, path));
    if (reader.kind === "union") return this.#branch(reader.branches, writer, path);
    if (reader.kind !== writer.kind) {
      if (PROMOTIONS[writer.kind]?.includes(reader.kind)) return meaning(reader, writer, path);
      return [{ path, kind: "type", message: `${nameOf(writer)} isn't read as ${nameOf(reader)}` }];
    }
    if ("name" in reader && "name" in writer && !sameName(reader, writer))
      return [{ path, kind: "name", message: `${writer.fullName} isn't ${reader.fullName}, nor one of its aliases` }];
    switch (reader.kind) {
      case "record":
        return reader.fields.flatMap((field) => this.#field(field, (writer as typeof reader).fields, path));
      case "enum": {
        const { symbols } = writer as typeof reader;
        const unknown = symbols.filter((symbol) => !reader.symbols.includes(symbol));
        if (unknown.length === 0 || reader.default !== undefined) return [];
        const message = `the reader's enum has no ${unknown.join(", ")}, and no default in place of them`;
        return [{ path, kind: "symbols", message }];
      }
      case "fixed": {
        const { size } = writer as typeof reader;
        if (size === reader.size) return meaning(reader, writer, path);
        return [{ path, kind: "size", message: `${size} bytes aren't read as ${reader.size} bytes` }];
      }
      case "array":
        return this.judge(reader.items, (writer as typeof reader).items, below(path, "[]"));
      case "map":
        return this.judge(reader.values, (writer as typeof reader).values, below(path, "{}"));
      default:
        return meaning(reader, writer, path);
    }
  }

  #field(field: AvroField, writers: readonly AvroField[], path: string): Clash[] {
    const at = below(path, field.name);
    const names = new Set([field.name, ...field.aliases]);
    const found = writers.filter(({ name }) => names.has(name));
    const [first, ...others] = found;
    if (first === undefined) {
      if (field.hasDefault) return [];
      return [{ path: at, kind: "default", message: "the field isn't in what was written, and has no default" }];
    }
    if (others.length === 0) return this.judge(field.type, first.type, at);
    const given = found.map(({ name }) => name).join(", ");
    return [{ path: at, kind: "alias", message: `the field's name and aliases match several fields: ${given}` }];
  }

  /** What one branch reads. Of those that don't, the one that is nearest is told of. */
  #branch(branches: readonly AvroType[], writer: AvroType, path: string): Clash[] {
    const tried = branches.map((branch) => ({ branch, clashes: this.judge(branch, writer, path) }));
    if (tried.some(({ clashes }) => clashes.length === 0)) return [];
    const near = tried.find(({ branch }) => branch.kind === writer.kind);
    if (near) return near.clashes;
    const message = `no branch of ${branches.map(nameOf).join(" | ")} reads ${nameOf(writer)}`;
    return [{ path, kind: "union", message }];
  }
}

type Named = Extract<AvroType, { readonly name: string }>;

function sameName(reader: Named, writer: Named): boolean {
  return reader.name === writer.name || reader.aliases.includes(writer.fullName);
}

/** Whether the same bytes mean the same on both sides. */
function meaning(reader: AvroType, writer: AvroType, path: string): Clash[] {
  const [read, written] = [logicalOf(reader), logicalOf(writer)];
  if (!read || !written) return [];
  const [to, from] = [textOf(read), textOf(written)];
  return to === from ? [] : [{ path, kind: "logicalType", message: `${from} would be read as ${to}` }];
}

const logicalOf = (type: AvroType) => ("logical" in type ? type.logical : undefined);

const textOf = (logical: Logical) =>
  "precision" in logical ? `decimal(${logical.precision}, ${logical.scale})` : logical.name;

const nameOf = (type: AvroType) => ("name" in type ? type.fullName : type.kind);
