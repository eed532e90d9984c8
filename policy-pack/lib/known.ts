/** A value that a guardrail needs can't be known at preview. */
export class UnknownRead extends Error {
  constructor(
    readonly urn: string,
    /** Path of the property, like `spec.template.spec.containers[0].image`. */
    readonly path: string,
  ) {
    super(`${path} is unknown`);
  }
}

/** A value is there, but of another type than its guardrail can judge. Never says the value: it may be a secret. */
export class MistypedRead extends Error {
  constructor(path: string, wanted: string, given: unknown) {
    super(`${path} has to be ${wanted}, given ${Array.isArray(given) ? "a list" : `a value of type ${typeof given}`}`);
  }
}

/** Told by its mark: with an import of the SDK, each guardrail would load gRPC with it. */
function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/** The path of a property below another: `spec.containers[0]`, `data["a b"]`. */
export function join(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  const legible = /^[A-Za-z_$][\w$-]*$/.test(key) ? key : `["${key}"]`;
  return path === "" || legible.startsWith("[") ? path + legible : `${path}.${legible}`;
}

/** Fields put together from elsewhere: each is read only when a guardrail asks for it. */
class Made {
  constructor(readonly fields: Readonly<Record<string, () => Known>>) {}
}

function read(raw: unknown, key: string | number, where: { readonly urn: string; readonly path: string }): unknown {
  if (raw === null || typeof raw !== "object") return undefined;
  try {
    return Object.hasOwn(raw, key) ? (raw as Record<string | number, unknown>)[key] : undefined;
  } catch (error) {
    if (isUnknownValueError(error)) throw new UnknownRead(where.urn, where.path);
    throw error;
  }
}

/**
 * The guarded accessor: the only way by which a guardrail reads a resource's inputs. Reading an unknown value throws
 * `UnknownRead`, which the frame turns into a violation of `value-known`; nothing that isn't read matters. (The SDK
 * makes of an unknown that a mandatory policy trips over an advisory note, and preview exits 0.)
 */
export class Known {
  constructor(
    private readonly raw: unknown,
    readonly urn: string,
    readonly path = "",
  ) {}

  /** An object whose fields stand elsewhere in the same inputs; each keeps its own path, for messages. */
  static made(urn: string, fields: Readonly<Record<string, () => Known>>): Known {
    return new Known(new Made(fields), urn);
  }

  /** A value that nobody wrote: it follows from what somebody did. `path` is where that stands. */
  static value(urn: string, path: string, value: string | undefined): Known {
    return new Known(value, urn, path);
  }

  /** The value under these keys; absent where one of them is. @throws UnknownRead */
  at(...keys: readonly (string | number)[]): Known {
    let known: Known = this;
    for (const key of keys) known = known.child(key);
    return known;
  }

  private child(key: string | number): Known {
    const path = join(this.path, key);
    const made = this.raw instanceof Made ? this.raw.fields : undefined;
    if (!made) return new Known(read(this.raw, key, { urn: this.urn, path }), this.urn, path);
    return Object.hasOwn(made, key) && made[key] ? made[key]() : new Known(undefined, this.urn, path);
  }

  get exists(): boolean {
    return this.raw !== undefined && this.raw !== null;
  }

  get isObject(): boolean {
    return typeof this.raw === "object" && this.raw !== null && !Array.isArray(this.raw);
  }

  get isList(): boolean {
    return Array.isArray(this.raw);
  }

  /** Elements of a list, known or not; 0 where it is none. */
  get length(): number {
    return Array.isArray(this.raw) ? this.raw.length : 0;
  }

  get isText(): boolean {
    return typeof this.raw === "string";
  }

  get isFlag(): boolean {
    return typeof this.raw === "boolean";
  }

  /** @throws MistypedRead */
  text(): string | undefined {
    if (!this.exists) return undefined;
    if (typeof this.raw !== "string") throw new MistypedRead(this.path, "a string", this.raw);
    return this.raw;
  }

  /** A number, or a string that is one: topic configs are strings. @throws MistypedRead */
  number(): number | undefined {
    if (!this.exists) return undefined;
    const value = typeof this.raw === "string" && this.raw.trim() !== "" ? Number(this.raw) : this.raw;
    if (typeof value !== "number" || Number.isNaN(value)) throw new MistypedRead(this.path, "a number", this.raw);
    return value;
  }

  /** A boolean, or its name. @throws MistypedRead */
  flag(): boolean | undefined {
    if (!this.exists) return undefined;
    if (this.raw === true || this.raw === "true") return true;
    if (this.raw === false || this.raw === "false") return false;
    throw new MistypedRead(this.path, "a boolean", this.raw);
  }

  /** The elements, each read when its turn comes; none where absent. @throws MistypedRead, UnknownRead */
  *list(): Generator<Known> {
    if (!this.exists) return;
    if (!Array.isArray(this.raw)) throw new MistypedRead(this.path, "a list", this.raw);
    for (let index = 0; index < this.raw.length; index++) yield this.at(index);
  }

  /** Every element as text. */
  texts(): string[] {
    return [...this.list()].flatMap((element) => element.text() ?? []);
  }

  /** The value with all that is below it, as JSON. @throws UnknownRead where any of it is unknown */
  plain(): unknown {
    if (this.isList) return [...this.list()].map((element) => element.plain());
    if (!this.isObject) return this.raw;
    return Object.fromEntries(this.keys().map((key) => [key, this.at(key).plain()]));
  }

  /** The names of an object's properties, whatever their values; none where absent. @throws MistypedRead */
  keys(): string[] {
    if (!this.exists) return [];
    if (!this.isObject) throw new MistypedRead(this.path, "an object", this.raw);
    if (this.raw instanceof Made) return Object.keys(this.raw.fields).filter((key) => this.at(key).exists);
    return Object.keys(this.raw as object);
  }
}

/** The value under a key, where it is known; an absent one is known to be absent. */
export function ifKnown(value: Known, key: string | number): Known | undefined {
  try {
    return value.at(key);
  } catch (error) {
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}

/** A typed value behind the same guard, for reading a whole model by its own field names. */
export function guarded<T>(value: T, where: { readonly urn: string; readonly path: string }): T {
  if (value === null || typeof value !== "object") return value;
  return new Proxy(value, {
    get: (target, key) => {
      if (typeof key === "symbol") return Reflect.get(target, key);
      const path = join(where.path, Array.isArray(target) && /^\d+$/.test(key) ? Number(key) : key);
      try {
        const field: unknown = Reflect.get(target, key);
        return typeof field === "function" ? field : guarded(field, { urn: where.urn, path });
      } catch (error) {
        if (isUnknownValueError(error)) throw new UnknownRead(where.urn, path);
        throw error;
      }
    },
  }) as T;
}
