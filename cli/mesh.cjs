#!/usr/bin/env node
"use strict";
const { compiled } = require("../toolchain/compiled.cjs");

// The one command that is called at every commit.
const lint = process.argv[2] === "lint" ? compiled("lint") : undefined;
if (lint) require(lint);
else {
  require("tsx/cjs");
  require("./main.ts");
}
