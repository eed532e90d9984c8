"use strict";
/**
 * Programs in compiled form: `bin/<name>.js`, whose first line lists the sources that it was made from. Compiled, a
 * program starts in a third of the time; it is used only while every source is as it was, so it is never stale.
 */
const { closeSync, openSync, readSync, statSync } = require("node:fs");
const { join, resolve } = require("node:path");

const ROOT = resolve(__dirname, "..");
const MARK = "// sources ";
const LONGEST_LIST = 64 * 1024;

/** Where a program's compiled form is kept. */
exports.compiledFile = (name, root = ROOT) => join(root, "bin", `${name}.js`);

/** First line of a compiled file. `sources` are relative to `root`. */
exports.sourcesLine = (sources, root = ROOT) =>
  `${MARK}${JSON.stringify(Object.fromEntries(sources.map((file) => [file, stateOf(root, file)])))}\n`;

/** The compiled file, or undefined where there is none that was made from the sources as they are now. */
exports.compiled = (name, root = ROOT) => {
  const file = exports.compiledFile(name, root);
  try {
    const sources = Object.entries(JSON.parse(firstLine(file).slice(MARK.length)));
    return sources.every(([source, state]) => stateOf(root, source) === state) ? file : undefined;
  } catch {
    return undefined;
  }
};

function firstLine(file) {
  const start = Buffer.alloc(LONGEST_LIST);
  const open = openSync(file, "r");
  try {
    return start.toString("utf8", 0, readSync(open, start)).split("\n", 1)[0];
  } finally {
    closeSync(open);
  }
}

function stateOf(root, file) {
  const { ctimeMs, size } = statSync(join(root, file));
  return `${ctimeMs} ${size}`;
}
