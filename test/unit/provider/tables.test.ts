import { describe, expect, test } from "vitest";
import { type DeclaredTable, planTables } from "../../../provider/postgres/tables";
import { canonicalType, isType, widens } from "../../../provider/postgres/types";

describe("types", () => {
  test.each([
    ["varchar(5)", "character varying(5)"],
    ["TIMESTAMPTZ", "timestamp with time zone"],
    ["timestamp(3) with time zone", "timestamp(3) with time zone"],
    ["timestamp (3)  without time zone", "timestamp(3) without time zone"],
    ["numeric(12)", "numeric(12,0)"],
    ["decimal(12, 2)", "numeric(12,2)"],
    ["int8", "bigint"],
    ["char", "character(1)"],
    ["text[]", "text[]"],
    ["double precision", "double precision"],
  ])("%s is %s to Postgres", (written, canonical) => {
    expect(canonicalType(written)).toBe(canonical);
    expect(canonicalType(canonical)).toBe(canonical);
  });

  test.each(["text; DROP TABLE x", "text DEFAULT now()", 'te"xt', "numeric(12,2", "", "text /* */", "int, b int"])(
    "%s is no type",
    (written) => expect(isType(written)).toBe(false),
  );

  test.each([
    ["integer", "bigint", true],
    ["bigint", "integer", false],
    ["varchar(5)", "varchar(9)", true],
    ["varchar(9)", "varchar(5)", false],
    ["varchar", "varchar(5)", false],
    ["varchar(5)", "varchar", true],
    ["varchar(5)", "text", true],
    ["text", "varchar(5)", false],
    ["numeric(12,2)", "numeric(14,2)", true],
    ["numeric(12,2)", "numeric(12,4)", false],
    ["numeric(12,2)", "numeric(14,4)", true],
    ["numeric", "numeric(14,4)", false],
    ["numeric(12,2)", "numeric", true],
    ["integer", "numeric(9,0)", false],
    ["integer", "numeric(10,0)", true],
    ["text", "integer", false],
    ["integer", "double precision", true],
    ["bigint", "double precision", false],
    ["integer[]", "bigint", false],
    ["date", "date", true],
  ])("every value of %s is one of %s: %s", (from, to, fits) => expect(widens(from, to)).toBe(fits));
});

describe("plan", () => {
  const id = { name: "id", type: "text", nullable: false };
  const note = { name: "note", type: "varchar(10)", nullable: true };
  const table = (over: Partial<DeclaredTable> = {}): DeclaredTable => ({
    name: "orders",
    columns: [id, note],
    primaryKey: ["id"],
    ...over,
  });
  const plan = (news: readonly DeclaredTable[], olds: readonly DeclaredTable[] = [table()]) => planTables(olds, news);

  test("the same is nothing, in any writing of a type and with a key's column called nullable", () => {
    const same = table({
      columns: [
        { ...id, nullable: true },
        { ...note, type: "character varying(10)" },
      ],
    });
    expect(plan([same])).toEqual({ changes: [], losses: [] });
  });

  test("what adds loses nothing", () => {
    const wider = { ...note, type: "text", comment: "why" };
    const { changes, losses } = plan([
      table({ columns: [id, wider, { name: "more", type: "integer", nullable: true }], comment: "all" }),
      table({ name: "lines" }),
    ]);
    expect(losses).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual([
      "change-type",
      "add-column",
      "comment",
      "comment",
      "create-table",
    ]);
  });

  test.each([
    ["a dropped table", [], "the table is dropped with its rows", "loss"],
    ["a dropped column", [table({ columns: [id] })], "the column is dropped with its values", "loss"],
    [
      "a narrower type",
      [table({ columns: [id, { ...note, type: "varchar(5)" }] })],
      "doesn't hold every value",
      "loss",
    ],
    ["another key", [table({ primaryKey: ["note"] })], "the primary key changes from (id) to (note)", "loss"],
    [
      "a value now required",
      [table({ columns: [id, { ...note, nullable: false }] })],
      "has to have a value",
      "needs-empty",
    ],
    [
      "a new required column",
      [table({ columns: [id, note, { name: "n", type: "text", nullable: false }] })],
      "a new column that has to have a value",
      "needs-empty",
    ],
  ])("%s is a loss", (_what, news, message, kind) => {
    expect(plan(news).losses).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(message), kind }),
    );
  });
});
