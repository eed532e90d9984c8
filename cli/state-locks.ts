import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive } from "../toolchain/lock";

/**
 * Removes the locks on stacks that a killed engine has left in a file backend (`.pulumi/locks/…/<id>.json` with `pid`
 * and `hostname`), as `pulumi cancel` would. Those of a process that lives, or of another machine, stay.
 */
export function releaseDeadLocks(backend: string): void {
  if (!backend.startsWith("file://")) return;
  const folder = join(fileURLToPath(backend), ".pulumi", "locks");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".json")) continue;
    const file = join(folder, name);
    try {
      const lock = JSON.parse(readFileSync(file, "utf8")) as { readonly pid?: number; readonly hostname?: string };
      if (lock.hostname === hostname() && lock.pid !== undefined && !isAlive(lock.pid)) rmSync(file, { force: true });
    } catch {
      // Released between the two looks, or not a lock: the engine says what it thinks of it.
    }
  }
}
