/** `mesh diff --against registry`: every registered version, by the subject's mode. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { againstRegistry } from "../../../cli/diff/registry";
import { writeRuntime } from "../../../embedded/runtime";
import { ROOT } from "../../support/checkout";
import { FakeRegistry } from "../provider/support";

const SUBJECT = "orders.v1-value";
let registry: FakeRegistry;
let folder: string;
let contract: string;
const kept = (version: string) => readFileSync(join(ROOT, `domains/orders/schemas/${SUBJECT}/${version}.avsc`), "utf8");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-diff-registry-"));
  cpSync(join(ROOT, "domains"), join(folder, "domains"), { recursive: true });
  contract = join(folder, "domains/orders/orders.odcs.yaml");
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  registry = await new FakeRegistry().start();
  vi.stubEnv("MESH_HOME", folder);
  writeRuntime(folder, {
    version: 1,
    kafka: { bootstrap: "127.0.0.1:1", username: "a", password: "b", mechanism: "scram-sha512" },
    registry: { url: registry.url },
    postgres: { host: "127.0.0.1", port: 1, database: "a", user: "b", password: "c" },
    services: {},
    supervisor: { pid: 1, birth: "a", url: "http://127.0.0.1:1", token: "b" },
  });
  return () => registry.stop();
});

test("what is registered as it is has no change; a subject that isn't there has none either", async () => {
  expect(await againstRegistry([contract])).toMatchObject([{ changes: [], ok: true, title: "orders" }]);
  registry.seed(SUBJECT, [kept("1.1.0"), kept("1.2.0")]);
  expect(await againstRegistry([contract])).toMatchObject([{ changes: [], ok: true, from: "1.2.0", to: "1.2.0" }]);
});

test("a compatible schema is a minor change of the version that the registry has", async () => {
  registry.seed(SUBJECT, [kept("1.1.0")]);
  expect(await againstRegistry([contract])).toMatchObject([
    { changes: [{ kind: "schema", bump: "minor", dataset: "orders" }], ok: true, from: "1.1.0", to: "1.2.0" },
  ]);
});

test("every version counts where the subject's own mode is transitive, the last where it isn't", async () => {
  const strange = kept("1.1.0").replace('"double"', '"boolean"');
  registry.seed(SUBJECT, [strange, kept("1.1.0")]);
  const judged = async (mode: string | undefined) => {
    const subject = registry.subjects.get(SUBJECT);
    if (subject) Object.assign(subject, { mode });
    return againstRegistry([contract]);
  };
  // The contract's mode, where the subject has none of its own.
  const [transitive] = await judged(undefined);
  expect(transitive?.changes).toMatchObject([
    { kind: "avro.type", breaks: ["writer"], bump: "major", element: "orders.amount" },
  ]);
  expect(transitive?.changes[0]?.reason).toMatch(
    /records of version 1 in the registry: amount: boolean isn't read as double/,
  );
  expect(transitive).toMatchObject({ required: "major", ok: false });
  expect(await judged("BACKWARD")).toMatchObject([{ changes: [{ kind: "schema" }], ok: true }]);
});

test("another type of schema breaks both", async () => {
  registry.seed(SUBJECT, ["{}"], "JSON");
  expect(await againstRegistry([contract])).toMatchObject([
    { changes: [{ kind: "schema-type", breaks: ["reader", "writer"] }], ok: false },
  ]);
});

test("a product, a contract that can't be read, and a registry that isn't running are told", async () => {
  await expect(againstRegistry([join(folder, "domains/orders/product.odps.yaml")])).rejects.toThrow(/only contracts/);
  writeFileSync(join(folder, "broken.odcs.yaml"), "kind: [");
  await expect(againstRegistry([join(folder, "broken.odcs.yaml")])).rejects.toThrow(/schema\/syntax/);
  registry.stop();
  await expect(againstRegistry([contract])).rejects.toThrow(/doesn't answer .* start it \(mesh up\)/);
  vi.stubEnv("MESH_HOME", join(folder, "nothing"));
  await expect(againstRegistry([contract])).rejects.toThrow(/the registry isn't running; fix: npx mesh up/);
});
