import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../contracts/model";
import { encodingFault, redact, validatorOf } from "../../../services/data-product/validation";
import { NotEncodable } from "../../../services/data-product/wire";
import { contract, dataset, jsonSchema, order, property } from "./fixture";

const validate = validatorOf(jsonSchema(contract, dataset), dataset);
const faultOf = (body: unknown, field: string) => validate(body).find((fault) => fault.field === field);

describe("a record against the contract", () => {
  it("passes when it fulfils it", () => {
    expect(validate(order)).toEqual([]);
    expect(validate({ ...order, placed_at: "2026-01-02T03:04:05Z", note: "soon" })).toEqual([]);
  });

  it("names every field at once", () => {
    const faults = validate({ order_id: "", amount: "1", currency: "EURO", colour: "red" });
    expect(faults.map(({ field }) => field).sort()).toEqual([
      "amount",
      "colour",
      "currency",
      "customer_id",
      "order_id",
    ]);
  });

  it("says where, what was given, and what is allowed", () => {
    expect(faultOf({ ...order, amount: -1 }, "amount")).toEqual({
      field: "amount",
      pointer: "#/amount",
      detail: "must be >= 0",
      given: -1,
      allowed: { minimum: 0 },
    });
    expect(faultOf({ ...order, currency: 978 }, "currency")).toMatchObject({ given: 978, allowed: { type: "string" } });
    expect(faultOf({ ...order, placed_at: "today" }, "placed_at")).toMatchObject({ allowed: { format: "date-time" } });
  });

  it("says which field is missing, and which is not in the contract", () => {
    const { amount: _amount, ...without } = order;
    expect(faultOf(without, "amount")).toEqual({ field: "amount", pointer: "#/amount", detail: "is required" });
    const fault = faultOf({ ...order, "a/b~c": "secret" }, "a/b~c");
    expect(fault).toEqual({ field: "a/b~c", pointer: "#/a~1b~0c", detail: "is not in the contract" });
  });

  it("never shows what may be personal", () => {
    for (const body of [
      { ...order, customer_id: "Ada Lovelace" },
      { ...order, note: "a note of more than twenty characters" },
      { ...order, unknown: "Ada Lovelace" },
    ]) {
      const text = JSON.stringify(validate(body));
      expect(text).not.toContain("Ada");
      expect(text).not.toContain("more than twenty");
    }
  });

  it("shows long values shortened and structures not at all", () => {
    expect(String(faultOf({ ...order, order_id: "x".repeat(5_000) }, "order_id")?.given).length).toBeLessThan(110);
    expect(faultOf({ ...order, amount: { deep: [1] } }, "amount")).not.toHaveProperty("given");
  });

  it("bounds the list", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`f${index}`, 1]));
    expect(validate({ ...order, ...many }).length).toBeLessThanOrEqual(50);
  });

  it("shows nested values only where every level is cleared", () => {
    const nested = (classification: string): Dataset => ({
      ...dataset,
      properties: [
        property("lines", "array", {
          items: property("line", "object", {
            properties: [property("sku", "string", { classification, options: { maxLength: 2 } })],
          }),
        }),
      ],
    });
    const schema = {
      properties: { lines: { items: { properties: { sku: { type: "string", maxLength: 2 } } } } },
    };
    const body = { lines: [{ sku: "long" }] };
    expect(validatorOf(schema, nested("internal"))(body)[0]).toMatchObject({ pointer: "#/lines/0/sku", given: "long" });
    expect(validatorOf(schema, nested("restricted"))(body)[0]).not.toHaveProperty("given");
  });

  it("is also asked for values that only the stream's schema refuses", () => {
    expect(encodingFault(new NotEncodable(["items"], "long"))).toMatchObject({
      field: "items",
      pointer: "#/items",
      allowed: { avro: "long" },
    });
  });
});

describe("messages of rules", () => {
  it("lose the values of protected fields, and only those", () => {
    const body = { ...order, customer_id: "c-1", note: "1" };
    expect(redact("Customer c-1 may not order 12.5 in EUR", body, dataset)).toBe(
      "Customer [hidden] may not order 12.5 in EUR",
    );
    expect(redact("Note 1 of 11", body, dataset)).toBe("Note [hidden] of 11");
  });

  it("lose the values of fields that the contract does not know", () => {
    expect(redact("Bad: (a.b*)", { x: { y: "(a.b*)" } }, dataset)).toBe("Bad: [hidden]");
  });
});
