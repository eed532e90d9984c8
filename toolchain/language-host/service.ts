/** The LanguageRuntime service: translates the engine's calls, decides nothing. */
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import * as language from "@pulumi/pulumi/proto/language_pb";
import {
  PackageDependency,
  PackageParameterization,
  PluginDependency,
  PluginInfo,
} from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { exitCode, stopChildren, track } from "./children";
import { installer } from "./installer";
import { dependencies, requiredPlugins } from "./packages";
import { runPlugin } from "./plugin";
import { runProgram } from "./program";

/** Our own version, for `pulumi plugin ls`; not that of the SDK, which belongs to the program. */
const VERSION = "1.0.0";

/** The handlers of all calls; those left out answer "unimplemented", which the engine takes for "not supported". */
export function service(engine: string): UntypedServiceImplementation {
  return {
    handshake: unary(() => new language.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new PluginInfo().setVersion(VERSION)),
    cancel: unary(async () => {
      await stopChildren();
      return new Empty();
    }),
    about: unary(() =>
      new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version.slice(1)),
    ),
    getRequiredPlugins: unary((request: language.GetRequiredPluginsRequest) =>
      new language.GetRequiredPluginsResponse().setPluginsList(
        requiredPlugins(request.getInfo()?.getProgramDirectory() || request.getPwd()).map((plugin) =>
          new PluginDependency()
            .setName(plugin.name)
            .setKind("resource")
            .setVersion(plugin.version)
            .setServer(plugin.server),
        ),
      ),
    ),
    getRequiredPackages: unary((request: language.GetRequiredPackagesRequest) =>
      new language.GetRequiredPackagesResponse().setPackagesList(
        requiredPlugins(directoryOf(request)).map(packageDependency),
      ),
    ),
    getProgramDependencies: unary((request: language.GetProgramDependenciesRequest) =>
      new language.GetProgramDependenciesResponse().setDependenciesList(
        dependencies(directoryOf(request), request.getTransitivedependencies()).map(({ name, version }) =>
          new language.DependencyInfo().setName(name).setVersion(version),
        ),
      ),
    ),
    runtimeOptionsPrompts: unary(() => new language.RuntimeOptionsResponse()),
    template: unary(() => new language.TemplateResponse()),
    run: unary((request: language.RunRequest, call) =>
      runProgram(request, engine, (stop) => {
        call.on("cancelled", stop);
      }),
    ),
    runPlugin: streaming(runPlugin),
    installDependencies: streaming(installDependencies),
  };
}

function directoryOf(request: { getInfo(): language.ProgramInfo | undefined }): string {
  return request.getInfo()?.getProgramDirectory() || process.cwd();
}

function packageDependency(plugin: ReturnType<typeof requiredPlugins>[number]): PackageDependency {
  const dependency = new PackageDependency()
    .setName(plugin.name)
    .setKind("resource")
    .setVersion(plugin.version)
    .setServer(plugin.server);
  const parameters = plugin.parameterization;
  return parameters
    ? dependency.setParameterization(
        new PackageParameterization()
          .setName(parameters.name)
          .setVersion(parameters.version)
          .setValue(parameters.value),
      )
    : dependency;
}

/** `pulumi install`: runs npm where the package.json is and streams what it prints. */
async function installDependencies(
  call: ServerWritableStream<language.InstallDependenciesRequest, language.InstallDependenciesResponse>,
): Promise<void> {
  const child = track(installer(directoryOf(call.request)));
  child.stdout?.on("data", (data: Buffer) => call.write(new language.InstallDependenciesResponse().setStdout(data)));
  child.stderr?.on("data", (data: Buffer) => call.write(new language.InstallDependenciesResponse().setStderr(data)));
  const code = await exitCode(child);
  if (code !== 0) throw new Error(`npm exited with code ${code}; its output is above`);
  call.end();
}

type Unary<Request, Response> = (
  request: Request,
  call: ServerUnaryCall<Request, Response>,
) => Response | Promise<Response>;

/** An answer per call; whatever is thrown reaches the user as one message, without a stack. */
function unary<Request, Response>(handler: Unary<Request, Response>) {
  return async (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
    try {
      callback(null, await handler(call.request, call));
    } catch (error) {
      callback(failure(error));
    }
  };
}

function streaming<Request, Response>(handler: (call: ServerWritableStream<Request, Response>) => Promise<void>) {
  return (call: ServerWritableStream<Request, Response>) => {
    handler(call).catch((error: unknown) => call.destroy(failure(error) as ServiceError));
  };
}

function failure(error: unknown): Partial<ServiceError> {
  const details = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(details), { code: status.UNKNOWN, details });
}
