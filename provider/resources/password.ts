/** A generated password that lives in the stack's state, encrypted. */
import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { differenceOf, type ResourceHandler } from "../handler";

const inputs = z.strictObject({
  length: z.int().min(16).max(256).default(32).describe("the number of characters, 16 to 256"),
});

type Inputs = z.output<typeof inputs>;
interface Outputs {
  /** Letters, digits, `-` and `_`: fits into a URL and a shell as it is. */
  readonly result: string;
}

export const password: ResourceHandler<Inputs, Outputs> = {
  token: "mesh:index:Password",
  description: "A random password of letters, digits, - and _; a secret in the state.",
  inputs,
  outputs: ["result"],
  secrets: [["result"]],

  check: async () => [],

  diff: (olds, news) => differenceOf(olds, news, { replace: ["length"] }),

  create: async (_context, { length }) => ({
    // The id is shown everywhere, so it has nothing to do with the password.
    id: randomUUID(),
    // 64 characters of 6 bits each: no bias, and more bytes than characters.
    outputs: { result: randomBytes(length).toString("base64url").slice(0, length) },
  }),

  // It exists in the state only, so it can't have drifted, and there is nothing to import.
  read: async (_context, _id, deployed) => deployed,

  update: async (_context, { outputs }) => outputs,

  delete: async () => {},
};
