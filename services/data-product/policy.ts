/**
 * The runtime rules: a Rego bundle compiled to WebAssembly, decided in the process.
 *
 * Fails closed: without a readable bundle, or when a rule cannot be evaluated, nothing is let through.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type LoadedPolicy, loadPolicy } from "@open-policy-agent/opa-wasm";
import { Parser, type ReadEntry } from "tar";

/** What a rule sees as `input`. */
export interface PolicyInput {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly product: { readonly id: string; readonly domain: string; readonly version: string };
  readonly contract: { readonly id: string; readonly version: string; readonly status: string };
}

/** One element of `data.mesh.policies.violation`. */
export interface Violation {
  readonly msg: string;
}

/** The bundle is missing, unreadable or not ours. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}

/** A rule could not be evaluated; the record must not pass. */
export class PolicyFailure extends Error {
  override readonly name = "PolicyFailure";
}

/** Node's types don't name the global's classes without the browser's library. */
const { Module } = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => WebAssembly.Module } })
  .WebAssembly;

export const ENTRYPOINT = "mesh/policies/violation";

export interface Policy {
  /** Names the bundle in logs: its manifest's revision, else the start of its digest. */
  readonly revision: string;
  /**
   * All violations of one request; none means allowed.
   *
   * @throws PolicyFailure when the rules could not be evaluated.
   */
  decide(input: PolicyInput): readonly Violation[];
}

/** Reads a bundle as `opa build -t wasm` writes it. @throws BundleError */
export async function loadBundle(file: string): Promise<Policy> {
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
  try {
    const manifest: unknown = JSON.parse(files.get(".manifest")?.toString() ?? "{}");
    const data: unknown = JSON.parse(files.get("data.json")?.toString() ?? "{}");
    const revision = isRecord(manifest) && typeof manifest.revision === "string" ? manifest.revision : "";
    const module = new Module(new Uint8Array(wasm));
    return await WasmPolicy.create(module, isRecord(data) ? data : {}, revision || digest.slice(0, 12));
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError(`${file} cannot be loaded: ${messageOf(error)}`);
  }
}

class WasmPolicy implements Policy {
  #instance: LoadedPolicy | undefined;

  private constructor(
    private readonly instantiate: () => Promise<LoadedPolicy>,
    instance: LoadedPolicy,
    readonly revision: string,
  ) {
    this.#instance = instance;
  }

  static async create(module: WebAssembly.Module, data: object, revision: string): Promise<WasmPolicy> {
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
    return new WasmPolicy(instantiate, await instantiate(), revision);
  }

  decide(input: PolicyInput): readonly Violation[] {
    if (!this.#instance) throw new PolicyFailure("the rules are being loaded again");
    let result: unknown;
    try {
      result = this.#instance.evaluate(input, ENTRYPOINT);
    } catch (error) {
      this.#replace();
      throw new PolicyFailure(messageOf(error));
    }
    const first: unknown = Array.isArray(result) ? result[0] : undefined;
    const found = isRecord(first) ? first.result : undefined;
    // A set of rules always has a value, be it empty: anything else is a bundle that decides nothing.
    if (!Array.isArray(found)) throw new PolicyFailure(`${ENTRYPOINT} has no value`);
    return found.map((violation: unknown) => ({
      msg:
        isRecord(violation) && typeof violation.msg === "string" ? violation.msg : "Denied by a rule without message",
    }));
  }

  /** An aborted evaluation leaves the instance's stack in an unknown state. */
  #replace(): void {
    this.#instance = undefined;
    void this.instantiate().then((instance) => {
      this.#instance = instance;
    });
  }
}

/** Files of a tar.gz by name, without leading slashes. */
function untar(archive: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry: ReadEntry) => {
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
