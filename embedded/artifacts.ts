/** Kafka and the schema registry, downloaded once from Maven Central into the cache, each file by its SHA-256. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import mavenUrl from "mvn-artifact-url";
import { extract } from "tar";
import { EnvHttpProxyAgent, fetch } from "undici";
import { cacheRoot, UserError } from "../toolchain";
import { withLock } from "../toolchain/lock";
import { type Log, Progress } from "../toolchain/progress";
import lock from "./artifacts.lock.json";

export interface Artifact {
  readonly part: string;
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly classifier?: string;
  readonly extension: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What the parts are started with. */
export interface Artifacts {
  /** Class path of the broker. */
  readonly kafka: readonly string[];
  /** The registry's runnable jar. */
  readonly registry: string;
}

export interface ArtifactOptions {
  /** @default `$MESH_CACHE/artifacts` */
  readonly folder?: string;
  /** @default what artifacts.lock.json pins */
  readonly artifacts?: readonly Artifact[];
  /** Base address of the Maven repository, with a slash at its end. @default `$MAVEN_REPOSITORY_URL`, else Maven Central */
  readonly repository?: string | undefined;
  readonly log?: Log | undefined;
}

const AT_ONCE = 6;
const ATTEMPTS = 4;
const REGISTRY_JAR = "apicurio-registry-app-3.0.9-runner.jar";

/**
 * Everything in the cache, downloaded where it isn't there. A download that was interrupted goes on where it stopped; a
 * file gets its name only when its hash is right.
 *
 * @throws UserError where a file can't be had
 */
export async function ensureArtifacts(options: ArtifactOptions = {}): Promise<Artifacts> {
  const folder = options.folder ?? join(cacheRoot(), "artifacts");
  const artifacts: readonly Artifact[] = options.artifacts ?? lock;
  const missing = () => artifacts.filter((artifact) => !isThere(placeOf(folder, artifact), artifact));
  if (missing().length > 0) {
    const progress = new Progress(options.log);
    const waiting = ({ pid }: { pid: number }) => progress.line(`embedded parts: process ${pid} is downloading them`);
    await withLock(join(folder, "download.lock"), () => download(folder, missing(), options.repository, progress), {
      onWait: once(waiting),
    });
  }
  const of = (part: string) => artifacts.filter((artifact) => artifact.part === part);
  const [registry] = of("registry");
  return {
    kafka: of("kafka").map((artifact) => placeOf(folder, artifact)),
    registry: registry ? join(placeOf(folder, registry), REGISTRY_JAR) : "",
  };
}

function fileName({ artifactId, version, classifier, extension }: Artifact): string {
  return `${artifactId}-${version}${classifier ? `-${classifier}` : ""}.${extension}`;
}

/** An archive's place is the folder that it was unpacked to. */
function placeOf(folder: string, artifact: Artifact): string {
  return join(folder, isArchive(artifact) ? fileName(artifact).replace(/\.tar\.gz$/, "") : fileName(artifact));
}

function isArchive({ extension }: Artifact): boolean {
  return extension === "tar.gz";
}

function isThere(place: string, artifact: Artifact): boolean {
  return isArchive(artifact) ? existsSync(place) : statSync(place, { throwIfNoEntry: false })?.size === artifact.bytes;
}

async function download(
  folder: string,
  missing: readonly Artifact[],
  repository: string | undefined,
  progress: Progress,
): Promise<void> {
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const all = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const task = progress.start("embedded parts", `downloading ${missing.length} files, ${megabytes(all)}`);
  let done = 0;
  const count = (bytes: number) => {
    done += bytes;
    task.detail(`${megabytes(done)} of ${megabytes(all)}`);
  };
  const left = [...missing];
  const dispatcher = new EnvHttpProxyAgent();
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const url = await mavenUrl(next, repository ?? process.env.MAVEN_REPOSITORY_URL);
      await fetchOne({ url, folder, artifact: next, dispatcher, count });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    task.end("downloaded");
  } catch (error) {
    task.end("failed");
    throw error;
  } finally {
    await dispatcher.close();
  }
}

interface One {
  readonly url: string;
  readonly folder: string;
  readonly artifact: Artifact;
  readonly dispatcher: EnvHttpProxyAgent;
  readonly count: (bytes: number) => void;
}

async function fetchOne(one: One): Promise<void> {
  const { url, folder, artifact } = one;
  const part = join(folder, `${fileName(artifact)}.part`);
  const reasons: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      await append(part, one);
      const found = await sha256(part);
      if (found !== artifact.sha256) {
        rmSync(part);
        throw new Error(`its SHA-256 is ${found}, not ${artifact.sha256}`);
      }
      await put(part, placeOf(folder, artifact), isArchive(artifact));
      return;
    } catch (error) {
      reasons.push(reasonOf(error));
      if (attempt < ATTEMPTS) await sleep(500 * 2 ** attempt);
    }
  }
  throw new UserError(
    `${url} could not be downloaded.`,
    [...new Set(reasons)],
    [
      "check the network, then start again: what is there is kept",
      "export MAVEN_REPOSITORY_URL=<base address of a mirror of Maven Central>",
    ],
  );
}

/** Fetches what is missing of a file. */
async function append(part: string, { url, artifact, dispatcher, count }: One): Promise<void> {
  const present = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  if (present >= artifact.bytes) return;
  const headers = present > 0 ? { range: `bytes=${present}-` } : {};
  const response = await fetch(url, { dispatcher, headers });
  if (!response.ok || !response.body) throw new Error(`the repository answered ${response.status}`);
  const resumed = response.status === 206;
  if (resumed) count(present);
  const body = Readable.fromWeb(response.body);
  body.on("data", (chunk: Uint8Array) => count(chunk.length));
  await pipeline(body, createWriteStream(part, { flags: resumed ? "a" : "w" }));
}

async function put(part: string, place: string, unpack: boolean): Promise<void> {
  if (!unpack) return renameSync(part, place);
  const unpacked = `${place}.${process.pid}.tmp`;
  mkdirSync(unpacked, { recursive: true });
  await extract({ file: part, cwd: unpacked });
  renameSync(unpacked, place);
  rmSync(part);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** `fetch failed` alone helps nobody: the cause says what failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function once<T>(tell: (value: T) => void): (value: T) => void {
  let told = false;
  return (value) => {
    if (!told) tell(value);
    told = true;
  };
}
