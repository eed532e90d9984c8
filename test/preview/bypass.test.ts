/**
 * Ways around the gate, with the real engine, providers and compiled pack. What a preview can't see is shown to be
 * caught by something else. The README's table has each.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Checkout, ROOT } from "../support/checkout";
import { Engines, type How, type Preview, preview } from "../support/engine";
import { CASES, LEVELS, REFUSED_TOGETHER, TOGETHER, weakened } from "./bypass-cases";
import type { Change } from "./changes";

const LOCAL = "orders-local";
/** Nothing else uses this stack: what is deployed there stays until the checkout goes. */
const OTHER = "orders-sandbox";
const SLOW = 300_000;
let engines: Engines | undefined;

beforeAll(async () => {
  engines = await Engines.start(2, [LOCAL, OTHER]);
}, SLOW);
afterAll(() => engines?.remove());

function run(change: Change, how?: How): Promise<Preview> {
  if (!engines) throw new Error("no engine was started");
  return engines.preview(LOCAL, change, how);
}

function use<T>(work: (checkout: Checkout, env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  if (!engines) throw new Error("no engine was started");
  return engines.use(work);
}

const ids = ({ violations }: Preview) => [...new Set(violations.map(({ guardrail }) => guardrail))];

/** A program of a few lines in place of the stack's own, with the target's providers. */
function program(checkout: Checkout, imports: string, statements: string): void {
  checkout.write(`Pulumi.${OTHER}.yaml`, readFileSync(join(ROOT, `Pulumi.${LOCAL}.yaml`), "utf8"));
  checkout.write(
    "index.ts",
    `import { chooseTarget } from "./components/targets";
${imports}
const { providers } = chooseTarget({ environment: "local", isPlatform: false, root: process.cwd() });
${statements}
`,
  );
}

const TOPIC = `{ name: "orders.more.v1", partitions: 99, replicationFactor: 3,
  config: { "retention.ms": "86400000", "min.insync.replicas": "2" } }, { provider: providers.kafka, protect: true }`;
const UP = { operation: "up", args: ["--skip-preview", "--yes"] } as const;

describe.concurrent("is refused at preview", () => {
  let together: Promise<Preview> | undefined;

  for (const [title, guardrail, says] of REFUSED_TOGETHER)
    test(title, { timeout: SLOW }, async () => {
      together ??= run(TOGETHER);
      const { code, violations, output } = await together;
      const said = violations.filter((violation) => violation.guardrail === guardrail).map(({ message }) => message);
      expect(
        said.some((message) => says.test(message)),
        output,
      ).toBe(true);
      expect(code).toBe(1);
    });

  for (const { title, change, how, refusedBy } of CASES)
    test(title, { timeout: SLOW }, async () => {
      const seen = await run(change, how);
      expect(ids(seen), seen.output).toEqual(expect.arrayContaining([...refusedBy]));
      expect(seen.code).toBe(1);
    });

  for (const levels of LEVELS)
    test(`a pack config that lowers a level, of a misspelled name too: ${JSON.stringify(levels)}`, {
      timeout: SLOW,
    }, async () => {
      const { code, output } = await run(weakened(levels), { args: ["--policy-pack-config", "pack.json"] });
      expect(output).toMatch(/policy pack config: given level (advisory|disabled); allowed: mandatory/);
      expect(output).not.toMatch(/^\s+at .*\(/m);
      expect(code).not.toBe(0);
    });
});

describe.concurrent("is not seen by a preview, and caught", () => {
  test("made in apply: the update stops before it is made", { timeout: SLOW }, async () => {
    await use(async (checkout, env) => {
      const statements = `const first = new Password("first", { length: 20 }, { provider: providers.mesh });
        first.result.apply(() => new Topic("hidden", ${TOPIC}));`;
      const imports = 'import { Topic } from "@pulumi/kafka/topic";\nimport { Password } from "./provider/sdk";';
      program(checkout, imports, statements);
      const before = await preview(checkout, OTHER, { env });
      expect(ids(before), before.output).toEqual([]);
      const after = await preview(checkout, OTHER, { env, ...UP });
      expect(ids(after), after.output).toEqual(["stream-partitions"]);
      expect(after.code).not.toBe(0);
      const { stdout } = await checkout.run(["pulumi", "stack", "export", "--stack", OTHER], env);
      expect(stdout).toContain("mesh:index:Password");
      expect(stdout).not.toContain("kafka:index/topic:Topic");
    });
  });

  test("up --skip-preview: the update stops before it is made", { timeout: SLOW }, async () => {
    const seen = await use((checkout, env) => {
      program(checkout, 'import { Topic } from "@pulumi/kafka/topic";', `new Topic("skipped", ${TOPIC});`);
      return preview(checkout, OTHER, { env, ...UP });
    });
    expect(ids(seen), seen.output).toEqual(["stream-partitions"]);
    expect(seen.code).not.toBe(0);
  });

  test("without the pack: its state is refused, and an alias that hides it under another type", {
    timeout: SLOW,
  }, async () => {
    await use(async (checkout, env) => {
      const { PULUMI_OPTION_POLICY_PACK: _pack, ...unguarded } = env;
      const object = '{ metadata: { name: "more", namespace: "orders" } }, { provider: providers.kubernetes';
      program(
        checkout,
        'import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";',
        `new ConfigMap("more", ${object} });`,
      );
      const up = await preview(checkout, OTHER, { env: unguarded, ...UP });
      expect({ code: up.code, found: ids(up) }, up.output).toEqual({ code: 0, found: [] });
      const exported = await checkout.run(["pulumi", "stack", "export", "--stack", OTHER], env);
      checkout.write("state.json", exported.stdout);
      const checked = await checkout.mesh("check", "--stack-export", "state.json", "--format", "json");
      const found = checked.results.flatMap(({ violations }) => violations.map(({ guardrail }) => guardrail));
      expect(found, checked.stderr).toContain("labels-required");
      expect(checked.code).toBe(1);
      program(
        checkout,
        'import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";',
        `new ServiceAccount("more", ${object}, aliases: [{ type: "kubernetes:core/v1:ConfigMap" }] });`,
      );
      const aliased = await preview(checkout, OTHER, { env });
      expect(ids(aliased), aliased.output).toContain("no-cross-type-alias");
    });
  });

  test("mesh up outside local: nothing starts without an attestation", { timeout: SLOW }, async () => {
    await use(async (checkout) => {
      const { code, stderr, results } = await checkout.mesh("up", "orders", "--environment", "production");
      expect(stderr).toMatch(/MESH_ATTESTATION_PUBLIC_KEY: given nothing|platform-production\.json: given nothing/);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect({ code, results }).toEqual({ code: 1, results: [] });
      const status = await checkout.mesh("status");
      expect(status.stdout).toMatch(/^Nothing runs/);
    });
  });
});
