/**
 * In place of `@pulumi/pulumi`, which `@pulumi/policy` needs for assets and archives only: it is loaded when there is
 * one, and not, with the Automation API and all, before the pack can answer for the first time.
 */
import type * as pulumi from "@pulumi/pulumi";

const load = () => require("@pulumi/pulumi") as typeof pulumi;

module.exports = {
  get asset() {
    return load().asset;
  },
  get Output() {
    return load().Output;
  },
};
