"use strict";
/**
 * What Pulumi's Node preloads (`nodeargs` in Pulumi.yaml): runs index.ts from its compiled form where that is fresh, else
 * from its sources by way of tsx. `mesh up`, `mesh preview` and `npm run build` compile it.
 */
const Module = require("node:module");
const { resolve } = require("node:path");
const { compiled } = require("./compiled.cjs");

const ENTRY = resolve(__dirname, "..", "index.ts");
const code = compiled("program");
if (code) {
  Module._extensions[".ts"] = (module, file) => {
    if (file !== ENTRY) throw new Error(`${file} isn't part of the compiled program; fix: npm run build`);
    module.exports = require(code);
  };
} else require("tsx/cjs");
