import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Unknown } from "../../../provider/wire";
import { Plugin, startPostgres, type TestDatabase } from "./support";

let postgres: TestDatabase;
let plugin: Plugin;
beforeAll(async () => {
  postgres = await startPostgres();
  plugin = await Plugin.start({ databaseUrl: postgres.url });
}, 60_000);
afterAll(async () => {
  plugin.close();
  await postgres.stop();
});
afterEach(async () => {
  await plugin.delete("DatabaseSchema", declared({ allowDataLoss: true })).catch(() => undefined);
});

const id = { name: "order_id", type: "text", nullable: false, comment: "the order's id" };
const amount = { name: "amount", type: "numeric(12,2)", nullable: true };
const table = (over: Record<string, unknown> = {}) => ({
  name: "orders",
  columns: [id, amount],
  primaryKey: ["order_id"],
  comment: "O'Brien's \\ orders",
  ...over,
});
const writer = { name: "shop_write", access: "write", password: "writer-password-1" };
const reader = { name: "shop_read", access: "read", password: "reader-password-1" };
const declared = (over: Record<string, unknown> = {}) => ({
  schema: "shop",
  tables: [table()],
  roles: [writer, reader],
  allowDataLoss: false,
  ...over,
});
const as = ({ name, password }: { name: string; password: string }) => ({ user: name, password });
const withTable = (over: Record<string, unknown>) => declared({ tables: [table(over)] });
const update = (olds: object, news: object) => plugin.update("DatabaseSchema", { ...olds }, { news: { ...news } });

