/** `mesh export` as a user calls it. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
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

  test("another file or format is refused with what is allowed", () => {
    const file = mesh("avro", "domains/orders/product.odps.yaml");
    expect([file.status, file.stdout]).toEqual([1, ""]);
    expect(file.stderr).toMatch(/given domains\/orders\/product\.odps\.yaml[\s\S]*allowed: .*orders\.odcs\.yaml/);
    expect(file.stderr).not.toMatch(/^\s+at /m);
    const format = mesh("excel", CONTRACT);
    expect(format.status).toBe(1);
    expect(format.stderr).toMatch(/excel.*Allowed choices are jsonschema, avro, sql/);
  });
});
