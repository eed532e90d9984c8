/** Images of the embedded default: a folder by the digest of the one program that it holds. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { places } from "./runtime";

const imageSchema = z.object({ entrypoint: z.array(z.string()).min(1) });
const PROGRAM = "server.js";

export interface Image {
  readonly folder: string;
  readonly entrypoint: readonly string[];
}

/** Puts a program where the supervisor finds it. @returns its digest, as in `…@sha256:<digest>` */
export function storeImage(home: string, program: string): string {
  const content = readFileSync(program);
  const digest = sha256(content);
  const folder = join(places(home).images, digest);
  if (existsSync(folder)) return digest;
  const aside = `${folder}.${process.pid}.tmp`;
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, PROGRAM), content);
  writeFileSync(join(aside, "image.json"), JSON.stringify({ entrypoint: ["node", PROGRAM] }));
  try {
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody else was faster with the same content
  }
  return digest;
}

/** @throws Error where it isn't there, or isn't what its digest says */
export function findImage(home: string, reference: string): Image {
  const digest = /@sha256:([0-9a-f]{64})$/.exec(reference)?.[1];
  if (!digest) throw new Error(`image ${reference}: only images named by digest are run`);
  const folder = join(places(home).images, digest);
  if (!existsSync(join(folder, PROGRAM)))
    throw new Error(`image ${reference}: not in ${places(home).images}; fix: npx mesh build`);
  if (sha256(readFileSync(join(folder, PROGRAM))) !== digest)
    throw new Error(`image ${reference}: ${folder} was changed; fix: remove that folder, then npx mesh build`);
  return { folder, ...imageSchema.parse(JSON.parse(readFileSync(join(folder, "image.json"), "utf8"))) };
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
