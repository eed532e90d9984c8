/** SQL: a real Postgres runs the DDL, and refuses what the contract does. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres, type TestDatabase } from "../provider/support";
import { contractFrom, contracts, contractWith, EVERYTHING, exported, load, PRODUCTS } from "./exports-support";

let database: TestDatabase;
beforeAll(async () => {
  database = await startPostgres();
});
afterAll(() => database.stop());

/** In a transaction that is taken back: contracts share names. */
const inVain = (statements: string) => database.query(`BEGIN; ${statements}; ROLLBACK`);

describe.each(contracts({ withDatasets: true }))("$name", ({ source }) => {
  test("is run by Postgres as it is", async () => {
    await inVain(exported("sql", source).text);
  });
});

test.each(PRODUCTS)("$name: the tables of all ports are run by Postgres", async ({ file }) => {
  const source = load(file);
  const { text } = exported("sql", source);
  await inVain(text);
  if (source.kind !== "product") throw new Error(`${file} is no product`);
  const tables = source.product.outputPorts.flatMap(({ contract }) => contract.datasets);
  expect(text.match(/^CREATE TABLE/gm)).toHaveLength(tables.length);
});

describe("a row of every type", () => {
  beforeAll(async () => {
    await database.query(exported("sql", contractFrom(EVERYTHING)).text);
  });
  const ROW = { id: "'a'", region: "'DE'", level: "1", yes: "true", hour: "'09:00'", lines: "'[]'" };
  const insert = (more: Readonly<Record<string, string>>) => {
    const row = { ...ROW, ...more };
    const columns = Object.keys(row).map((name) => `"${name}"`);
    return inVain(`INSERT INTO every_type.everything (${columns}) VALUES (${Object.values(row)})`);
  };

  test.each([
    ["itself", {}, undefined],
    ["a text too long", { text: "'abc defghijk'" }, /text_check/],
    ["a text that matches", { text: "'ab x'''" }, undefined],
    ["a text that doesn't match the pattern", { text: "'ab y'''" }, /text_check/],
    ["no value that is allowed", { colour: "'green'" }, /colour_check/],
    ["a quote in a value that is", { colour: "'it''s'" }, undefined],
    ["a number out of its width", { u8: "256" }, /u8_check/],
    ["a number that is no multiple", { count: "3" }, /count_check/],
    ["a date before the first", { day: "'2019-12-31'" }, /day_check/],
    ["a list where an object belongs", { address: "'[]'" }, /address_check/],
    ["a list that is too long", { words: `'["a","b","c","d"]'` }, /words_check/],
    ["nothing where something is needed", { level: "NULL" }, /not-null/],
    ["a text longer than its type", { short: `'${"x".repeat(19)}'` }, /varying\(18\)/],
  ])("%s", async (_name, more, refusal) => {
    const done = insert(more);
    if (refusal) await expect(done).rejects.toThrow(refusal);
    else await done;
  });

  test("the key is in the order of its positions, and a unique column is unique", async () => {
    const rows = await database.query(
      `SELECT conname, pg_get_constraintdef(oid) AS def FROM pg_constraint
       WHERE conrelid = 'every_type.everything'::regclass AND contype IN ('p', 'u') ORDER BY conname`,
    );
    expect(rows.map(({ def }) => def)).toEqual(["UNIQUE (id)", "PRIMARY KEY (region, id)", "UNIQUE (uid)"]);
  });
});

test("a pattern that Postgres doesn't have is refused with its place", () => {
  const pattern = "^\\p{L}+$";
  const source = contractWith({ name: "x", logicalType: "string", logicalTypeOptions: { pattern } });
  expect(() => exported("sql", source)).toThrow(
    /schema\[0\]\.properties\[0\]: the pattern has no equal.*fix: write it without/,
  );
});
