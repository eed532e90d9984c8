import type { KeyObject } from "node:crypto";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { messageOf, UserError } from "../../toolchain/errors";
import { privateKey, publicKey } from "./record";

/** The variables that hold a key in PEM form, or the name of its file. */
export const PRIVATE = "MESH_ATTESTATION_KEY";
export const PUBLIC = "MESH_ATTESTATION_PUBLIC_KEY";

type Environment = Readonly<Record<string, string | undefined>>;

/** The key that signs, where there is one. @throws UserError where it is no Ed25519 key */
export function signingKey(env: Environment = process.env): KeyObject | undefined {
  const found = given(PRIVATE, env);
  return found && privateKey(found.from, found.text);
}

/** The key that is trusted; of the signing key, where only that is given. @throws UserError */
export function trustedKey(env: Environment = process.env): KeyObject {
  const found = given(PUBLIC, env);
  if (found) return publicKey(found.from, found.text);
  const own = signingKey(env);
  if (own) return createPublicKey(own);
  throw new UserError(
    `${PUBLIC}: given nothing; allowed: the public key of those who preview; fix: set ${PUBLIC}, or ${PUBLIC}_FILE`,
  );
}

function given(name: string, env: Environment): { readonly from: string; readonly text: string } | undefined {
  const text = env[name];
  if (text) return { from: name, text };
  const file = env[`${name}_FILE`];
  if (!file) return undefined;
  try {
    return { from: `${name}_FILE`, text: readFileSync(file, "utf8") };
  } catch (error) {
    throw new UserError(`${name}_FILE: can't be read: ${messageOf(error)}`);
  }
}
