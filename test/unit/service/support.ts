/** What the service's tests share: a broker and a registry that do as they are told, and a running service. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { DataProduct } from "../../../contracts/model";
import { buildBundles } from "../../../policy-pack/rego/build";
import { readConfig } from "../../../services/data-product/config";
import type { JsonSchemaOf } from "../../../services/data-product/endpoints";
import { ENTRYPOINT } from "../../../services/data-product/policy";
import type { Answer, OutRecord, Sender } from "../../../services/data-product/sender";
import { type Service, startService } from "../../../services/data-product/service";
import { findToolchain } from "../../../toolchain";
import { jsonSchema, product } from "./fixture";

const run = promisify(execFile);

export const ROOT = resolve(__dirname, "../../..");

export async function opaPath(): Promise<string> {
  const toolchain = await findToolchain();
  if (!toolchain) throw new Error("opa is not there: npm test makes the toolchain first");
  return toolchain.opa.path;
}

/** Path of the orders domain's bundle. */
export async function ordersBundle(): Promise<string> {
  const bundles = await buildBundles({ root: ROOT, opa: await opaPath() });
  const file = bundles.find(({ domain }) => domain === "orders")?.file;
  if (!file) throw new Error("no bundle of orders");
  return file;
}

export interface Rules {
  readonly name: string;
  readonly rego: string;
  /** @default the service's own */
  readonly entrypoint?: string;
}

/** A bundle of one rule text, in a folder. */
export async function bundleIn(folder: string, { name, rego, entrypoint = ENTRYPOINT }: Rules): Promise<string> {
  await writeFile(join(folder, `${name}.rego`), rego);
  const args = ["build", "-t", "wasm", "-e", entrypoint, "-o", `${name}.tar.gz`, `${name}.rego`];
  await run(await opaPath(), args, { cwd: folder });
  return join(folder, `${name}.tar.gz`);
}

/** A broker: `answer` decides what happens to each request; what it took is in `written`. */
export class FakeBroker implements Sender {
  readonly written: OutRecord[] = [];
  readonly batches: number[] = [];
  reconnects = 0;
  closed = false;
  up = true;
  answer: () => Promise<void> = async () => undefined;
  /** What the next request is answered with, in place of being written. */
  answers: readonly Answer[] | undefined;
  /** Bytes that a request may have; a larger one is refused whole, as Kafka refuses a partition's batch. */
  limit = Number.POSITIVE_INFINITY;
  /** Topics that can't be written to, and why. */
  readonly gone = new Map<string, string>();

  async send(records: readonly OutRecord[]): Promise<readonly Answer[]> {
    this.batches.push(records.length);
    await this.answer();
    const { answers } = this;
    this.answers = undefined;
    if (answers) return answers;
    if (records.reduce((sum, { value }) => sum + value.length, 0) > this.limit) {
      const shared = records.length > 1;
      return records.map(() => ({ failed: "too-large", reason: "MESSAGE_TOO_LARGE", shared, limit: this.limit }));
    }
    const first = this.written.length;
    this.written.push(...records);
    return records.map(({ topic }, index) => ({ topic, partition: 0, offset: String(first + index) }));
  }

  missing(topic: string): string | undefined {
    return this.gone.get(topic);
  }

  async reconnect(): Promise<void> {
    this.reconnects++;
    if (!this.up) throw new Error("connect ECONNREFUSED");
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** A promise that is settled from outside. */
export function gate(): { readonly opened: Promise<void>; open(): void; fail(error: Error): void } {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open: () => open(), fail: (error) => fail(error) };
}

export async function until(condition: () => boolean | Promise<boolean>, ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface Running {
  readonly url: string;
  readonly broker: FakeBroker;
  readonly service: Service;
  /** What the service logged, line by line. */
  readonly log: string[];
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export interface Wishes {
  readonly env?: Record<string, string>;
  readonly bundle?: string;
  /** What the registry answers. @default id 7 */
  readonly registry?: () => { status: number; body: string };
  readonly broker?: FakeBroker;
  /** @default the fixture's */
  readonly model?: DataProduct;
  /** @default the fixture's, which knows flat records only */
  readonly schemaOf?: JsonSchemaOf;
  /** @default true */
  readonly waitUntilReady?: boolean;
}

/** A service on a free port, with the fake broker, until `stop`. */
export async function running(wishes: Wishes = {}): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "mesh-service-"));
  await writeFile(join(folder, "product.json"), JSON.stringify(wishes.model ?? product));
  const { registry = () => ({ status: 200, body: '{"id":7,"version":1}' }), broker = new FakeBroker() } = wishes;
  const server: Server = createServer((request, response) => {
    request.resume();
    const { status, body } = registry();
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const config = readConfig({
    HOST: "127.0.0.1",
    PORT: "0",
    DRAIN_DELAY_MS: "0",
    MESH_ROOT: folder,
    MESH_PRODUCT: "/product.json",
    MESH_BUNDLE: "/bundle.tar.gz",
    SCHEMA_REGISTRY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...wishes.env,
  });
  const log: string[] = [];
  const service = await startService(
    { ...config, bundleFile: wishes.bundle ?? (await ordersBundle()) },
    {
      jsonSchema: wishes.schemaOf ?? jsonSchema,
      sender: () => broker,
      output: { write: (line) => void log.push(line) },
    },
  );
  const url = `http://127.0.0.1:${service.address.port}`;
  if (wishes.waitUntilReady ?? true) await until(async () => (await fetch(`${url}/readyz`)).status === 200);
  return {
    url,
    broker,
    service,
    log,
    post: (body, headers = {}) =>
      fetch(`${url}/orders`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    stop: async () => {
      await service.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
