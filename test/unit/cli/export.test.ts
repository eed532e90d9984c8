/** `mesh export` as a user calls it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../support/checkout";

function mesh(...args: string[]) {
  return spawnSync(process.execPath, [join(ROOT, "cli/mesh.cjs"), "export", ...args], { cwd: ROOT, encoding: "utf8" });
}
const CONTRACT = "domains/orders/orders.odcs.yaml";

describe("mesh export", () => {
  test("avro is what is kept for the released version", () => {
    const { stdout, status } = mesh("avro", CONTRACT);
    const kept = join(ROOT, "domains/orders/schemas/orders.v1-value/1.2.0.avsc");
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(kept, "utf8")));
    expect(status).toBe(0);
  });

  test("jsonschema and sql", () => {
    expect(JSON.parse(mesh("jsonschema", CONTRACT).stdout)).toMatchObject({
      required: expect.arrayContaining(["order_id"]),
    });
    expect(mesh("sql", CONTRACT).stdout).toMatch(/create table/i);
  });

  test("what can't be read is 2 and what the format has no words for 1, both with the place", () => {
    const folder = mkdtempSync(join(tmpdir(), "mesh-export-"));
    const contract = join(folder, "a.odcs.yaml");
    const property = "{ name: tags, logicalType: array }";
    const head = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: draft\n";
    writeFileSync(contract, `${head}schema: [{ name: a, properties: [${property}] }]\n`);
    const inexpressible = mesh("avro", contract);
    expect([inexpressible.status, inexpressible.stdout]).toEqual([1, ""]);
    expect(inexpressible.stderr).toMatch(/a\.odcs\.yaml: schema\[0\]\.properties\[0\]: .*given: tags; fix: add items/);
    expect(mesh("jsonschema", contract).status).toBe(0);
    for (const unreadable of [join(folder, "none.odcs.yaml"), folder])
      expect(mesh("avro", unreadable)).toMatchObject({ status: 2, stdout: "" });
    writeFileSync(contract, "kind: [");
    expect(mesh("avro", contract)).toMatchObject({ status: 2, stdout: "" });
    rmSync(folder, { recursive: true });
  });

  test("--output writes a file, --dataset chooses", () => {
    const folder = mkdtempSync(join(tmpdir(), "mesh-export-"));
    const file = join(folder, "orders.avsc");
    expect(mesh("avro", CONTRACT, "--output", file)).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(mesh("avro", CONTRACT, "--dataset", "orders").stdout);
    expect(mesh("avro", CONTRACT, "--dataset", "lines").stderr).toMatch(/given lines; allowed: orders/);
    expect(mesh("avro", CONTRACT, "-o", join(folder, "no/such")).status).toBe(1);
    rmSync(folder, { recursive: true });
  });

  test("another file or format is refused with what is allowed", () => {
    const file = mesh("avro", "domains/orders/product.odps.yaml");
    expect([file.status, file.stdout]).toEqual([1, ""]);
    expect(file.stderr).toMatch(/given domains\/orders\/product\.odps\.yaml.*allowed: .*\.odcs\.yaml/);
    expect(file.stderr).not.toMatch(/^\s+at /m);
    const dataset = mesh("sql", "domains/orders/product.odps.yaml", "--dataset", "orders");
    expect([dataset.status, dataset.stdout]).toEqual([1, ""]);
    expect(dataset.stderr).toMatch(/dataset: given orders; allowed: nothing for a product/);
    const format = mesh("excel", CONTRACT);
    expect(format.status).toBe(1);
    expect(format.stderr).toMatch(/excel.*Allowed choices are jsonschema, avro, /);
  });
});
