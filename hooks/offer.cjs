/**
 * What `npm install` runs at its end: it offers the git hook, in one line, to a person at a terminal who hasn't got it.
 * It never sets it up, and never fails.
 */
"use strict";
const { execFileSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { resolve } = require("node:path");

const OFFER = "Lint contracts before each commit: npx mesh hooks install";

/** Path of git's pre-commit hook for a folder; undefined where there is no git checkout. */
function hookOf(folder) {
  try {
    const path = execFileSync("git", ["rev-parse", "--git-path", "hooks/pre-commit"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return resolve(folder, path.trim());
  } catch {
    return undefined;
  }
}

/** The line to print, or undefined. */
function offer({ isTerminal, env, folder }) {
  if (!isTerminal || env.CI) return undefined;
  const hook = hookOf(folder);
  return hook === undefined || existsSync(hook) ? undefined : OFFER;
}

module.exports = { offer };

if (require.main === module) {
  const line = offer({ isTerminal: process.stdout.isTTY === true, env: process.env, folder: process.cwd() });
  if (line) console.log(line);
}
