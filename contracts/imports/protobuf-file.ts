/** The parts of a Protobuf file, as protobufjs has them, and where they stand. */
import protobuf from "protobufjs";
import type { Finding } from "../document";
import type { Problem } from "../problem";
import type { ImportSource } from "./importer";
import { scalarOf } from "./protobuf-types";

/** Only what stands at the top of the file knows its syntax. */
export function isProto3({ parent }: protobuf.Field): boolean {
  let at = parent as unknown as { readonly _edition?: string | null; readonly parent?: unknown } | null | undefined;
  while (at && !at._edition?.startsWith("proto")) at = at.parent as typeof at;
  return at?._edition === "proto3";
}

export function lookup(name: string, parent: protobuf.Type): protobuf.ReflectionObject | null {
  return parent.lookup(name, [protobuf.Type, protobuf.Enum]);
}

/** As the file of numbers has it: our export reads old data only where the type on the wire stays. */
export function wireOf(field: protobuf.Field, parent: protobuf.Type): string {
  const isMessage = lookup(field.type, parent) instanceof protobuf.Type;
  const type = isMessage ? "message" : field.type;
  if (field instanceof protobuf.MapField) return `map<${field.keyType}, ${type}>`;
  return field.repeated ? `repeated ${type}` : type;
}

/** A problem where a word stands in the text. */
export function problemAt({ file, text }: ImportSource, word: string | RegExp, finding: Finding): Problem {
  const at = typeof word === "string" ? text.search(new RegExp(`\\b${word}\\s*=`)) : text.search(word);
  const before = text.slice(0, Math.max(0, at)).split("\n");
  return {
    ...{ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, path: "" },
    severity: finding.severity ?? "error",
    rule: finding.rule,
    message: finding.message,
    ...("given" in finding && { given: String(finding.given) }),
    ...(finding.allowed !== undefined && { allowed: finding.allowed }),
    ...(finding.fix !== undefined && { fix: finding.fix }),
  };
}

/** Every type and what else is in the file. */
export function contentsOf(namespace: protobuf.NamespaceBase): {
  readonly types: protobuf.Type[];
  readonly others: protobuf.ReflectionObject[];
} {
  const types: protobuf.Type[] = [];
  const others: protobuf.ReflectionObject[] = [];
  for (const one of namespace.nestedArray) {
    if (one instanceof protobuf.Type) types.push(one);
    else if (one instanceof protobuf.Namespace && !(one instanceof protobuf.Service)) {
      const inner = contentsOf(one);
      types.push(...inner.types);
      others.push(...inner.others);
    } else others.push(one);
  }
  return { types, others };
}

/** Messages that a message's fields lead to, itself left out. */
export function usedBy(type: protobuf.Type): protobuf.Type[] {
  return [type, ...type.nestedArray.filter((one): one is protobuf.Type => one instanceof protobuf.Type)].flatMap(
    (one) =>
      one.fieldsArray.flatMap((field) => {
        const found = scalarOf(field.type) ? null : lookup(field.type, one);
        return found instanceof protobuf.Type && found !== type ? [found] : [];
      }),
  );
}
