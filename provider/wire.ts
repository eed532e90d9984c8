/**
 * Property values as the engine sends them over gRPC, to plain values and back.
 *
 * Two things ride on top of JSON: a value that isn't known yet (at preview) is a magic string, and a secret is an
 * object with a magic signature. Both constants are part of Pulumi's published protocol
 * (sdk/go/common/resource/plugin/rpc.go: UnknownStringValue, resource.SigKey).
 */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

const UNKNOWN_STRINGS: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string; also what an unknown of no stated type is
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // assets, archives
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A value that isn't known before the update. */
export class Unknown {
  static readonly value = new Unknown();
  private constructor() {}
  toJSON(): string {
    return "(unknown)";
  }
}

export type Path = readonly (string | number)[];

/** Plain values, the places in them that are secret, and those secrets' texts (to keep them out of messages). */
export interface Decoded {
  readonly value: Record<string, unknown>;
  readonly secretPaths: readonly Path[];
  readonly secretTexts: readonly string[];
}

/** Reads one property bag. Unknowns become {@link Unknown.value}, secrets are unwrapped and their places noted. */
export function decode(struct: Struct | undefined): Decoded {
  const secretPaths: Path[] = [];
  const secretTexts: string[] = [];
  const visit = (raw: unknown, path: Path, secret: boolean): unknown => {
    if (UNKNOWN_STRINGS.has(raw)) return Unknown.value;
    if (Array.isArray(raw)) return raw.map((item, index) => visit(item, [...path, index], secret));
    if (raw !== null && typeof raw === "object") {
      const bag = raw as Record<string, unknown>;
      if (bag[SIGNATURE_KEY] === SECRET_SIGNATURE) {
        secretPaths.push(path);
        return visit(bag.value, path, true);
      }
      if (bag[SIGNATURE_KEY] === OUTPUT_SIGNATURE) {
        if (bag.secret === true) secretPaths.push(path);
        return "value" in bag ? visit(bag.value, path, secret || bag.secret === true) : Unknown.value;
      }
      return Object.fromEntries(Object.entries(bag).map(([key, item]) => [key, visit(item, [...path, key], secret)]));
    }
    if (secret && typeof raw === "string" && raw.length > 3) secretTexts.push(raw);
    return raw;
  };
  return { value: visit(struct?.toJavaScript() ?? {}, [], false) as Record<string, unknown>, secretPaths, secretTexts };
}

/**
 * Writes one property bag. A pattern's `*` stands for every index or key; what a pattern names is sent as a secret,
 * so that the engine encrypts it in the state and hides it in its output.
 */
export function encode(value: Readonly<Record<string, unknown>>, secrets: readonly Path[]): Struct {
  const visit = (item: unknown, path: Path): unknown => {
    const plain = () => {
      if (item instanceof Unknown) return UNKNOWN_STRING;
      if (Array.isArray(item)) return item.map((entry, index) => visit(entry, [...path, index]));
      if (item !== null && typeof item === "object") return visitBag(item as Record<string, unknown>, path);
      return item;
    };
    const secret = path.length > 0 && secrets.some((pattern) => matches(pattern, path));
    return secret ? { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: plain() } : plain();
  };
  const visitBag = (bag: Record<string, unknown>, path: Path) =>
    Object.fromEntries(
      Object.entries(bag)
        .filter(([, item]) => item !== undefined) // JSON has no undefined: a property that is absent
        .map(([key, item]) => [key, visit(item, [...path, key])]),
    );
  return Struct.fromJavaScript(visitBag({ ...value }, []) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** Whether a value is, or has anywhere inside, an unknown. */
export function hasUnknown(value: unknown): boolean {
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return value !== null && typeof value === "object" && Object.values(value).some(hasUnknown);
}

/** Whether `path` is exactly what the pattern names. */
export function matches(pattern: Path, path: Path): boolean {
  return pattern.length === path.length && pattern.every((part, index) => part === "*" || part === path[index]);
}
