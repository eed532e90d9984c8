/**
 * The runtime rules: a Rego bundle compiled to WebAssembly, decided in the process.
 *
 * Fails closed: without a readable bundle, or when a rule cannot be evaluated, nothing is let through.
 */
import { createHash, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type LoadedPolicy, loadPolicy } from "@open-policy-agent/opa-wasm";
import { Parser, type ReadEntry } from "tar";
import { BundleError, verifyBundle } from "./bundle-signature";

/** What a rule sees as `input`. */
export interface PolicyInput {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly product: { readonly id: string; readonly domain: string; readonly version: string };
  readonly contract: { readonly id: string; readonly version: string; readonly status: string };
}

/** One element of `data.mesh.policies.violation`, or of `data.mesh.decision.violation`. */
export interface Violation {
  readonly msg: string;
  /** `log` only records; `mask` lets a consumer have the record without the field. */
  readonly mode: "deny" | "mask" | "log";
  /** What a rule of mode `mask` is about, like `lines.*.price`. */
  readonly field?: string;
}

/** A rule could not be evaluated; the record must not pass. */
export class PolicyFailure extends Error {
  override readonly name = "PolicyFailure";
}

/** Node's types don't name the global's classes without the browser's library. */
const { Module } = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => WebAssembly.Module } })
  .WebAssembly;

export const ENTRYPOINT = "mesh/policies/violation";
/** The same and what the contracts imply, for whoever doesn't check a record against its schema. */
export const WHOLE_DECISION = "mesh/decision/violation";

export interface Policy {
  /** Names the bundle in logs: its manifest's revision, else the start of its digest. */
  readonly revision: string;
  /** Of its signature; not known of a bundle that wasn't verified. */
  readonly version: number | undefined;
  /**
   * All violations of one request; none means allowed.
   *
   * @param entrypoint @default the rules that people wrote; `mesh/decision/violation` has those of contracts besides
   * @throws PolicyFailure when the rules could not be evaluated.
   */
  decide(input: PolicyInput, entrypoint?: string): readonly Violation[];
}

/** Whose signature a bundle has to have, and for which domain it has to be. */
export interface Trusted {
  readonly key: KeyObject;
  readonly domain: string;
}

/**
 * Reads a bundle as `opa build -t wasm` writes it, and where somebody is trusted, only one that is signed for it.
 *
 * @throws BundleError
 */
export async function loadBundle(file: string, trusted?: Trusted): Promise<Policy> {
  let archive: Buffer;
  try {
    archive = await readFile(file);
  } catch (error) {
    throw new BundleError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`);
  }
  const files = await untar(archive).catch(() => undefined);
  const wasm = files?.get("policy.wasm");
  if (!files || !wasm) throw new BundleError(`${file} is no policy bundle: allowed is a tar.gz with policy.wasm`);
  const digest = createHash("sha256").update(archive).digest("hex");
  const version = trusted && signedVersion(file, files, trusted);
  try {
    const manifest: unknown = JSON.parse(files.get(".manifest")?.toString() ?? "{}");
    const data: unknown = JSON.parse(files.get("data.json")?.toString() ?? "{}");
    const revision = isRecord(manifest) && typeof manifest.revision === "string" ? manifest.revision : "";
    const module = new Module(new Uint8Array(wasm));
    return await WasmPolicy.create(module, isRecord(data) ? data : {}, {
      revision: revision || digest.slice(0, 12),
      version,
    });
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError(`${file} cannot be loaded: ${messageOf(error)}`);
  }
}

class WasmPolicy implements Policy {
  #instance: LoadedPolicy | undefined;
  readonly revision: string;
  readonly version: number | undefined;

  private constructor(
    private readonly instantiate: () => Promise<LoadedPolicy>,
    instance: LoadedPolicy,
    about: Pick<Policy, "revision" | "version">,
  ) {
    this.#instance = instance;
    this.revision = about.revision;
    this.version = about.version;
  }

  static async create(
    module: WebAssembly.Module,
    data: object,
    about: Pick<Policy, "revision" | "version">,
  ): Promise<WasmPolicy> {
    const instantiate = async () => {
      const instance = await loadPolicy(module);
      const { entrypoints } = instance as LoadedPolicy & { entrypoints: Record<string, number> };
      if (entrypoints[ENTRYPOINT] === undefined) {
        const given = Object.keys(entrypoints).join(", ") || "none";
        throw new BundleError(`the bundle has no entrypoint ${ENTRYPOINT}: given ${given}`);
      }
      instance.setData(data);
      return instance;
    };
    return new WasmPolicy(instantiate, await instantiate(), about);
  }

  decide(input: PolicyInput, entrypoint = ENTRYPOINT): readonly Violation[] {
    if (!this.#instance) throw new PolicyFailure("the rules are being loaded again");
    let result: unknown;
    try {
      result = this.#instance.evaluate(input, entrypoint);
    } catch (error) {
      this.#replace();
      throw new PolicyFailure(messageOf(error));
    }
    const first: unknown = Array.isArray(result) ? result[0] : undefined;
    const found = isRecord(first) ? first.result : undefined;
    // A set of rules always has a value, be it empty: anything else is a bundle that decides nothing.
    if (!Array.isArray(found)) throw new PolicyFailure(`${entrypoint} has no value`);
    return found.map(violationOf);
  }

  /** An aborted evaluation leaves the instance's stack in an unknown state. */
  #replace(): void {
    this.#instance = undefined;
    void this.instantiate().then((instance) => {
      this.#instance = instance;
    });
  }
}

function violationOf(found: unknown): Violation {
  const { msg, mode, field } = isRecord(found) ? found : {};
  return {
    msg: typeof msg === "string" ? msg : "Denied by a rule without message",
    // Whatever else is said, or nothing, denies.
    mode: mode === "log" || mode === "mask" ? mode : "deny",
    ...(typeof field === "string" && { field }),
  };
}

/** Is the archive signed, and by the right one? @throws BundleError naming the file */
function signedVersion(file: string, files: ReadonlyMap<string, Buffer>, { key, domain }: Trusted): number {
  try {
    const signed = verifyBundle(files, key);
    if (signed.domain === domain) return signed.version;
    throw new BundleError(`it is for domain ${signed.domain}, allowed ${domain}`);
  } catch (error) {
    throw new BundleError(`${file} is refused: ${messageOf(error)}`);
  }
}

/** Files of a tar.gz by name, without leading slashes. */
function untar(archive: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry: ReadEntry) => {
        if (entry.type !== "File") return void entry.resume();
        const chunks: Buffer[] = [];
        entry.on("data", (chunk) => chunks.push(chunk));
        entry.on("end", () => files.set(entry.path.replace(/^(\.?\/)+/, ""), Buffer.concat(chunks)));
      },
    });
    parser.on("end", () => resolve(files));
    parser.on("error", reject);
    parser.end(archive);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** opa-wasm throws strings and plain objects too. */
function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  return isRecord(error) && typeof error.message === "string" ? error.message : String(error);
}
