/** A stand-in for the AWS providers, for previews in tests: see README.md. Prints its port, as plugins do. */
import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";

/** Of the SDK that programs use. */
const VERSION = "7.48.0";

function answer<Request, Response>(make: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    try {
      callback(null, make(request));
    } catch (error) {
      callback({ code: status.UNIMPLEMENTED, details: error instanceof Error ? error.message : String(error) });
    }
  };
}

function previewOnly(preview: boolean): void {
  if (!preview) throw new Error("this is a stand-in for the AWS provider: it previews, and creates nothing");
}

const server = new Server();
server.addService(ResourceProviderService, {
  getPluginInfo: answer(() => new PluginInfo().setVersion(VERSION)),
  checkConfig: answer((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
  configure: answer(() => new rpc.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true)),
  check: answer((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
  diff: answer(() => new rpc.DiffResponse().setChanges(rpc.DiffResponse.DiffChanges.DIFF_UNKNOWN)),
  create: answer((request: rpc.CreateRequest) => {
    previewOnly(request.getPreview());
    return new rpc.CreateResponse().setProperties(request.getProperties());
  }),
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
