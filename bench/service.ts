/**
 * The data product service against the article's own (FastAPI, confluent-kafka, uvicorn with one worker, a flush for
 * each request), on the same broker, in turns, under the same load. Ours has validation, policy and metrics on; the
 * article's has its validation.
 *
 * Rounds: `BENCH_ROUNDS` (default 5), seconds for each measurement: `BENCH_SECONDS` (default 6). Figures are medians
 * over the rounds.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import getPort from "get-port";
import { loadMesh } from "../contracts";
import { buildBundles } from "../policy-pack/rego/build";
import { build } from "../services/data-product/build";
import { ensureToolchain } from "../toolchain";
import { median, note, print } from "./figure";
import { startBaseline } from "./service-baseline";
import { type Broker, startBroker } from "./service-broker";
import type { LoadOrder, LoadReport } from "./service-load";
import { type Child, launch, runToEnd } from "./service-process";

const ROOT = resolve(__dirname, "..");
const BASELINE_TOPIC = "bench.article";
const WARM_UP_S = 2;

interface Side {
  readonly name: string;
  readonly url: string;
}

export async function main(): Promise<void> {
  const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
  const seconds = Number(process.env.BENCH_SECONDS ?? 6);
  const cleanup: (() => Promise<unknown>)[] = [];
  try {
    const folder = await mkdtemp(join(tmpdir(), "mesh-bench-"));
    cleanup.unshift(() => rm(folder, { recursive: true, force: true }));
    const { topic } = await prepare(folder);
    note("bench: starting the broker");
    const broker = await startBroker(join(folder, "broker"));
    cleanup.unshift(() => broker.stop());
    await broker.createTopics([topic, BASELINE_TOPIC]);
    const registry = await stubRegistry();
    cleanup.unshift(async () => registry.close());
    const [oursPort, theirsPort] = [await getPort(), await getPort()];
    const ours = await startOurs({ folder, broker, port: oursPort, registry });
    cleanup.unshift(() => ours.stop());
    const theirs = await startBaseline(theirsPort, { ...broker.env, KAFKA_TOPIC: BASELINE_TOPIC });
    cleanup.unshift(() => theirs.stop());
    const sides = {
      ours: { name: "ours", url: `http://127.0.0.1:${oursPort}/orders` },
      theirs: { name: "article", url: `http://127.0.0.1:${theirsPort}/orders` },
    };
    const before = await broker.recordsIn(topic);
    const accepted = await measure(sides, { rounds, seconds });
    // 201 is a promise. More may be there: the load ends without waiting for its last answers.
    const written = (await broker.recordsIn(topic)) - before;
    if (written < accepted) throw new Error(`${accepted} records were acknowledged, ${written} are in the topic`);
    note(`bench: ${accepted} records acknowledged, ${written} in the topic`);
  } finally {
    for (const step of cleanup) await step().catch((error: unknown) => note(`bench: ${String(error)}`));
  }
}

/** Model, bundle and program of the orders product, as they would be deployed, under `folder`. */
async function prepare(folder: string): Promise<{ readonly topic: string }> {
  const loaded = await loadMesh(ROOT);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));
  const product = loaded.value.products.find(({ id }) => id === "order-events");
  const stream = product?.outputPorts[0]?.contract.datasets[0]?.stream;
  if (!product || !stream) throw new Error("domains/orders: there is no product order-events with a stream");
  await writeFile(join(folder, "product.json"), JSON.stringify(product));
  const { opa } = await ensureToolchain();
  await buildBundles({ root: ROOT, opa: opa.path, outDir: folder });
  await build(join(folder, "server.js"));
  return { topic: stream.topic };
}

/** The registry is asked once, at start: a stand-in is enough for the numbers. */
async function stubRegistry(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json").end('{"id":1}');
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

interface Ours {
  readonly folder: string;
  readonly broker: Broker;
  readonly port: number;
  readonly registry: Server;
}

function startOurs({ folder, broker, port, registry }: Ours): Promise<Child> {
  return launch({
    name: "the data product service",
    command: process.execPath,
    args: [join(folder, "server.js")],
    cwd: folder,
    env: {
      ...broker.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      MESH_ROOT: folder,
      MESH_PRODUCT: "/product.json",
      MESH_BUNDLE: "/orders.tar.gz",
      SCHEMA_REGISTRY_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
    },
    ready: `http://127.0.0.1:${port}/readyz`,
  });
}

interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

/** Prints the figures. @returns how many records ours acknowledged, warm-up included. */
async function measure(sides: Record<"ours" | "theirs", Side>, { rounds, seconds }: Effort): Promise<number> {
  const { ours, theirs } = sides;
  let accepted = 0;
  const take = async (side: Side, connections: number, duration = seconds): Promise<LoadReport> => {
    const report = await load({ url: side.url, connections, seconds: duration });
    if (report.failed > 0) throw new Error(`${side.name}: ${report.failed} of its answers were no 201`);
    if (side === ours) accepted += report.accepted;
    const { rate, p50, p99 } = report;
    const times = `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
    note(`bench: ${side.name}, ${connections} connections: ${rate.toFixed(0)}/s, ${times}`);
    return report;
  };
  for (const side of [theirs, ours]) await take(side, 32, WARM_UP_S);
  const at32: LoadReport[][] = [[], []];
  const at1: LoadReport[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of [ours, theirs].entries()) {
      at32[index]?.push(await take(side, 32));
      at1[index]?.push(await take(side, 1));
    }
  }
  const figure = (
    name: string,
    unit: string,
    [reports, pick]: readonly [LoadReport[][], (r: LoadReport) => number],
  ) => {
    const [value = [], baseline = []] = reports.map((side) => side.map(pick));
    print({ name, value: median(value), unit, baseline: median(baseline) });
  };
  figure("service-throughput-32", "requests/s", [at32, ({ rate }) => rate]);
  figure("service-p99-32", "ms", [at32, ({ p99 }) => p99]);
  figure("service-p50-1", "ms", [at1, ({ p50 }) => p50]);
  return accepted;
}

async function load(order: LoadOrder): Promise<LoadReport> {
  const args = ["--import", "tsx", join(__dirname, "service-load.ts"), JSON.stringify(order)];
  return JSON.parse(await runToEnd(process.execPath, args)) as LoadReport;
}
