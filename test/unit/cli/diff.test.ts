/** `mesh diff` as a user calls it: files, standard input, commits; text, JSON and Markdown; exit codes. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { diffFiles } from "../../../cli/commands/diff";
import type { DiffFormat } from "../../../cli/formats";
import { ROOT } from "../../support/checkout";

const ORDERS = "domains/orders/orders.odcs.yaml";
let folder: string;
let before: string;

function run(program: string, args: readonly string[], input = "") {
  const env = { ...process.env, MESH_HOME: join(folder, "home") };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, input, encoding: "utf8", env });
  return { status, stdout, stderr };
}
/** As a process of its own: what a user meets, streams and all. */
const spawned = (args: readonly string[], input = "") =>
  run(process.execPath, [join(ROOT, "cli/mesh.cjs"), "diff", ...args], input);

/** In this process, which starts once: arguments are read as the command reads them. */
async function mesh(args: readonly string[]) {
  const said = { stdout: "", stderr: "" };
  const writes = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += text;
      return true;
    }),
  );
  const option = (name: string) => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) : args[at + 1];
  };
  const files = args.slice(0, args.findIndex((one) => one.startsWith("--")) >>> 0);
  const against = option("against");
  process.exitCode = 0;
  process.chdir(folder);
  try {
    await diffFiles(files[0], files[1], {
      format: (option("format") ?? "text") as DiffFormat,
      mode: option("mode") ?? "FULL",
      ...(against === undefined ? {} : { against }),
    });
    return { ...said, status: process.exitCode };
  } finally {
    process.exitCode = 0;
    process.chdir(ROOT);
    for (const write of writes) write.mockRestore();
  }
}
const edit = (...edits: readonly (readonly [from: string, to: string])[]) =>
  writeFileSync(
    join(folder, ORDERS),
    edits.reduce((text, [from, to]) => text.replace(from, to), before),
  );

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-diff-"));
  cpSync(join(ROOT, "domains"), join(folder, "domains"), { recursive: true });
  before = readFileSync(join(folder, ORDERS), "utf8");
  writeFileSync(join(folder, "old.odcs.yaml"), before);
  const git = (...args: string[]) => run("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args]);
  git("init", "-q");
  git("add", "-A");
  expect(git("commit", "-qm", "one").status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("two files", () => {
  test("a breaking change under a minor version is 1, and says what and who and what to do", async () => {
    edit(["value: 99.9,", "value: 99,"], ["version: 1.2.0", "version: 1.3.0"]);
    const { status, stdout, stderr } = spawned(["old.odcs.yaml", ORDERS]);
    expect(stdout).toMatch(/^orders {2}1\.2\.0 → 1\.3\.0 {2}domains\/orders\/orders\.odcs\.yaml\n/);
    expect(stdout).toMatch(/Breaks readers\n {4}availability {2}objective\.weakened {2}99\.9 → 99\n/);
    expect(stdout).toMatch(/inventory\.stock-levels \(port orders, role orders_reader\): 1 breaking/);
    expect(stdout).toMatch(/major needed, minor given\. Set version 2\.0\.0, or undo what breaks\.\n$/);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  });

  test("JSON is the documented form, and a major version passes", async () => {
    edit(["value: 99.9,", "value: 99,"], ["version: 1.2.0", "version: 2.0.0"]);
    const { status, stdout } = await mesh(["old.odcs.yaml", ORDERS, "--format", "json"]);
    const report = JSON.parse(stdout) as Record<string, unknown> & { changes: object[]; files: object[] };
    expect(report).toMatchObject({ required: "major", actual: "major", ok: true });
    expect(report.changes).toEqual([
      expect.objectContaining({
        path: expect.stringMatching(/^slaProperties\[\d\]\.value$/),
        kind: "objective.weakened",
        breaks: ["reader"],
        bump: "major",
        file: ORDERS,
        before: 99.9,
        after: 99,
      }),
    ]);
    expect(report.files).toMatchObject([
      { file: ORDERS, name: "orders", from: "1.2.0", to: "2.0.0", consumers: [{}, {}] },
    ]);
    expect(status).toBe(0);
  });

  test("an acknowledgement that is asked for lets it pass, and without it a major version doesn't", async () => {
    const asks = [
      "tags: [orders, commerce]",
      "tags: [orders, commerce]\ncustomProperties: [{ property: acknowledgement, value: required }]",
    ] as const;
    edit(asks, ["value: 99.9,", "value: 99,"], ["version: 1.2.0", "version: 2.0.0"]);
    const refused = await mesh(["old.odcs.yaml", ORDERS]);
    expect(refused.stdout).toMatch(/not acknowledged by customers\.customer-profiles, inventory\.stock-levels/);
    expect(refused.status).toBe(1);
    const entry = (product: string) =>
      `  - { contract: orders, version: 2.0.0, product: ${product}, by: BY, at: 2026-02-14 }\n`;
    const owners = { "customer-profiles": "customers", "stock-levels": "inventory" };
    for (const [product, domain] of Object.entries(owners)) {
      const [, by = ""] =
        /username: ([^,]+)/.exec(readFileSync(join(folder, `domains/${domain}/product.odps.yaml`), "utf8")) ?? [];
      writeFileSync(
        join(folder, `domains/${domain}/acknowledgements.yaml`),
        `acknowledgements:\n${entry(product).replace("BY", by)}`,
      );
    }
    const passed = await mesh(["old.odcs.yaml", ORDERS]);
    expect(passed.stdout).toMatch(/acknowledged by all consumers/);
    expect(passed.status).toBe(0);
    writeFileSync(join(folder, "domains/inventory/acknowledgements.yaml"), "acknowledgements: yes\n");
    const broken = await mesh(["old.odcs.yaml", ORDERS]);
    expect(broken.stderr).toMatch(/^domains\/inventory\/acknowledgements\.yaml:1: acknowledgements: /);
    expect(broken.status).toBe(2);
    for (const domain of Object.values(owners)) rmSync(join(folder, `domains/${domain}/acknowledgements.yaml`));
  });

  test("standard input is one side", async () => {
    edit(["version: 1.2.0", "version: 1.2.1"]);
    expect(spawned(["-", ORDERS], before)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/No change\.\n$/),
    });
  });

  test.each([
    [
      "a file that isn't there",
      ["nowhere.odcs.yaml", ORDERS],
      /^nowhere\.odcs\.yaml: can't be read: ENOENT.*allowed: a file/,
    ],
    ["a contract and a product", [ORDERS, "domains/orders/product.odps.yaml"], /given: a contract and a product/],
    ["both sides from standard input", ["-", "-"], /given for both sides/],
    ["two files and a commit", [ORDERS, ORDERS, "--against", "HEAD"], /allowed: two files, or one and --against/],
    [
      "a commit that isn't there",
      [ORDERS, "--against", "nope"],
      /given nope; allowed: registry, or a branch, tag or commit/,
    ],
    [
      "an option in place of a commit",
      [ORDERS, "--against=--output=x"],
      /allowed: registry, or a branch, tag or commit/,
    ],
  ])("%s is 2, without a stack trace", async (_title, args, message) => {
    const { status, stdout, stderr } = await mesh(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  test("a registry that isn't running is 2, and the message says how to start it", async () => {
    const { status, stderr } = spawned([ORDERS, "--against", "registry"]);
    expect(stderr).toMatch(/^--against registry: the registry isn't running; fix: npx mesh up/);
    expect(status).toBe(2);
  });

  test("what can't be parsed is 2, with its line", async () => {
    writeFileSync(join(folder, "broken.odcs.yaml"), "kind: [");
    const { status, stderr } = await mesh(["broken.odcs.yaml", ORDERS]);
    expect(stderr).toMatch(/^broken\.odcs\.yaml:1:\d+ error schema\/syntax/);
    expect(status).toBe(2);
  });
});

describe("a commit", () => {
  test("one file against it, as Markdown", async () => {
    edit(
      ["minimum: 0 }\n        examples: [129.9]", "minimum: 5 }\n        examples: [129.9]"],
      ["version: 1.2.0", "version: 1.3.0"],
    );
    const { status, stdout } = await mesh([ORDERS, "--against", "HEAD", "--format", "markdown"]);
    expect(stdout).toMatch(/^### ❌ orders 1\.2\.0 → 1\.3\.0\n/);
    expect(stdout).toMatch(/\| `orders\.amount` \| bounds\.tightened \| 0 → 5 \| writer \| major \|/);
    expect(status).toBe(1);
  });

  test("all files below a folder: changed, new, gone and moved ones", async () => {
    edit();
    const moved = "domains/orders/renamed.odcs.yaml";
    run("git", ["mv", ORDERS, moved]);
    rmSync(join(folder, "domains/inventory/stock.odcs.yaml"));
    mkdirSync(join(folder, "domains/fresh"));
    writeFileSync(join(folder, "domains/fresh/one.odcs.yaml"), before.replace("id: orders", "id: one"));
    const { status, stdout } = await mesh(["domains", "--against", "HEAD", "--format", "json"]);
    const { changes, files, ok } = JSON.parse(stdout) as { changes: object[]; files: { file: string }[]; ok: boolean };
    expect(changes.map((change) => ({ ...change, reason: "" }))).toMatchObject([
      { kind: "contract.added", breaks: [], file: "domains/fresh/one.odcs.yaml" },
      { kind: "contract.removed", breaks: ["reader", "writer"], file: "domains/inventory/stock.odcs.yaml" },
    ]);
    expect(files.map(({ file }) => file)).toContain(moved);
    expect({ status, ok }).toEqual({ status: 1, ok: false });
    run("git", ["reset", "-q", "--hard"]);
    rmSync(join(folder, "domains/fresh"), { recursive: true });
  });
});

test("two schema files are judged by their format and mode", async () => {
  const schema = (type: string) => `{"type":"record","name":"R","fields":[{"name":"a","type":"${type}"}]}`;
  writeFileSync(join(folder, "a.avsc"), schema("int"));
  writeFileSync(join(folder, "b.avsc"), schema("long"));
  const full = await mesh(["a.avsc", "b.avsc", "--format", "json"]);
  expect(JSON.parse(full.stdout)).toMatchObject({
    changes: [{ kind: "avro.type", breaks: ["reader"], element: "a" }],
    ok: false,
  });
  expect(full.status).toBe(1);
  expect((await mesh(["a.avsc", "b.avsc", "--mode", "BACKWARD"])).status).toBe(0);
  writeFileSync(join(folder, "c.avsc"), schema("nothing"));
  expect(await mesh(["a.avsc", "c.avsc"])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/no AVRO schema: a: the type nothing/),
  });
});
