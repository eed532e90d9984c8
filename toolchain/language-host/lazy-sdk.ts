/**
 * Preloaded into programs, packs and providers whose runtime options say
 * `typescript: false`. At its start the SDK loads the TypeScript compiler and
 * npm's dependency solver (for serialising functions into the cloud) and
 * several exporters of traces: 0.6 of the 1.4 seconds that a small program
 * takes, for things that most programs never touch. Here they are loaded at
 * their first use instead. Only requests of the SDK itself are answered so.
 */
import Module from "node:module";

type Parent = { readonly filename?: string };
type Load = (request: string, parent: Parent | undefined, isMain: boolean) => unknown;
const internals = Module as unknown as { _load: Load };
const load = internals._load;

const SDK = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const LAZY =
  /^([./]+\/typescript-shim|@npmcli\/arborist|@opentelemetry\/(resources|sdk-trace-(base|node)|exporter-zipkin|instrumentation(-grpc)?))$/;
/** With tracing on, its modules patch gRPC when they are loaded: then nothing may come late. */
const isTraced = Boolean(process.env.TRACEPARENT) || process.argv.includes("--tracing");

/** The SDK registers ts-node for every pack and provider, even one in plain JavaScript; there is no option against it. */
const STARTER = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run-(plugin|policy-pack)[\\/]run\.js$/;
const STAND_INS: Readonly<Record<string, unknown>> = {
  "../../tsutils": {
    typeScriptRequireStrings: () => ({ typescriptRequire: "typescript", tsnodeRequire: "ts-node" }),
    loadTypeScriptCompilerOptions: () => ({}),
  },
  typescript: { version: "0.0.0" },
  "ts-node": { register: () => undefined },
};

internals._load = (request, parent, isMain) => {
  const from = parent?.filename ?? "";
  const standIn = STAND_INS[request];
  if (standIn && STARTER.test(from)) return standIn;
  return !isTraced && LAZY.test(request) && SDK.test(from) ? lazy(request, parent) : load(request, parent, isMain);
};

/** A module that is loaded when something of it is asked for. */
function lazy(request: string, parent: Parent | undefined): unknown {
  let module: Record<PropertyKey, unknown> | undefined;
  const real = () => {
    module ??= load(request, parent, false) as Record<PropertyKey, unknown>;
    return module;
  };
  return new Proxy(
    {},
    {
      // Asked by the compiler's import helpers; "yes" makes them use this object as it is, instead of copying it.
      get: (_, key) => (key === "__esModule" && !module ? true : real()[key]),
      has: (_, key) => key in real(),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
        // A proxy may not call a property fixed that its target doesn't have.
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
