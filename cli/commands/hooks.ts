import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf, UserError } from "../../toolchain";
import { writeAtomic } from "../../toolchain/cache";
import { print } from "../log";
import { ROOT } from "../project";

const HOOK = join(ROOT, "hooks", "pre-commit");
/** Ours says so in its first lines. */
const OURS = "Set up by `mesh hooks install`";

/**
 * Puts the pre-commit hook into the git checkout that the command is called in.
 * @throws UserError outside of a checkout, or where another's hook is there
 */
export function installHook(): void {
  const path = hookPath();
  refuseOthers(path, `add this line to it: (cd "$(git rev-parse --show-toplevel)" && sh ${HOOK})`);
  try {
    writeAtomic(path, readFileSync(HOOK));
    chmodSync(path, 0o755);
  } catch (error) {
    throw new UserError(`${path}: can't be written: ${messageOf(error)}`);
  }
  print(`${path}: each commit that touches a contract or a product is linted. Undo: npx mesh hooks uninstall`);
}

/** Takes our hook away again; another's stays. */
export function uninstallHook(): void {
  const path = hookPath();
  if (!existsSync(path)) {
    print("There is no hook.");
    return;
  }
  refuseOthers(path, "remove it by hand, if it is no longer wanted");
  rmSync(path);
  print(`${path}: removed.`);
}

/** Where git looks for it, `core.hooksPath` included. */
function hookPath(): string {
  const { status, stdout } = spawnSync("git", ["rev-parse", "--git-path", "hooks/pre-commit"], { encoding: "utf8" });
  if (status === 0) return resolve(stdout.trim());
  throw new UserError(
    `folder: given ${process.cwd()}; allowed: a git checkout; fix: change to one, or run git init first`,
  );
}

function refuseOthers(path: string, fix: string): void {
  if (!existsSync(path) || readFileSync(path, "utf8").includes(OURS)) return;
  throw new UserError(`${path}: there is a hook of another's; it is left as it is. Fix: ${fix}`);
}
