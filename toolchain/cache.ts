/** Where the toolchain lies on disk. */
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { PLUGINS, PULUMI_DOWNLOAD, pinsHash, platform } from "./pins";

/** The cache of the whole project: `$MESH_CACHE`, or `~/.cache/data-mesh`. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return env.MESH_CACHE || join(homedir(), ".cache", "data-mesh");
}

/** The places of one toolchain. Nothing here touches the disk. */
export class Layout {
  readonly root: string;
  readonly hash: string;

  constructor(env: NodeJS.ProcessEnv = process.env, hash = pinsHash()) {
    this.root = join(cacheRoot(env), "toolchain");
    this.hash = hash;
  }

  /** What is built from these pins. */
  get built(): string {
    return join(this.root, this.hash);
  }
  /** The engine and its language host: one folder, so that the engine counts the host as its own. */
  get bin(): string {
    return join(this.built, "bin");
  }
  get pulumi(): string {
    return join(this.bin, "pulumi");
  }
  get languageHost(): string {
    return join(this.bin, "pulumi-language-nodejs");
  }
  /** PULUMI_HOME of a built engine. */
  get home(): string {
    return join(this.built, "home");
  }
  /** OPA has a folder of its own: it may be on PATH when the built engine must not be. */
  get opa(): string {
    return join(this.built, "opa", `opa`);
  }
  /** Where the engine looks for a provider plugin. */
  plugin(name: string, version: string): string {
    return join(this.home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
  }
  /** Finished binaries by content; toolchains of several hashes share them. */
  get binaries(): string {
    return join(this.root, "binaries");
  }
  get temporary(): string {
    return join(this.root, "tmp");
  }
  get lock(): string {
    return join(this.root, "build.lock");
  }
  /** The official engine, when it could be downloaded. */
  get download(): string {
    return join(this.root, `pulumi-${PULUMI_DOWNLOAD}-${platform()}`);
  }
  get downloadFailure(): string {
    return join(this.root, "download-failed.json");
  }
  get versions(): string {
    return join(this.root, "versions.json");
  }
  /** Everything that a built engine consists of; each is put in place by a rename, so one that exists is whole. */
  get engineFiles(): readonly string[] {
    return [this.pulumi, this.languageHost, ...PLUGINS.map((plugin) => this.plugin(plugin.name, plugin.version))];
  }
}

/** Whether there is a non-empty file that may be executed. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const stat = statSync(path);
    return stat.isFile() && stat.size > 0;
  } catch {
    return false;
  }
}

/** A small JSON file of ours; missing or damaged counts as absent, since all of them can be made again. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** Writes a file so that a reader sees the old content or the new, never a part. */
export function writeAtomic(path: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, path);
  } catch (error) {
    // On a full disk it would take the little that is left.
    rmSync(temporary, { force: true });
    throw error;
  }
}
