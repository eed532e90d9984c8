/**
 * One runtime decision in process, with ten rules: the core's and seven more of the kinds that domains write. What is
 * measured is what the service does for each record: evaluate the bundle's WebAssembly with the request as input.
 *
 * Decisions: `BENCH_DECISIONS` (default 200000), after a tenth of that to warm up.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ENTRYPOINT, loadBundle, type Policy } from "../services/data-product/policy";
import { ensureToolchain } from "../toolchain";
import { print } from "./figure";

const run = promisify(execFile);
const ROOT = resolve(__dirname, "..");

/** With the two of domains/orders and the core's three: ten. */
const MORE = `package mesh.policies

violation contains {"msg": "amount"} if input.body.amount > 1000000

violation contains {"msg": "channel"} if input.body.channel == "fax"

violation contains {"msg": "customer"} if startswith(input.body.customer_id, "test-")

violation contains {"msg": "status"} if input.body.status in {"lost", "unknown"}

violation contains {"msg": "currency"} if not regex.match("^[A-Z]{3}$", input.body.currency)
`;

const ORDER = { order_id: "o-1", customer_id: "c-1", amount: 12.5, currency: "EUR", channel: "web", status: "placed" };

export async function main(): Promise<void> {
  const decisions = Number(process.env.BENCH_DECISIONS ?? 200_000);
  const folder = await mkdtemp(join(tmpdir(), "mesh-decision-"));
  try {
    const policy = await tenRules(folder);
    const input = {
      method: "POST",
      path: "/orders",
      product: { id: "order-events", domain: "orders", version: "1.2.0" },
      contract: { id: "orders", version: "1.2.0", status: "active" },
    };
    const times = new Float64Array(decisions);
    let spent = process.cpuUsage();
    for (let index = -decisions / 10; index < decisions; index++) {
      if (index === 0) spent = process.cpuUsage();
      const isDenied = index % 10 === 0;
      // A body of its own each time, as requests have it; one of ten is denied.
      const body = { ...ORDER, order_id: `o-${index}`, currency: isDenied ? "eur" : "EUR" };
      const from = performance.now();
      const found = policy.decide({ ...input, body });
      const time = performance.now() - from;
      if (found.length > 0 !== isDenied) throw new Error(`decided ${JSON.stringify(found)} about ${body.currency}`);
      if (index >= 0) times[index] = time * 1_000;
    }
    const { user, system } = process.cpuUsage(spent);
    times.sort();
    const at = (share: number) => times[Math.floor(decisions * share)] ?? Number.NaN;
    print({ name: "decision-p50", value: at(0.5), unit: "us" });
    print({ name: "decision-p99", value: at(0.99), unit: "us" });
    // Also true on a machine that is busy with something else.
    print({ name: "decision-cpu", value: (user + system) / decisions, unit: "us" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tenRules(folder: string): Promise<Policy> {
  const files = ["policy-pack/rego/core.rego", "domains/orders/rules/currency.rego"];
  for (const [index, file] of files.entries()) await cp(join(ROOT, file), join(folder, `${index}.rego`));
  await writeFile(join(folder, "more.rego"), MORE);
  const { opa } = await ensureToolchain();
  const rules = ["0.rego", "1.rego", "more.rego"];
  await run(opa.path, ["build", "-t", "wasm", "-e", ENTRYPOINT, "-o", "ten.tar.gz", ...rules], { cwd: folder });
  return loadBundle(join(folder, "ten.tar.gz"));
}
