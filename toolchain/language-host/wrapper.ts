/**
 * What the engine really starts: loads main.cjs from the folder beside with
 * V8's code cache, which saves a quarter of the host's start. The cache is made
 * by the first run with a given Node, and left alone by all others.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

const file = join(__dirname, "nodejs-host", "main.cjs");
const cacheFile = `${file}.${process.version}-${process.arch}.cache`;

function cached(): Buffer | undefined {
  try {
    return readFileSync(cacheFile);
  } catch {
    return undefined;
  }
}

const cachedData = cached();
const source = Module.wrap(readFileSync(file, "utf8"));
const script = new Script(source, { filename: file, ...(cachedData ? { cachedData } : {}) });
const run = script.runInThisContext() as (...args: unknown[]) => void;
run({}, createRequire(file), module, file, dirname(file));

if (!cachedData || script.cachedDataRejected) {
  // Later, when the functions that a start needs have been compiled.
  setTimeout(() => {
    try {
      writeFileSync(`${cacheFile}.${process.pid}`, script.createCachedData());
      renameSync(`${cacheFile}.${process.pid}`, cacheFile);
    } catch {
      // A read-only cache folder costs a few milliseconds a start, nothing else.
    }
  }, 500).unref();
}
