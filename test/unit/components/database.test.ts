import { expect, test } from "vitest";
import { Database, type DatabaseArgs } from "../../../components/database";
import { table } from "./fixture";
import { register, UNKNOWN } from "./support";

const [COMPONENT, SCHEMA] = ["Database stock", "DatabaseSchema stock-schema"] as const;
const PASSWORDS = ["Password stock-read-password", "Password stock-write-password"];
const ARGS: DatabaseArgs = { schema: "stock_levels", tables: [table] };
const run = (more: Partial<DatabaseArgs> = {}, preview = false) =>
  register(() => new Database("stock", { ...ARGS, ...more }), { preview });

test("a database is a schema and a password for each role, below the component", async () => {
  const mesh = await run();
  expect(mesh.one(COMPONENT).type).toBe("mesh:components:Database");
  expect([...mesh.childrenOf(COMPONENT)].sort()).toEqual([SCHEMA, ...PASSWORDS]);
  expect(mesh.all).toHaveLength(4);
  expect(mesh.one(COMPONENT).outputs).toEqual({ schema: "stock_levels", tables: ["stock"] });
});

test("the tables are the contract's, without what only messages need", async () => {
  expect((await run()).input(SCHEMA, "tables")).toEqual([
    {
      name: "stock",
      columns: [
        { name: "article", type: "text", nullable: false, comment: "Number of the article" },
        { name: "on_hand", type: "bigint", nullable: true },
      ],
      primaryKey: ["article"],
      comment: "Stock of each article",
    },
  ]);
});

test("a table without a comment gets none", async () => {
  const { comment: _, ...plain } = table;
  const [made] = (await run({ tables: [plain] })).input(SCHEMA, "tables") as [object];
  expect(Object.keys(made).sort()).toEqual(["columns", "name", "primaryKey"]);
});

test("there is one role that writes and one that reads, each with its own password", async () => {
  const mesh = await run();
  expect(mesh.input(SCHEMA, "schema")).toBe("stock_levels");
  expect(mesh.input(SCHEMA, "roles")).toEqual([
    { name: "stock_levels_write", access: "write", password: "generated stock-write-password" },
    { name: "stock_levels_read", access: "read", password: "generated stock-read-password" },
  ]);
  expect([...mesh.one(SCHEMA).dependsOn].sort()).toEqual(PASSWORDS);
});

test("no password is plain", async () => {
  const mesh = await run();
  for (const id of PASSWORDS) expect(mesh.one(id).additionalSecretOutputs).toEqual(["result"]);
  expect(mesh.one(SCHEMA).secrets.map((path) => path.split(".")[0])).toContain("roles");
  expect(JSON.stringify(mesh.one(COMPONENT))).not.toContain("generated stock-");
});

test("in a preview of a new database, only the passwords are unknown", async () => {
  const roles = (await run({}, true)).input(SCHEMA, "roles") as { password: unknown }[];
  expect(roles).toHaveLength(2);
  expect(roles.map(({ password }) => password)).toEqual([UNKNOWN, UNKNOWN]);
});

test.each([
  [undefined, true],
  [false, true],
  [true, false],
])("throwAway %s: the schema is protected, retained, and loses no data: %s", async (throwAway, kept) => {
  const mesh = await run(throwAway === undefined ? {} : { throwAway });
  expect(mesh.one(SCHEMA)).toMatchObject({ protect: kept, retainOnDelete: kept, inputs: { allowDataLoss: !kept } });
});

test("a transform changes the schema", async () => {
  const mesh = await run({ transform: { schema: { allowDataLoss: true } } });
  expect(mesh.one(SCHEMA)).toMatchObject({ protect: true, inputs: { allowDataLoss: true, schema: "stock_levels" } });
});
