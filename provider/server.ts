/**
 * The provider protocol over gRPC, from Pulumi's own generated stubs.
 *
 * The server of `@pulumi/pulumi/provider` is not used: it drops what `Configure` is given, the old inputs of a diff and
 * the previews of creations and updates, all of which this provider needs, and it loads the whole SDK at every start.
 */
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CONFIG_SECRETS, checkConfig, parseConfig } from "./config";
import type { CheckFailure, Difference, ResourceHandler } from "./handler";
import { version } from "./package.json";
import { MeshProvider } from "./provider";
import { type Decoded, decode, encode, type Path } from "./wire";

/** A provider that is being served. */
export interface Serving {
  readonly port: number;
  readonly close: () => void;
}

/** Starts serving on a free port of the loopback. */
export function serve(resources: ReadonlyMap<string, ResourceHandler>): Promise<Serving> {
  // Records are as large as they are; the engine sets no limit either.
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(ResourceProviderService, service(resources));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ port, close: () => server.forceShutdown() }),
    );
  });
}

/** What every request about a resource has. */
interface ResourceRequest {
  getType(): string;
  getUrn(): string;
}

/** The calls this provider has no use for (invoke, construct, ...) are left out: gRPC answers "unimplemented". */
function service(resources: ReadonlyMap<string, ResourceHandler>): UntypedServiceImplementation {
  const cancelled = new AbortController();
  let configured: MeshProvider | undefined;
  /** Texts that never may be in a message. */
  const hidden = new Set<string>();

  const provider = (): MeshProvider => {
    if (configured === undefined) throw new Error("the mesh provider was asked before it was configured");
    return configured;
  };
  const read = (struct: Struct | undefined): Decoded => {
    const decoded = decode(struct);
    for (const text of decoded.secretTexts) hidden.add(text);
    return decoded;
  };
  const redacted = (message: string) =>
    [...hidden].reduce((text, secret) => text.replaceAll(secret, "[secret]"), message);
  const write = (type: string, value: Record<string, unknown>, from: readonly Decoded[]) => {
    const marked: readonly Path[] = from.flatMap(({ secretPaths }) => secretPaths);
    return encode(value, [...provider().handler(type).secrets, ...marked]);
  };
  /** A failure on one of the `secret` properties goes without its name: the engine would print that property's value. */
  const failures = (found: readonly CheckFailure[], secret: readonly Path[]) =>
    found.map(({ property, reason }) => {
      const hide = secret.some(([root]) => root === property);
      const text = redacted(hide ? `${property}: ${reason}` : reason);
      return new rpc.CheckFailure().setProperty(hide ? "" : property).setReason(text);
    });
  /** One call: what it throws becomes an error with a message, and no stack. */
  const unary =
    <Request, Response>(answer: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
      answer(call.request).then(
        (response) => callback(null, response),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          callback({ code: status.UNKNOWN, details: redacted(message) });
        },
      );
    };

  return {
    handshake: unary<rpc.ProviderHandshakeRequest, rpc.ProviderHandshakeResponse>(async () =>
      new rpc.ProviderHandshakeResponse().setAcceptSecrets(true),
    ),

    getPluginInfo: unary<Empty, PluginInfo>(async () => new PluginInfo().setVersion(version)),

    getSchema: unary<rpc.GetSchemaRequest, rpc.GetSchemaResponse>(async () =>
      new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name: "mesh", version })),
    ),

    cancel: unary<Empty, Empty>(async () => {
      cancelled.abort();
      return new Empty();
    }),

    checkConfig: unary<rpc.CheckRequest, rpc.CheckResponse>(async (request) => {
      const news = read(request.getNews());
      // Back as it came: what the engine itself put there has to stay.
      return new rpc.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(failures(checkConfig(news.value), CONFIG_SECRETS));
    }),

    configure: unary<rpc.ConfigureRequest, rpc.ConfigureResponse>(async (request) => {
      const config = parseConfig(read(request.getArgs()).value);
      for (const url of [config.databaseUrl, config.registryUrl]) {
        const secret = url === undefined ? "" : new URL(url).password;
        for (const text of [secret, decodeURIComponent(secret)]) if (text.length > 3) hidden.add(text);
      }
      configured = new MeshProvider(resources, config, cancelled.signal);
      return new rpc.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: unary<rpc.CheckRequest, rpc.CheckResponse>(async (request) => {
      const type = typeOf(request);
      const [olds, news] = [read(request.getOlds()), read(request.getNews())];
      const checked = await provider().check(type, olds.value, news);
      return new rpc.CheckResponse()
        .setInputs(write(type, checked.inputs, [news]))
        .setFailuresList(failures(checked.failures, [...provider().handler(type).secrets, ...news.secretPaths]));
    }),

    diff: unary<rpc.DiffRequest, rpc.DiffResponse>(async (request) => {
      const [olds, news] = [read(request.getOldInputs() ?? request.getOlds()), read(request.getNews())];
      return diffResponse(provider().diff(typeOf(request), olds.value, news.value));
    }),

    create: unary<rpc.CreateRequest, rpc.CreateResponse>(async (request) => {
      const type = typeOf(request);
      const inputs = read(request.getProperties());
      if (request.getPreview()) {
        const state = provider().previewCreate(type, inputs.value);
        return new rpc.CreateResponse().setProperties(write(type, state, [inputs]));
      }
      const { id, state } = await provider().create(type, inputs.value);
      return new rpc.CreateResponse().setId(id).setProperties(write(type, state, [inputs]));
    }),

    read: unary<rpc.ReadRequest, rpc.ReadResponse>(async (request) => {
      const type = typeOf(request);
      const state = read(request.getProperties());
      const found = await provider().read(type, request.getId(), state.value);
      // An empty id says that it is gone.
      if (found === undefined) return new rpc.ReadResponse();
      return new rpc.ReadResponse()
        .setId(request.getId())
        .setInputs(write(type, found.inputs, [state]))
        .setProperties(write(type, found.state, [state]));
    }),

    update: unary<rpc.UpdateRequest, rpc.UpdateResponse>(async (request) => {
      const type = typeOf(request);
      const [olds, news] = [read(request.getOlds()), read(request.getNews())];
      const state = request.getPreview()
        ? provider().previewUpdate(type, olds.value, news.value)
        : await provider().update(type, olds.value, news.value);
      return new rpc.UpdateResponse().setProperties(write(type, state, [news]));
    }),

    delete: unary<rpc.DeleteRequest, Empty>(async (request) => {
      await provider().delete(typeOf(request), read(request.getProperties()).value);
      return new Empty();
    }),
  } satisfies Partial<IResourceProviderServer>;
}

function diffResponse({ changed, replaces, deleteBeforeReplace }: Difference): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...changed])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace && replaces.length > 0)
    .setHasdetaileddiff(changed.length > 0);
  for (const name of changed) {
    const { UPDATE, UPDATE_REPLACE } = rpc.PropertyDiff.Kind;
    const kind = replaces.includes(name) ? UPDATE_REPLACE : UPDATE;
    response.getDetaileddiffMap().set(name, new rpc.PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return response;
}

/** Older engines send the type in the URN only: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
function typeOf(request: ResourceRequest): string {
  return request.getType() || (request.getUrn().split("::")[2]?.split("$").at(-1) ?? "");
}
