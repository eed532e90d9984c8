import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compile } from "../../../cli/compile";
import { compiled, compiledFile } from "../../../toolchain/compiled.cjs";

let root: string;
const write = (file: string, text: string) => writeFileSync(join(root, file), text);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "mesh-compile-"));
  write("package-lock.json", "{}");
  write("main.ts", 'import { word } from "./word";\nconsole.log(word);\n');
  write("word.ts", 'export const word: string = "first";\n');
  // What is written just before compiling begins counts as edited meanwhile.
  await setTimeout(40);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a program is compiled, and runs", async () => {
  expect(compiled("program", root)).toBeUndefined();
  await compile("program", "main.ts", root);
  const file = compiled("program", root);
  expect(file).toBe(compiledFile("program", root));
  expect(execFileSync(process.execPath, [String(file)], { encoding: "utf8" })).toBe("first\n");
});

test.each([
  ["a source that was edited", () => write("word.ts", 'export const word: string = "other";\n')],
  ["a source that was touched", () => utimesSync(join(root, "word.ts"), new Date(), new Date())],
  ["a source that is gone", () => rmSync(join(root, "word.ts"))],
  ["another lock file", () => write("package-lock.json", "{ }")],
  ["a damaged compiled file", () => writeFileSync(compiledFile("program", root), "// nothing")],
])("%s: the compiled form isn't used", async (_name, change) => {
  await compile("program", "main.ts", root);
  change();
  expect(compiled("program", root)).toBeUndefined();
});

test("what changed is compiled anew", async () => {
  await compile("program", "main.ts", root);
  write("word.ts", 'export const word: string = "second!";\n');
  await setTimeout(40);
  await compile("program", "main.ts", root);
  expect(execFileSync(process.execPath, [String(compiled("program", root))], { encoding: "utf8" })).toBe("second!\n");
});

test("a source that is edited while it is compiled leaves no compiled form", async () => {
  const compiling = compile("program", "main.ts", root);
  write("word.ts", 'export const word: string = "later";\n');
  await compiling;
  expect(compiled("program", root)).toBeUndefined();
});
