import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseOptions, splitWords } from "../../toolchain/language-host/options";
import { dependencies, requiredPlugins } from "../../toolchain/language-host/packages";
import { sdkScript } from "../../toolchain/language-host/resolve";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "host-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function manifest(path: string, content: object): void {
  const file = join(folder, path, "package.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}

describe("runtime options", () => {
  it("split node's arguments as a shell does", () => {
    expect(splitWords("--require tsx/cjs  --title='a b' --x \"it's\" a\\ b")).toEqual([
      ...["--require", "tsx/cjs", "--title=a b", "--x", "it's", "a b"],
    ]);
    expect(splitWords("")).toEqual([]);
    expect(() => splitWords("--title 'a")).toThrow(/unclosed/);
  });

  it("default to the official host's, and name the option that is wrong", () => {
    expect(parseOptions({})).toEqual({ typescript: true, nodeArgs: [] });
    expect(parseOptions({ typescript: false, nodeargs: "-r x" })).toEqual({ typescript: false, nodeArgs: ["-r", "x"] });
    expect(() => parseOptions({ typescript: "no" })).toThrow(/"typescript" must be true or false, not "no"/);
    expect(() => parseOptions({ nodeargs: ["-r"] })).toThrow(/"nodeargs"/);
  });
});

describe("installed packages", () => {
  it("say which plugins they need; the nearest one wins", () => {
    const kafka = { name: "@pulumi/kafka", version: "3.13.2", pulumi: { resource: true, name: "kafka" } };
    manifest("node_modules/@pulumi/kafka", { ...kafka, version: "3.0.0" });
    manifest("app/node_modules/@pulumi/kafka", kafka);
    manifest("node_modules/@pulumi/policy", { name: "@pulumi/policy", version: "1.0.0" });
    manifest("node_modules/pulumi-own", { name: "pulumi-own", version: "v2.0.0", pulumi: { resource: true } });
    const plugins = requiredPlugins(join(folder, "app")).map(({ name, version }) => `${name}@${version}`);
    // Folders above the temporary one may hold packages too: theirs come after.
    expect(plugins.slice(0, 2)).toEqual(["kafka@3.13.2", "pulumi-own@2.0.0"]);
    expect(plugins.filter((plugin) => plugin.startsWith("kafka@"))).toEqual(["kafka@3.13.2"]);
  });

  it("are the program's dependencies, all levels when asked for", () => {
    manifest(".", { dependencies: { a: "1" }, devDependencies: { d: "1" } });
    manifest("node_modules/a", { version: "1.2.3", dependencies: { b: "1" }, devDependencies: { c: "1" } });
    manifest("node_modules/b", { version: "4.5.6" });
    manifest("node_modules/d", { version: "7.8.9" });
    const named = (all: boolean) => dependencies(folder, all).map(({ name, version }) => `${name}@${version}`);
    expect(named(false)).toEqual(["a@1.2.3", "d@7.8.9"]);
    expect(named(true)).toEqual(["a@1.2.3", "b@4.5.6", "d@7.8.9"]);
  });

  it("that lack the SDK are an error that says where to install it", () => {
    // A package without the script ends the search, which would go on in the folders above the temporary one.
    manifest("node_modules/@pulumi/pulumi", { name: "@pulumi/pulumi", version: "3.0.0", exports: {} });
    expect(() => sdkScript("run", folder)).toThrow(new RegExp(`not installed for ${folder}.*npm ci`));
  });
});
