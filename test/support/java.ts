/**
 * Java libraries as judges of ours: they are in the schema registry's jar, which the embedded default downloads anyway.
 * A test is skipped, and says why, where there is no Java compiler or the jar can't be had.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { ensureArtifacts } from "../../embedded/artifacts";

/** What a program in `java/` prints of an input, by line. */
export async function java(
  program: "AvroOracle",
  input: string,
  test: Pick<TestContext, "skip">,
): Promise<readonly string[]> {
  let registry: string;
  try {
    ({ registry } = await ensureArtifacts());
  } catch (error) {
    return skipped(test, error instanceof Error ? error.message : String(error));
  }
  const { code, output, errors } = await run(["-cp", registry, join(__dirname, "java", `${program}.java`)], input);
  // A runtime without a compiler can't start a source file.
  if (code !== 0) return skipped(test, `no Java compiler for ${program}: ${errors.trim().split("\n")[0]}`);
  return output.trimEnd().split("\n");
}

function skipped(test: Pick<TestContext, "skip">, reason: string): never {
  console.warn(`skipped: ${reason}`);
  return test.skip(reason);
}

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function run(args: readonly string[], input: string): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn("java", args, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk;
    });
    child.on("error", ({ message }) => done({ code: -1, output, errors: message }));
    child.on("close", (code) => done({ code: code ?? -1, output, errors }));
    // A program that ends without reading its input closes the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
