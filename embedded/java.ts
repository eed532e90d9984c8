import semver from "semver";
import { findJava, UserError } from "../toolchain";
import { JAVA_RANGE } from "../toolchain/pins";
import { installCommand } from "../toolchain/platform-help";

/** The Java program for Kafka and the registry. @throws UserError where there is none that is new enough */
export async function javaFile(): Promise<string> {
  const java = await findJava();
  const version = semver.coerce(java?.version);
  if (java && version && semver.satisfies(version, JAVA_RANGE)) return java.file;
  throw new UserError(
    `Java ${JAVA_RANGE} is needed for Kafka and the schema registry.`,
    [`JAVA_HOME and PATH: ${java ? `${java.file} is ${java.version}` : "no java"}`],
    [installCommand("java")],
  );
}