describe("deployed", () => {
  test("each role may do what it needs and nothing else", async () => {
    await plugin.create("DatabaseSchema", declared());
    await postgres.query("INSERT INTO orders VALUES ('1', 2)", as(writer));
    await postgres.query("UPDATE orders SET amount = 3", as(writer));
    expect(await postgres.query("SELECT * FROM orders", as(reader))).toEqual([{ order_id: "1", amount: "3.00" }]);
    for (const [role, statement] of [
      [reader, "INSERT INTO orders VALUES ('2', 2)"],
      [writer, "DELETE FROM orders"],
      [writer, "TRUNCATE orders"],
      [writer, "CREATE TABLE shop.mine ()"],
      [writer, "ALTER TABLE orders ADD COLUMN x text"],
      [reader, "SET ROLE shop_owner"],
    ] as const) {
      await expect(postgres.query(statement, as(role)), statement).rejects.toThrow(/permission denied|must be owner/);
    }
    await postgres.query("CREATE ROLE stranger LOGIN PASSWORD 'stranger-password'");
    const stranger = { user: "stranger", password: "stranger-password" };
    await expect(postgres.query("SELECT * FROM shop.orders", stranger)).rejects.toThrow(/permission denied for schema/);
    await postgres.query("DROP ROLE stranger");
    const owner = `SELECT tableowner, rolcanlogin FROM pg_tables JOIN pg_roles ON rolname = tableowner
                    WHERE schemaname = 'shop'`;
    expect(await postgres.query(owner)).toEqual([{ tableowner: "shop_owner", rolcanlogin: false }]);
  });

  test("roles may connect also where not everybody may", async () => {
    await postgres.query("REVOKE CONNECT ON DATABASE mesh FROM PUBLIC");
    await plugin.create("DatabaseSchema", declared());
    expect(await postgres.query("SELECT 1 AS one", as(reader))).toEqual([{ one: 1 }]);
    await postgres.query("GRANT CONNECT ON DATABASE mesh TO PUBLIC");
  });

  test("an administrator who isn't a superuser can do all of it", async () => {
    await postgres.query("CREATE ROLE manager LOGIN CREATEROLE PASSWORD 'manager-password-1'");
    await postgres.query("GRANT CREATE, CONNECT ON DATABASE mesh TO manager WITH GRANT OPTION");
    const managed = await Plugin.start({
      databaseUrl: postgres.url.replace(/\/\/.*@/, "//manager:manager-password-1@"),
    });
    await managed.create("DatabaseSchema", declared());
    const news = declared({ tables: [table(), table({ name: "lines" })], roles: [writer] });
    await managed.update("DatabaseSchema", declared(), { news });
    await postgres.query("INSERT INTO lines VALUES ('1', 2)", as(writer));
    await expect(managed.delete("DatabaseSchema", news)).rejects.toThrow(/shop\.lines holds rows/);
    await managed.delete("DatabaseSchema", { ...news, allowDataLoss: true });
    expect(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'shop%'")).toEqual([]);
    managed.close();
    await postgres.query("REVOKE ALL ON DATABASE mesh FROM manager; DROP ROLE manager");
  });

  test("a row written while a delete looks for rows is not lost", async () => {
    await plugin.create("DatabaseSchema", declared());
    const writing = postgres.query("BEGIN; INSERT INTO shop.orders VALUES ('1', 2); SELECT pg_sleep(1); COMMIT");
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(plugin.delete("DatabaseSchema", declared())).rejects.toThrow(/shop\.orders holds rows/);
    await writing;
  });

  test("comments and keys are there", async () => {
    await plugin.create("DatabaseSchema", declared());
    const comments = `SELECT obj_description('shop.orders'::regclass, 'pg_class') AS "table",
                             col_description('shop.orders'::regclass, 1) AS "column"`;
    expect(await postgres.query(comments)).toEqual([{ table: "O'Brien's \\ orders", column: "the order's id" }]);
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    await expect(postgres.query("INSERT INTO shop.orders VALUES ('1', 2)")).rejects.toThrow(/duplicate key/);
  });

  test("creating it again changes nothing but what is missing", async () => {
    await plugin.create("DatabaseSchema", declared());
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    await plugin.create("DatabaseSchema", declared());
    expect(await postgres.query("SELECT * FROM shop.orders")).toHaveLength(1);
  });

  test("an update adds tables and columns, changes passwords and access, and drops roles", async () => {
    await plugin.create("DatabaseSchema", declared());
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    const news = declared({
      tables: [
        table({ columns: [id, { ...amount, type: "numeric" }, { name: "note", type: "text", nullable: true }] }),
        table({ name: "lines" }),
      ],
      roles: [{ ...writer, access: "read", password: "another-password-2" }],
    });
    await update(declared(), news);
    const login = { user: writer.name, password: "another-password-2" };
    expect(await postgres.query("SELECT * FROM orders", login)).toEqual([
      { order_id: "1", amount: "2.00", note: null },
    ]);
    expect(await postgres.query("SELECT * FROM lines", login)).toEqual([]);
    await expect(postgres.query("UPDATE orders SET amount = 3", login)).rejects.toThrow(/permission denied/);
    await expect(postgres.query("SELECT 1", as(writer))).rejects.toThrow(/password authentication failed/);
    await expect(postgres.query("SELECT 1", as(reader))).rejects.toThrow(/password authentication failed/);
    expect(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname = 'shop_read'")).toEqual([]);
  });

  test("what would lose data is refused as a whole; with the flag it is done", async () => {
    await plugin.create("DatabaseSchema", declared());
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    const news = withTable({ columns: [id, { name: "note", type: "text", nullable: true }] });
    await expect(update(declared(), news)).rejects.toThrow(
      /shop\.orders\.amount: the column is dropped.*allowDataLoss: tr/,
    );
    expect(await postgres.query("SELECT * FROM shop.orders")).toEqual([{ order_id: "1", amount: "2.00" }]);
    await update(declared(), { ...news, allowDataLoss: true });
    expect(await postgres.query("SELECT * FROM shop.orders")).toEqual([{ order_id: "1", note: null }]);
    const rekeyed = { columns: [{ ...id, type: "varchar(9)" }], primaryKey: [] };
    await update(news, { ...withTable(rekeyed), allowDataLoss: true });
    await postgres.query("INSERT INTO shop.orders VALUES ('1')");
  });

  test("a failing statement leaves nothing behind", async () => {
    const broken = declared({ tables: [table(), table({ name: "lines", columns: [{ ...id, type: "nosuchtype" }] })] });
    await expect(plugin.create("DatabaseSchema", broken)).rejects.toThrow(
      /type "nosuchtype" does not exist.*nothing was/,
    );
    expect(await postgres.query("SELECT 1 FROM pg_namespace WHERE nspname = 'shop'")).toEqual([]);
    expect(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'shop%'")).toEqual([]);
  });

  test("a schema or a role that is someone else's isn't taken over", async () => {
    await postgres.query("CREATE SCHEMA foreign_one");
    await expect(plugin.create("DatabaseSchema", declared({ schema: "foreign_one", roles: [] }))).rejects.toThrow(
      /schema foreign_one: given: a schema that belongs to admin/,
    );
    await plugin.create("DatabaseSchema", declared());
    const second = declared({ schema: "second", roles: [{ ...writer, password: "stolen-password-1" }] });
    await expect(plugin.create("DatabaseSchema", second)).rejects.toThrow(
      /role shop_write: given: a role that is there already \(data mesh: schema shop\)/,
    );
    await postgres.query("SELECT 1", as(writer));
  });

  test("a delete is refused while there are rows, and otherwise leaves no schema and no role", async () => {
    await plugin.create("DatabaseSchema", declared());
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    await expect(plugin.delete("DatabaseSchema", declared())).rejects.toThrow(
      /shop\.orders holds rows and allowDataLoss is false.*fix: deploy it once with allowDataLoss: true/,
    );
    await postgres.query("DELETE FROM shop.orders");
    await plugin.delete("DatabaseSchema", declared());
    await plugin.delete("DatabaseSchema", declared());
    expect(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'shop%'")).toEqual([]);
    await plugin.create("DatabaseSchema", declared());
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    await plugin.delete("DatabaseSchema", declared({ allowDataLoss: true }));
    expect((await plugin.read("DatabaseSchema", "shop")).id).toBe("");
  });

  test("a refresh sees what someone changed by hand, and nothing where nobody did", async () => {
    const inputs = declared({
      tables: [table(), table({ name: "a_first", columns: [{ ...id, type: "varchar(3)" }] })],
    });
    await plugin.create("DatabaseSchema", inputs);
    expect((await plugin.read("DatabaseSchema", "shop", inputs)).inputs).toEqual(inputs);
    await postgres.query("ALTER TABLE shop.orders ADD COLUMN rogue int");
    const { inputs: live } = await plugin.read("DatabaseSchema", "shop", inputs);
    expect(JSON.stringify(live.tables)).toContain('"rogue"');
  });

  test("many products at once don't get in each other's way", async () => {
    const schemas = Array.from({ length: 6 }, (_, index) => `shop_${index}`);
    const one = (schema: string) => declared({ schema, roles: [{ ...writer, name: `${schema}_write` }] });
    await Promise.all(schemas.map((schema) => plugin.create("DatabaseSchema", one(schema))));
    await Promise.all(schemas.map((schema) => plugin.delete("DatabaseSchema", one(schema))));
    expect(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'shop%'")).toEqual([]);
  });

  test("the server never sees a password", async () => {
    await plugin.create("DatabaseSchema", declared());
    const [role] = await postgres.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'shop_write'");
    expect(role?.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
  });
});

describe("judged at preview", () => {
  const refusals = (news: object, olds: object = declared()) =>
    plugin.refusals("DatabaseSchema", { ...news }, { ...olds });

  test("a dropped table or column and a narrower type are refused at their place, unless data may be lost", async () => {
    expect(await refusals(declared({ tables: [] }))).toEqual([
      expect.stringMatching(
        /^tables: shop\.orders: the table is dropped with its rows.*fix: undo it, or set allowDataLos/,
      ),
    ]);
    const narrow = withTable({ columns: [id, { ...amount, type: "numeric(8,2)" }] });
    expect(await refusals(narrow)).toEqual([
      expect.stringMatching(
        /^tables\[0\]\.columns\[1\]: shop\.orders\.amount: the type changes from numeric\(12,2\) to n/,
      ),
    ]);
    expect((await refusals(withTable({ columns: [id] }))).join()).toContain("the column is dropped with its values");
    expect(await refusals({ ...narrow, allowDataLoss: true })).toEqual([]);
  });

  test("additions are accepted, without asking the database", async () => {
    const away = await Plugin.start({ databaseUrl: "postgresql://a:b@127.0.0.1:1/mesh" });
    const wider = withTable({
      columns: [id, { ...amount, type: "numeric" }, { name: "n", type: "text", nullable: true }],
    });
    expect(await away.refusals("DatabaseSchema", wider, declared())).toEqual([]);
    away.close();
  });

  test("a new required column is accepted on an empty table only", async () => {
    await plugin.create("DatabaseSchema", declared());
    const news = withTable({ columns: [id, amount, { name: "n", type: "text", nullable: false }] });
    expect(await refusals(news)).toEqual([]);
    await postgres.query("INSERT INTO shop.orders VALUES ('1', 2)");
    const refusal =
      /^tables\[0\]\.columns\[2\]: shop\.orders\.n: a new column that has to have a value.*fix: make the prop/;
    expect(await refusals(news)).toEqual([expect.stringMatching(refusal)]);
    const offline = await Plugin.start({ offline: true });
    const unsure = await offline.refusals("DatabaseSchema", news, declared());
    expect(unsure.join()).toMatch(/whether the table is empty can't be told: the mesh provider is offline/);
    offline.close();
    await postgres.query("DELETE FROM shop.orders");
    await update(declared(), news);
  });

  test("passwords that aren't known yet don't hide what would be lost", async () => {
    const roles = [{ ...writer, password: Unknown.value }];
    expect(await refusals(declared({ roles }), {})).toEqual([]);
    expect((await refusals(declared({ roles, tables: [] }))).join()).toContain("the table is dropped");
  });

  test("names, types, keys and passwords are checked; a password is never shown", async () => {
    const found = await refusals(
      declared({
        schema: "Shop",
        tables: [table({ columns: [{ ...id, type: "text; DROP TABLE x" }], primaryKey: ["nope"] }), table(), table()],
        roles: [{ ...writer, access: "all", password: "geheim" }],
      }),
    );
    const text = found.join("\n");
    expect(text).toMatch(/^schema: given: "Shop"; allowed: lower-case letters/m);
    expect(text).toMatch(/^tables\[0\]\.columns\[0\]\.type: given: "text; DROP TABLE x"; allowed: a Postgres type/m);
    expect(text).toMatch(/^roles\[0\]\.access: given: "all"; allowed: write, read/m);
    expect(text).toMatch(/^roles\[0\]\.password: given: a secret value; allowed: 16 to 256 printable ASCII/m);
    expect(text).not.toContain("geheim");
    const twice = await refusals(declared({ tables: [table({ primaryKey: ["nope"] })], roles: [writer, writer] }));
    expect(twice.join("\n")).toMatch(/^tables\[0\]\.primaryKey: .*names of the table's columns, which nope isn't/m);
    const same = await refusals(declared({ tables: [table(), table()], roles: [writer, writer] }));
    expect(same.join("\n")).toMatch(/^tables: .*each name once; orders is there twice/m);
    expect(same.join("\n")).toMatch(/^roles: .*each name once; shop_write is there twice/m);
    expect(same.join("\n")).not.toContain(writer.password);
    // The engine prints the value of a property it is told of.
    const { properties } = await plugin.check("DatabaseSchema", declared({ roles: [writer, writer] }));
    expect(properties).toEqual([""]);
  });

  test("passwords go back as secrets, also where the program gave them in the open", async () => {
    const { inputs } = await plugin.check("DatabaseSchema", declared());
    expect(inputs.secretPaths).toEqual([
      ["roles", 0, "password"],
      ["roles", 1, "password"],
    ]);
  });

  test("a type in another writing is no change; another schema is another resource", async () => {
    const written = withTable({ columns: [id, { ...amount, type: "DECIMAL(12, 2)" }] });
    expect((await plugin.diff("DatabaseSchema", declared(), written)).changes).toBe(false);
    expect((await plugin.diff("DatabaseSchema", declared(), declared({ schema: "b" }))).replaces).toEqual(["schema"]);
  });
});
