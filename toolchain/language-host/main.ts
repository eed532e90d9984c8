/**
 * Entry point of `pulumi-language-nodejs`, the process through which the Pulumi
 * engine runs Node programs, policy packs and providers.
 *
 * Why our own: the official language host comes only with the official CLI
 * download. It is used only beside an engine that we built ourselves.
 *
 * The engine starts it with its own address as the last argument, reads the
 * port from the first line of standard output, and shows whatever is printed
 * after that to the user.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { stopChildren } from "./children";
import { service } from "./service";

function main(): void {
  const server = new Server({
    // Messages carry whole stack configurations and packed sources: no limit, as in the engine.
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(LanguageRuntimeService, service(process.argv.at(-1) ?? ""));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`pulumi-language-nodejs: can't listen on 127.0.0.1: ${error.message}\n`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
  });
  const leave = () => stopChildren().finally(() => process.exit(0));
  process.on("SIGINT", leave);
  process.on("SIGTERM", leave);
  // The engine holds our standard input open for as long as it lives. When it
  // is killed there is nobody left to stop us, so its end is our end.
  process.stdin.on("end", leave);
  process.stdin.on("error", leave);
  process.stdin.resume();
}

main();
