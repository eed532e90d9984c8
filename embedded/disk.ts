/** The disk that the embedded default keeps everything on: parts that can't write end, again and again. */
import { statfsSync } from "node:fs";
import { UserError } from "../toolchain";

/** Less than this, and the parts can't be counted on: their own start writes tens of MiB. */
const NEEDED_BYTES = 128 * 1024 * 1024;
const MIB = 1024 * 1024;

/** What is wrong with the disk of `folder`, which has to exist; undefined where there is room. */
export function diskProblem(folder: string): string | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return undefined;
  return `the disk of ${folder} is full: ${Math.floor(free / MIB)} MiB are free, ${NEEDED_BYTES / MIB} MiB are needed`;
}

/** @throws UserError where there is no room: better than a database that was started and can't write */
export function needDisk(folder: string): void {
  const problem = diskProblem(folder);
  if (problem)
    throw new UserError(
      `Nothing was started: ${problem}.`,
      [],
      [`du -sh ${folder}/*`, "free some of it, or set MESH_HOME to a folder on another disk"],
    );
}
