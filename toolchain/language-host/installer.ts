/** What `pulumi install` runs for a Node program. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Starts `npm ci` where there is a lock file, `npm install` where there is none. */
export function installer(programDir: string): ChildProcess {
  const root = packageRoot(programDir);
  const command = existsSync(join(root, "package-lock.json")) ? "ci" : "install";
  return spawn("npm", [command, "--loglevel=error", "--no-fund", "--no-audit"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
}

/** The nearest folder upwards that has a package.json; a program may lie below its package. */
function packageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json in ${from} or in a folder above it`);
  }
}
