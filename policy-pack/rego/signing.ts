/**
 * The key pair that policy bundles are signed with. By file (`MESH_BUNDLE_SIGNING_KEY_FILE`) or by environment
 * (`MESH_BUNDLE_SIGNING_KEY`, PEM); where neither is set, a pair of this machine's own, made once, readable by its owner
 * only. The private key is never printed and never given on a command line.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface SigningKey {
  /** PEM, PKCS 8. */
  readonly privateKey: string;
  /** PEM, SPKI: what services verify with. */
  readonly publicKey: string;
  /** Names the key in what is kept of a build. */
  readonly fingerprint: string;
}

/** The key can't be used; the message names where it came from, never what is in it. */
export class SigningKeyError extends Error {
  override readonly name = "SigningKeyError";
}

const BITS = 3072;
const FILE = "MESH_BUNDLE_SIGNING_KEY_FILE";
const TEXT = "MESH_BUNDLE_SIGNING_KEY";

/**
 * @param ownFile Where this machine's own key is kept.
 * @throws SigningKeyError
 */
export function signingKey(ownFile: string, env: NodeJS.ProcessEnv = process.env): SigningKey {
  const { [FILE]: file, [TEXT]: text } = env;
  if (text) return keyOf(text, TEXT);
  if (file) return keyOf(read(file, FILE) ?? missing(file), `${FILE} ${file}`);
  return keyOf(read(ownFile, "the key of this machine") ?? make(ownFile), ownFile);
}

function keyOf(pem: string, from: string): SigningKey {
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType !== "rsa") throw new Error("another type");
    const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
    return {
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      publicKey,
      fingerprint: createHash("sha256").update(publicKey).digest("hex").slice(0, 16),
    };
  } catch {
    throw new SigningKeyError(`${from}: no RSA private key in PEM; fix: openssl genrsa ${BITS}`);
  }
}

function read(file: string, what: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new SigningKeyError(`${what}: ${file} cannot be read (${code})`);
  }
}

function missing(file: string): never {
  throw new SigningKeyError(`${FILE}: there is no ${file}`);
}

/** Two that make it at once end with the same one. */
function make(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: BITS });
  const temporary = `${file}.${randomUUID()}`;
  writeFileSync(temporary, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readFileSync(file, "utf8");
}
