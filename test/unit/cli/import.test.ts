/** `mesh import` as a user calls it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { type ImportOptions, importFile } from "../../../cli/commands/import";
import type { ImportFormat } from "../../../cli/formats";
import { ROOT } from "../../support/checkout";

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** In this process: a new one for each would take most of the time. */
async function run(format: ImportFormat, from: string, options: ImportOptions = {}): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await importFile(format, from, options);
    return { status: Number(process.exitCode), stdout, stderr };
  } finally {
    process.exitCode = before ?? 0;
    out.mockRestore();
    err.mockRestore();
  }
}

/** As a user calls it. */
function mesh(args: readonly string[], input = "") {
  const options = { cwd: ROOT, encoding: "utf8", input } as const;
  return spawnSync(process.execPath, [join(ROOT, "cli/mesh.cjs"), ...args], options);
}

const SUBJECT = "orders.v1-value";
const AVRO = JSON.stringify({ type: "record", name: "Orders", fields: [{ name: "email", type: "string" }] });
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mesh-import-"));
  vi.stubEnv("MESH_HOME", join(folder, "home"));
  // Answers as Confluent's API does.
  server = createServer(({ url: path = "" }, response) => {
    // A connection that is kept would time out while a command blocks this process.
    response.setHeader("connection", "close");
    const [, subject, version] = /^\/subjects\/([^/]+)\/versions\/(\w+)$/.exec(path) ?? [];
    const json = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (path === "/schema.avsc") response.end(AVRO);
    else if (path === "/subjects") json(200, [SUBJECT, "with-references-value"]);
    else if (subject === SUBJECT && version !== "9")
      json(200, { subject, version: version === "latest" ? 3 : Number(version), id: 1, schema: AVRO });
    else if (subject === "with-references-value")
      json(200, { subject, version: 1, id: 2, schema: AVRO, references: [{ name: "A", subject: "a-value" }] });
    else json(404, { error_code: 40401, message: "Subject not found" });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("mesh import", () => {
  test("what is piped in becomes a contract; what is left to say is listed, as mesh lint then asks for it", () => {
    const { status, stdout, stderr } = mesh(["import", "avro", "-"], AVRO);
    expect(status).toBe(0);
    const contract = { apiVersion: "v3.1.0", kind: "DataContract", status: "draft", schema: [{ name: "orders" }] };
    expect(parse(stdout)).toMatchObject(contract);
    expect(stderr).toMatch(/Left for you to say.*\n {2}team: The contract has no owner\./);
    expect(stderr).toMatch(/schema\[0\]\.properties\[0\]\.classification: .*email/);
    expect(mesh(["lint", "-"], stdout).stdout).not.toMatch(/schema\//);
  });

  test("a file, an address and a subject of a registry are read too, and name the contract", async () => {
    const file = join(folder, "OrderEvents.avsc");
    writeFileSync(file, AVRO);
    const ends = [
      await run("avro", file),
      await run("avro", `${url}/schema.avsc`),
      await run("registry", SUBJECT, { url, version: 2 }),
    ];
    expect(ends.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(ends.map(({ stdout }) => parse(stdout).id)).toEqual(["order-events", "schema", "orders"]);
    for (const { stdout } of ends) expect(parse(stdout)).toMatchObject({ schema: [{ name: "orders" }] });
  });

  test("a file that is there isn't overwritten unless that is wanted, and field numbers are kept beside it", async () => {
    const from = join(folder, "things.proto");
    const output = join(folder, "things.odcs.yaml");
    writeFileSync(from, 'syntax = "proto3";\nmessage Things { string a = 7; reserved 3; }');
    expect(await run("protobuf", from, { output })).toMatchObject({ status: 0, stdout: "" });
    const again = await run("protobuf", from, { output });
    expect(again).toMatchObject({ status: 2, stdout: "" });
    expect(again.stderr).toMatch(/things\.odcs\.yaml: it is there already; fix: .*--force/);
    expect((await run("protobuf", from, { output, force: true })).status).toBe(0);
    const numbers = JSON.parse(readFileSync(join(folder, "things.numbers.lock.json"), "utf8"));
    expect(numbers.messages.things).toMatchObject({ fields: { a: { number: 7 } }, reserved: { numbers: [3] } });
    const exported = mesh(["export", "protobuf", output]).stdout;
    expect(exported).toMatch(/string a = 7;/);
    expect(exported).toMatch(/reserved 3;/);
  });

  test("a runtime file that can't be understood is told, not thrown", async () => {
    const home = join(folder, "broken");
    mkdirSync(home);
    writeFileSync(join(home, "runtime.json"), "{");
    vi.stubEnv("MESH_HOME", home);
    const { status, stderr } = await run("registry", SUBJECT);
    vi.stubEnv("MESH_HOME", join(folder, "home"));
    expect(status).toBe(2);
    expect(stderr).toMatch(/runtime\.json can't be understood/);
  });

  test.each<readonly [string, () => readonly [ImportFormat, string, ImportOptions?], RegExp]>([
    ["no file", () => ["avro", "none.avsc"], /none\.avsc: can't be read: .*allowed: a file, an address/],
    ["no JSON", () => ["avro", join(ROOT, "README.md")], /README\.md:\d+:\d+ error import\//],
    ["no address", () => ["avro", "http://127.0.0.1:1/a"], /http:\/\/127\.0\.0\.1:1\/a: can't be reached/],
    ["half an address", () => ["avro", "http://["], /http:\/\/\[: it is no address/],
    ["nothing runs", () => ["registry", SUBJECT], /nothing runs, and no other registry is named[\s\S]*npx mesh up/],
    ["no registry there", () => ["registry", SUBJECT, { url: "http://127.0.0.1:1" }], /the registry can't be reached/],
    ["no such subject", () => ["registry", "b-value", { url }], /given b-value, .*allowed: orders\.v1-value, with-/],
    ["no such version", () => ["registry", SUBJECT, { url, version: 9 }], /given orders\.v1-value version 9/],
    ["references", () => ["registry", "with-references-value", { url }], /refers to other subjects \(a-value\)/],
    ["another service", () => ["registry", "x", { url: `${url}/schema.avsc?` }], /is this a schema registry's address/],
  ])("%s: exit 2, and what to do", async (_name, args, expected) => {
    const { status, stdout, stderr } = await run(...args());
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
