/** `mesh new`: what it writes lints; test/preview/new.test.ts previews it. */
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { newProduct } from "../../../cli/commands/new";
import { loadMesh } from "../../../contracts";
import { lint } from "../../../contracts/lint";
import { capture } from "./capture";

// Before the command is loaded: it goes by this folder.
const project = vi.hoisted(() => ({
  ROOT: process.getBuiltinModule("node:fs").mkdtempSync(`${process.getBuiltinModule("node:os").tmpdir()}/mesh-new-`),
  stackOf: (domain: string) => `${domain}-local`,
}));
vi.mock("../../../cli/project", () => project);

const REPOSITORY = resolve(__dirname, "../../..");
const { ROOT } = project;
const seen = capture();

beforeEach(() => {
  rmSync(ROOT, { recursive: true, force: true });
  for (const path of ["domains", "Pulumi.platform-local.yaml", "Pulumi.orders-local.yaml"])
    cpSync(join(REPOSITORY, path), join(ROOT, path), { recursive: true });
});
afterAll(() => rmSync(ROOT, { recursive: true }));

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

function findings(...files: readonly string[]) {
  return lint(
    files.map((file) => ({ file, text: read(file) })),
    { today: "2026-01-31" },
  ).findings;
}

test("a product of a new domain lints without a word, loads with the others, and has a port of its own", () => {
  newProduct("returns/order-returns");
  expect(findings("domains/returns/product.odps.yaml", "domains/returns/order-returns.odcs.yaml")).toEqual([]);
  const mesh = loadMesh(ROOT);
  const made = mesh.ok ? mesh.value.products.find(({ domain }) => domain === "returns") : undefined;
  expect(made?.outputPorts[0]?.contract.datasets[0]?.stream?.topic).toBe("returns.order-returns.v1");
  expect(read("Pulumi.returns-local.yaml")).toMatch(/stock-levels: 8002\n {6}order-returns: 8003\n/);
  expect(read("Pulumi.returns-local.yaml")).not.toMatch(/encryptionsalt/);
  expect(read("Pulumi.platform-local.yaml")).toBe(readFileSync(join(REPOSITORY, "Pulumi.platform-local.yaml"), "utf8"));
  expect(seen.stdout).toMatch(/wrote domains\/returns\/guardrails\.yaml[\s\S]*CODEOWNERS: \/domains\/returns\//);
});

test("a further product of a domain leaves what is there", () => {
  const before = read("domains/orders/product.odps.yaml");
  newProduct("orders/refunds");
  expect(findings("domains/orders/refunds.product.odps.yaml", "domains/orders/refunds.odcs.yaml")).toEqual([]);
  expect(read("domains/orders/product.odps.yaml")).toBe(before);
  expect(read("Pulumi.orders-local.yaml")).toMatch(/refunds: 8003\n[\s\S]*encryptionsalt: v1/);
  expect(loadMesh(ROOT).ok).toBe(true);
});

test.each([
  ["Orders/x", /path: given Orders\/x; allowed: <domain>\/<product>/],
  ["orders", /path: given orders; allowed/],
  ["a/b/c", /path: given a\/b\/c/],
  ["../x/y", /path: given/],
  ["platform/x", /no domain called platform/],
  ["returns/stock-levels", /product: given stock-levels; allowed: a name that the mesh doesn't have/],
  ["returns/orders", /product: given orders; allowed/],
])("%s is refused, and nothing is written", (path, says) => {
  expect(() => newProduct(path)).toThrow(says);
  expect(existsSync(join(ROOT, "domains/returns"))).toBe(false);
});
