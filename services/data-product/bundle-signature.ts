/**
 * The signature of a policy bundle, as `opa build --signing-key` writes it: `.signatures.json` with one JWT (RS256)
 * whose claims list every file with its SHA-256. https://www.openpolicyagent.org/docs/management-bundles/#signing
 */
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** The bundle is missing, unreadable, not ours, or not signed by whom it has to be. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}

export interface Signed {
  readonly domain: string;
  /** Grows with each bundle that is built: an older one is refused where a newer one was seen. */
  readonly version: number;
}

/** Path in the archive, without a leading slash → content. */
export type BundleFiles = ReadonlyMap<string, Buffer>;

const SIGNATURES = ".signatures.json";

/**
 * Reads a public key: PEM text. @throws BundleError
 */
export function readPublicKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // Told below, without the text.
  }
  throw new BundleError("the key that bundles are verified with is no RSA public key in PEM");
}

/** Is every file what the holder of the key signed, and nothing besides? @throws BundleError saying what is not */
export function verifyBundle(files: BundleFiles, key: KeyObject): Signed {
  const claims = claimsOf(tokenOf(files.get(SIGNATURES)), key);
  const listed = new Map(filesIn(claims).map(({ name, hash }) => [name.replace(/^\/+/, ""), hash]));
  for (const [name, content] of files) {
    if (name === SIGNATURES) continue;
    if (!listed.has(name)) throw new BundleError(`the signature does not speak of ${name}`);
    if (listed.get(name) !== digest(name, content)) throw new BundleError(`${name} was changed after it was signed`);
  }
  const gone = [...listed.keys()].find((name) => !files.has(name));
  if (gone !== undefined) throw new BundleError(`${gone} was taken out after the bundle was signed`);
  const { domain, version } = claims;
  if (typeof domain === "string" && typeof version === "number" && Number.isSafeInteger(version)) {
    return { domain, version };
  }
  throw new BundleError("its signature names no domain and version");
}

type Json = Readonly<Record<string, unknown>>;

function tokenOf(signatures: Buffer | undefined): string {
  if (!signatures) throw new BundleError("it is not signed");
  const parsed = parse(signatures.toString("utf8"));
  const [token, ...more] = Array.isArray(parsed.signatures) ? (parsed.signatures as unknown[]) : [];
  if (typeof token !== "string" || more.length > 0) throw new BundleError("it has no signature, or several");
  return token;
}

function claimsOf(token: string, key: KeyObject): Json {
  const [header = "", payload = "", signature = ""] = token.split(".");
  // Only this algorithm: a token must not choose how it is believed.
  if (parse(decoded(header)).alg !== "RS256") throw new BundleError("its signature is not RS256");
  const isValid = verify("sha256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"));
  if (!isValid) throw new BundleError("its signature is not by the key that this service trusts");
  return parse(decoded(payload));
}

interface SignedFile {
  readonly name: string;
  readonly hash: string;
}

function filesIn({ files }: Json): readonly SignedFile[] {
  const list = Array.isArray(files) ? (files as readonly Partial<SignedFile & { algorithm: string }>[]) : [];
  return list.map(({ name, hash, algorithm }) => {
    if (typeof name === "string" && typeof hash === "string" && algorithm === "SHA-256") return { name, hash };
    throw new BundleError("its signature lists a file without SHA-256");
  });
}

/** JSON is hashed by what it says, anything else by its bytes. */
function digest(name: string, content: Buffer): string {
  const isStructured = name.endsWith(".json") || name === ".manifest";
  const text = isStructured ? canonical(JSON.parse(content.toString("utf8"))) : content;
  return createHash("sha256").update(text).digest("hex");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}

function decoded(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Json;
  } catch {
    // Told below.
  }
  throw new BundleError("its signature can't be read");
}
