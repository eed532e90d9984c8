/**
 * Runs one benchmark: `npm run bench -- <name>`. A benchmark is `bench/<name>.ts` with a `main` that prints one JSON
 * line for each figure on standard output, `{"name","value","unit","baseline","ratio"}`; what it does meanwhile goes to
 * standard error. Exit 1 when it could not measure; the figures judge themselves elsewhere.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A benchmark's module. */
interface Benchmark {
  main(): Promise<void>;
}

/** Files of this folder that are no benchmarks themselves belong to one: `<name>-<part>.ts`. */
function names(): readonly string[] {
  return readdirSync(__dirname)
    .filter((file) => /^[a-z]+\.ts$/.test(file) && file !== "run.ts" && file !== "figure.ts")
    .map((file) => file.replace(/\.ts$/, ""));
}

async function run(): Promise<void> {
  const [name] = process.argv.slice(2);
  if (name === undefined || !/^[a-z-]+$/.test(name) || !existsSync(join(__dirname, `${name}.ts`))) {
    throw new Error(`benchmark: given ${name ?? "none"}, allowed ${names().join(", ")}`);
  }
  // Not import(): tsx's CommonJS hook, through which this runs, does not reach it.
  const benchmark = require(join(__dirname, `${name}.ts`)) as Benchmark;
  await benchmark.main();
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
