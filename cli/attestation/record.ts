import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { UserError } from "../../toolchain/errors";

const hash = () => z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hex");

/** What a passed preview vouches for. */
const RECORD = z.strictObject({
  stack: z.string().min(1).describe("like orders-production"),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .describe("of a work tree without changes"),
  plan: hash().describe("of every step that the preview announced"),
  pack: hash().describe("of the compiled policy pack and the files that it goes by"),
  config: hash().describe("of the stack's config"),
  time: z.iso.datetime().describe("when the preview had passed, in UTC"),
});
const SIGNED = z.strictObject({
  record: RECORD,
  key: hash().describe("of the public key, in SPKI form: which key has signed"),
  signature: z.base64().describe("Ed25519, over the record in JSON with its fields in the order above"),
});

export type Record = z.infer<typeof RECORD>;
export type Attestation = z.infer<typeof SIGNED>;

/** @returns the attestation, ready to be written */
export function attest(record: Record, key: KeyObject): Attestation {
  return { record, key: nameOf(createPublicKey(key)), signature: sign(null, bytes(record), key).toString("base64") };
}

/** @throws UserError where the text is no attestation, or its signature isn't that key's */
export function readAttestation(file: string, text: string, key: KeyObject): Record {
  const parsed = SIGNED.safeParse(json(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError(
      `${file}: ${issue?.path.join(".") || "(the whole file)"}: given something else; allowed: an attestation, as \`mesh preview\` writes it`,
    );
  }
  const { record, key: name, signature } = parsed.data;
  if (name !== nameOf(key))
    throw new UserError(`${file}: key: given ${name}; allowed: ${nameOf(key)}, the key that is trusted`);
  if (!verify(null, bytes(record), key, Buffer.from(signature, "base64"))) {
    throw new UserError(`${file}: signature: given one that isn't the record's; allowed: the record as it was signed`);
  }
  return record;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The schema gives the fields their order, however they were written. */
function bytes(record: Record): Buffer {
  return Buffer.from(JSON.stringify(RECORD.parse(record)));
}

/** A key's name, which says nothing of the key. */
export function nameOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** @throws UserError; never says the text */
export function privateKey(from: string, text: string): KeyObject {
  return ed25519(from, "a private Ed25519 key in PEM form", () => createPrivateKey(text));
}

/** @throws UserError; never says the text */
export function publicKey(from: string, text: string): KeyObject {
  return ed25519(from, "a public Ed25519 key in PEM form", () => {
    // A private key would do as well, but has no business where only the public one is needed.
    if (/PRIVATE KEY/.test(text)) throw new Error("a private key");
    return createPublicKey(text);
  });
}

function ed25519(from: string, allowed: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // The library's message may quote what it was given.
    throw new UserError(`${from}: given something else; allowed: ${allowed}; fix: openssl genpkey -algorithm ed25519`);
  }
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new UserError(`${from}: given a key of type ${key.asymmetricKeyType}; allowed: ${allowed}`);
}
