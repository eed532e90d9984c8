/** The Go that builds: is it there, is it new enough, is there room. */
import { mkdirSync, readFileSync, statfsSync } from "node:fs";
import semver from "semver";
import { ToolchainError } from "./errors";
import { GO_RANGE } from "./pins";
import { installCommand } from "./platform-help";
import { outputOf } from "./run-command";

/** A full build needs 4 GB of modules, 6 GB of Go's build cache, and 1 GB of binaries and temporary files. */
export const DISK_NEEDED_GB = 11;
/** With a warm build cache far less; below this not even linking works. */
const DISK_MINIMUM_GB = 2;

/** Version of the `go` on PATH. */
export async function goVersion(): Promise<string | undefined> {
  // Outside a module, or `go version` could switch to the version that the module asks for.
  return /go(\d+\.\d+(?:\.\d+)?)/.exec((await outputOf("go", ["version"])) ?? "")?.[1];
}

/** Environment for building the module of this go.mod, or an error that says how to get a Go. */
export async function goEnvironment(goMod: string): Promise<NodeJS.ProcessEnv> {
  const found = await goVersion();
  const version = semver.coerce(found);
  if (!version || !semver.satisfies(version, GO_RANGE)) {
    throw new ToolchainError(
      `Go ${GO_RANGE} is needed to build the Pulumi engine.`,
      [`go on PATH: ${found ? `version ${found}` : "not found"}`],
      [installCommand("go"), `${installCommand("pulumi")}   # with the official CLI no Go is needed`],
    );
  }
  const asked = semver.coerce(/^go (\S+)$/m.exec(readFileSync(goMod, "utf8"))?.[1]);
  // Go fetches the newer Go that a module asks for, like any module, unless it was told not to.
  const isOlder = asked !== null && semver.lt(version, asked);
  // Without cgo the binaries need no C compiler, neither here nor where they run.
  return { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off", ...(isOlder ? { GOTOOLCHAIN: "auto" } : {}) };
}

/** Free space of the file system a folder is on, in GB. */
export function freeGigabytes(folder: string): number {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 1e9;
}

/** Fails before hours of work when the disk is plainly too full. */
export function requireDiskSpace(folder: string): void {
  const free = freeGigabytes(folder);
  if (free >= DISK_MINIMUM_GB) return;
  throw new ToolchainError(
    `The disk is too full to build the toolchain.`,
    [`${folder}: ${free.toFixed(1)} GB free, ${DISK_NEEDED_GB} GB are needed for a first build`],
    ["go clean -cache", "export MESH_CACHE=/a/folder/on/a/larger/disk"],
  );
}
