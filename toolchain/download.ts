/** The official engine, downloaded into our cache. */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import semver from "semver";
import { type Layout, readJson, writeAtomic } from "./cache";
import { messageOf } from "./errors";
import { downloadedEngine, type Engine } from "./find";
import { withLock } from "./lock";
import { PLUGINS, PULUMI_DOWNLOAD } from "./pins";
import type { Progress } from "./progress";
import { runCommand } from "./run-command";

/** Asked before anything else: behind a firewall it is better to know after seconds than after minutes. */
const SITE = "https://get.pulumi.com/";
const REACH_MS = 4_000;
const INSTALL_MS = 10 * 60_000;
/** How long a failure is remembered, so that the next starts don't pay for it again. */
const REMEMBER_MS = 6 * 3_600_000;

interface Failure {
  readonly at: number;
  readonly reason: string;
}

/** Steps that touch the network; tests replace them. */
export interface Downloader {
  /** Throws when the site can't be reached. */
  reach(): Promise<void>;
  /** Puts the official engine under `root`/bin. */
  install(root: string): Promise<void>;
  /** Lets that engine install a plugin into `home`. */
  plugin(engine: string, home: string, plugin: { name: string; version: string }): Promise<void>;
}

/** The official engine with its plugins, or undefined, having told why not. */
export async function downloadEngine(
  layout: Layout,
  progress: Progress,
  refused: (reason: string) => void,
  downloader: Downloader = official,
): Promise<Engine | undefined> {
  const earlier = readJson<Failure>(layout.downloadFailure);
  if (earlier && Date.now() - earlier.at < REMEMBER_MS) {
    refused(
      `official download: failed at ${new Date(earlier.at).toISOString()} (${earlier.reason}); not tried again for 6 hours`,
    );
    return undefined;
  }
  try {
    await downloader.reach();
    await withLock(layout.lock, async () => {
      if (!downloadedEngine(layout)) await fetchAll(layout, progress, downloader);
    });
    return downloadedEngine(layout);
  } catch (error) {
    const reason = messageOf(error).split("\n")[0] ?? "";
    writeAtomic(layout.downloadFailure, JSON.stringify({ at: Date.now(), reason } satisfies Failure));
    refused(`official download: ${reason}`);
    return undefined;
  }
}

async function fetchAll(layout: Layout, progress: Progress, downloader: Downloader): Promise<void> {
  const folder = join(layout.temporary, "download");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const task = progress.start("pulumi", `downloading ${PULUMI_DOWNLOAD}`);
  let how = "failed";
  try {
    await downloader.install(folder);
    for (const plugin of PLUGINS) {
      task.detail(`plugin ${plugin.name} ${plugin.version}`);
      await downloader.plugin(join(folder, "bin", "pulumi"), join(folder, "home"), plugin);
    }
    rmSync(layout.download, { recursive: true, force: true });
    mkdirSync(dirname(layout.download), { recursive: true });
    renameSync(folder, layout.download);
    how = "downloaded";
  } finally {
    task.end(how);
    rmSync(folder, { recursive: true, force: true });
  }
}

const official: Downloader = {
  async reach() {
    try {
      await fetch(SITE, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(REACH_MS) });
    } catch (error) {
      const cause = (error as Error).cause;
      throw new Error(`${SITE} can't be reached: ${messageOf(cause ?? error)}`);
    }
  },
  async install(root) {
    // Loaded only here: this module takes longer to load than all the rest of a warm start.
    const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    const version = new semver.SemVer(PULUMI_DOWNLOAD);
    // The SDK bundles a semver of its own, whose class differs in private details only.
    const options = { root, version } as unknown as Parameters<typeof PulumiCommand.install>[0];
    await within(INSTALL_MS, PulumiCommand.install(options));
  },
  async plugin(engine, home, { name, version }) {
    const command = [engine, "plugin", "install", "resource", name, version];
    const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { code, output } = await runCommand(command, { env, timeout: INSTALL_MS });
    if (code !== 0) throw new Error(`plugin ${name} ${version}: ${output.trim().split("\n").at(-1)}`);
  },
};

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${milliseconds / 60_000} minutes`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
