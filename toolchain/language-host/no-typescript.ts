/**
 * Preloaded into packs and providers whose runtime options say
 * `typescript: false`: answers the SDK's own requests for ts-node and the
 * compiler with stand-ins, so that neither is loaded. Requests of any other
 * module for them are untouched.
 */
import Module from "node:module";

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;
const internals = Module as unknown as { _load: Load };
const load = internals._load;

const STAND_INS: Readonly<Record<string, unknown>> = {
  "../../tsutils": {
    typeScriptRequireStrings: () => ({ typescriptRequire: "typescript", tsnodeRequire: "ts-node" }),
    loadTypeScriptCompilerOptions: () => ({}),
  },
  typescript: { version: "0.0.0" },
  "ts-node": { register: () => undefined },
};
const SDK_STARTER = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run-(plugin|policy-pack)[\\/]run\.js$/;

internals._load = (request, parent, isMain) => {
  const standIn = STAND_INS[request];
  return standIn && SDK_STARTER.test(parent?.filename ?? "") ? standIn : load(request, parent, isMain);
};
