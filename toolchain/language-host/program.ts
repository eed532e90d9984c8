/** Running a Pulumi program: the `Run` call. */
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { exitCode, startNode, stop } from "./children";
import { lazySdk, runtimeOptions } from "./options";
import { sdkScript } from "./resolve";

/**
 * With this code the SDK says that it has shown the user's mistake itself.
 * Passing it on as "bail" keeps the engine from adding a second, useless error.
 */
const SHOWN_TO_USER = 32;

/** Runs the program to its end; `onCancel` lets the caller stop it. */
export async function runProgram(
  request: RunRequest,
  engine: string,
  onCancel: (stop: () => void) => void,
): Promise<RunResponse> {
  const info = request.getInfo();
  const options = runtimeOptions(info);
  const directory = info?.getProgramDirectory() || request.getPwd();
  const args = [...lazySdk(options), ...options.nodeArgs, sdkScript("run", directory), ...programArgs(request, engine)];
  // Output goes through our own standard streams: the engine shows those of its language host.
  const child = startNode(args, {
    // Node resolves "--require tsx/cjs" from here.
    cwd: directory,
    stdio: ["ignore", "inherit", "inherit"],
    env: programEnv(request, options),
  });
  onCancel(() => void stop(child));

  const code = await exitCode(child);
  const response = new RunResponse();
  if (code === SHOWN_TO_USER) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
  return response;
}

function programArgs(request: RunRequest, engine: string): string[] {
  const info = request.getInfo();
  const named = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const args = Object.entries(named).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
  if (request.getDryrun()) args.push("--dry-run");
  return [...args, info?.getEntryPoint() || request.getProgram() || ".", ...request.getArgsList()];
}

function programEnv(request: RunRequest, options: { typescript: boolean; tsconfig?: string }): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
    ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
  };
}
