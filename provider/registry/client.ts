/** The few calls of the Confluent schema registry API that the provider makes. Works with any registry that has it. */
import { shownAddress } from "../config";
import { MeshError } from "../handler";

export interface RegisteredSchema {
  readonly version: number;
  readonly id: number;
  readonly schema: string;
  readonly schemaType: string;
}

export interface NewSchema {
  readonly schema: string;
  readonly schemaType: string;
}

/** How long and how often a call is tried. Refused connections and 429, 502, 503, 504 are tried again. */
export interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Milliseconds to wait before each further attempt. */
  readonly pauses: readonly number[];
}

const PATIENCE: Patience = { timeout: 5_000, pauses: [250, 1_000] };
const TRY_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const AT_ONCE = 8;

interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
  /** Statuses that are an answer, not an error: `undefined` is returned for them. */
  readonly absent?: readonly number[];
}

export class RegistryClient {
  readonly #base: URL;
  readonly #signal: AbortSignal;
  readonly #patience: Patience;

  constructor(url: string, signal: AbortSignal, patience: Patience = PATIENCE) {
    this.#base = new URL(url);
    this.#signal = signal;
    this.#patience = patience;
  }

  /** Address without credentials, for messages. */
  get address(): string {
    return shownAddress(this.#base.href);
  }

  /** Every registered version of a subject, oldest first; empty where the subject doesn't exist. */
  async versions(subject: string): Promise<readonly RegisteredSchema[]> {
    const numbers = await this.#call<number[]>({ method: "GET", path: `${segment(subject)}/versions`, absent: [404] });
    const found: RegisteredSchema[] = [];
    const left = [...(numbers ?? [])].sort((a, b) => a - b);
    while (left.length > 0) {
      const batch = await Promise.all(left.splice(0, AT_ONCE).map((version) => this.version(subject, version)));
      // A version deleted since it was listed is no longer one to be compatible with.
      found.push(...batch.filter((schema) => schema !== undefined));
    }
    return found;
  }

  async version(subject: string, version: number | "latest"): Promise<RegisteredSchema | undefined> {
    const path = `${segment(subject)}/versions/${version}`;
    const found = await this.#call<Partial<RegisteredSchema>>({ method: "GET", path, absent: [404] });
    if (found === undefined) return undefined;
    const { id, version: number, schema } = found;
    if (id === undefined || number === undefined || schema === undefined) {
      throw this.#strange(path, "an answer without id, version and schema");
    }
    // The API leaves the type out where it is Avro.
    return { id, version: number, schema, schemaType: found.schemaType ?? "AVRO" };
  }

  /** Registers a schema, or finds it where it is registered under the subject already: the same id comes back. */
  async register(subject: string, schema: NewSchema): Promise<{ readonly schemaId: number; readonly version: number }> {
    await this.#call({ method: "POST", path: `${segment(subject)}/versions`, body: schema });
    const found = await this.#call<{ id?: number; version?: number }>({
      method: "POST",
      path: segment(subject),
      body: schema,
    });
    if (found?.id === undefined || found.version === undefined) {
      throw this.#strange(segment(subject), "an answer without id and version");
    }
    return { schemaId: found.id, version: found.version };
  }

  /** The registry's own verdict on one version; for schema types that can't be judged here. */
  async judges(subject: string, version: number, schema: NewSchema): Promise<readonly string[]> {
    const verdict = await this.#call<{ is_compatible?: boolean; messages?: string[] }>({
      method: "POST",
      path: `compatibility/${segment(subject)}/versions/${version}?verbose=true`,
      body: schema,
    });
    if (verdict?.is_compatible === true) return [];
    return verdict?.messages?.length ? verdict.messages : ["the registry finds it incompatible and gives no reason"];
  }

  /** A subject's own mode; without a subject, the registry's. `undefined` = it has none of its own. */
  async compatibility(subject?: string): Promise<string | undefined> {
    const path = configPath(subject);
    const found = await this.#call<{ compatibilityLevel?: string }>({ method: "GET", path, absent: [404] });
    return found?.compatibilityLevel;
  }

  async setCompatibility(compatibility: string, subject?: string): Promise<void> {
    await this.#call({ method: "PUT", path: configPath(subject), body: { compatibility } });
  }

  /** Back to the registry's default. False where the registry can't do that (Apicurio, for its global mode). */
  async resetCompatibility(subject?: string): Promise<boolean> {
    const absent = subject === undefined ? [404, 405] : [404];
    return (await this.#call({ method: "DELETE", path: configPath(subject), absent })) !== undefined;
  }

  /** Removes a subject with all its versions, for good. Nothing happens where it is gone. */
  async deleteSubject(subject: string): Promise<void> {
    // A permanent delete is only accepted after a soft one.
    await this.#call({ method: "DELETE", path: segment(subject), absent: [404] });
    await this.#call({ method: "DELETE", path: `${segment(subject)}?permanent=true`, absent: [404] });
    await this.resetCompatibility(subject);
  }

  async #call<T>(call: Call): Promise<T | undefined> {
    for (let attempt = 0; ; attempt++) {
      const pause = this.#patience.pauses[attempt];
      let answer: Response;
      try {
        answer = await this.#send(call);
      } catch (error) {
        if (this.#signal.aborted) throw new MeshError(`cancelled while waiting for the registry at ${this.address}`);
        if (pause === undefined) throw this.#silent(error);
        await wait(pause);
        continue;
      }
      if (TRY_AGAIN.has(answer.status) && pause !== undefined) {
        await answer.body?.cancel();
        await wait(pause);
        continue;
      }
      const text = await answer.text();
      if (call.absent?.includes(answer.status)) return undefined;
      if (!answer.ok) throw this.#refused(call, answer.status, text);
      return this.#parse<T>(call.path, text);
    }
  }

  #send(call: Call): Promise<Response> {
    const url = new URL(`${this.#base.origin}${this.#base.pathname.replace(/\/$/, "")}/${call.path}`);
    const { username, password } = this.#base;
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return fetch(url, {
      method: call.method,
      headers: {
        accept: "application/vnd.schemaregistry.v1+json, application/json",
        ...(call.body ? { "content-type": "application/vnd.schemaregistry.v1+json" } : {}),
        ...(username ? { authorization: `Basic ${Buffer.from(login).toString("base64")}` } : {}),
      },
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(this.#patience.timeout)]),
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
    });
  }

  #parse<T>(path: string, text: string): T {
    try {
      return (text === "" ? {} : JSON.parse(text)) as T;
    } catch {
      throw this.#strange(path, "an answer that isn't JSON");
    }
  }

  #silent(error: unknown): MeshError {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new MeshError(
      `the schema registry at ${this.address} doesn't answer (${reason}); fix: start it (mesh up), or correct the ` +
        `registryUrl of the mesh provider`,
    );
  }

  #refused(call: Call, status: number, text: string): MeshError {
    const said = text.replace(/\s+/g, " ").slice(0, 400);
    const hint =
      status === 401 || status === 403
        ? "give the provider's registryUrl a user and password that may do this"
        : "see what the registry says; correct the provider's registryUrl where it isn't the Confluent API's base";
    return new MeshError(
      `the schema registry at ${this.address} refused ${call.method} ${call.path} with ${status}: ${said}; fix: ${hint}`,
    );
  }

  #strange(path: string, what: string): MeshError {
    return new MeshError(
      `the schema registry at ${this.address} answered ${path} with ${what}; fix: registryUrl has to be the base of ` +
        `the Confluent API, e.g. http://host:8081/apis/ccompat/v7`,
    );
  }
}

function segment(subject: string): string {
  return `subjects/${encodeURIComponent(subject)}`;
}

function configPath(subject: string | undefined): string {
  return subject === undefined ? "config" : `config/${encodeURIComponent(subject)}`;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
