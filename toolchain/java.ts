/** The Java runtime that Kafka and the registry run in. */
import { delimiter, join } from "node:path";
import { isExecutable } from "./cache";
import { outputOf } from "./run-command";

export interface Java {
  /** What to call. */
  readonly file: string;
  readonly version: string;
}

/** The one of JAVA_HOME, else the one on PATH; undefined where there is none. */
export async function findJava(environment: NodeJS.ProcessEnv = process.env): Promise<Java | undefined> {
  const home = environment.JAVA_HOME;
  const places = [...(home ? [join(home, "bin")] : []), ...(environment.PATH ?? "").split(delimiter)];
  const file = places.map((folder) => join(folder, "java")).find(isExecutable);
  // On macOS a stand-in called java opens a window when none is installed; it prints no version.
  const version = file && /version "([^"]+)"/.exec((await outputOf(file, ["-version"])) ?? "")?.[1];
  return file && version ? { file, version } : undefined;
}
