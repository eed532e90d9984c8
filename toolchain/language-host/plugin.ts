/** Running policy packs and providers written for Node: the `RunPlugin` call. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { exitCode, startNode, stop } from "./children";
import { lazySdk, runtimeOptions } from "./options";
import { sdkScript } from "./resolve";

/** The kind the engine gives to policy packs; all other kinds are providers. */
const POLICY_PACK = "analyzer";

/** Runs the plugin and streams its output until it exits or the engine cancels the call. */
export async function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): Promise<void> {
  const request = call.request;
  const info = request.getInfo();
  const options = runtimeOptions(info);
  const directory = info?.getProgramDirectory() || request.getPwd();
  const isPack = request.getKind() === POLICY_PACK;
  const script = sdkScript(isPack ? "run-policy-pack" : "run-plugin", directory);
  const program = join(directory, entryPoint(directory, isPack) ?? (info?.getEntryPoint() || "."));
  const args = isPack ? [...request.getArgsList(), program] : [program, ...request.getArgsList()];

  const child = startNode([...lazySdk(options), ...options.nodeArgs, script, ...args], {
    // A pack reads its own files; a provider works where the engine says.
    cwd: isPack ? directory : request.getPwd() || directory,
    env: Object.fromEntries(request.getEnvList().map(assignment)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", (data: Buffer) => call.write(new RunPluginResponse().setStdout(data)));
  child.stderr?.on("data", (data: Buffer) => call.write(new RunPluginResponse().setStderr(data)));
  call.on("cancelled", () => void stop(child));

  const code = await exitCode(child);
  if (!call.cancelled) call.write(new RunPluginResponse().setExitcode(code));
  call.end();
}

/**
 * `main` of PulumiPolicy.yaml or PulumiPlugin.yaml. The engine leaves it out of
 * what it sends, so it is read here; without one Node takes that of package.json.
 */
function entryPoint(directory: string, isPack: boolean): string | undefined {
  try {
    const yaml = readFileSync(join(directory, isPack ? "PulumiPolicy.yaml" : "PulumiPlugin.yaml"), "utf8");
    return /^main:[ \t]*["']?([^"'#\r\n]+?)["']?[ \t]*(?:#.*)?$/m.exec(yaml)?.[1];
  } catch {
    return undefined;
  }
}

function assignment(line: string): [string, string] {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}
