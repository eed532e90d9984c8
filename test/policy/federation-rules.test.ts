/** Rules that domains add: confined to their stacks, and errors where they reach for anything else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDomainRego } from "../../policy-pack/domain-rego";
import { guardrails } from "../../policy-pack/guardrails";
import { type Guardrail, guardrail } from "../../policy-pack/lib/guardrail";
import { formatMistakes } from "../../policy-pack/lib/mistakes";
import { loadDomains, loadRuleBook } from "../../policy-pack/lib/rule-book";
import { ensureToolchain } from "../../toolchain";
import { judge, UNKNOWN } from "./support";

const REPOSITORY = resolve(__dirname, "../..");
const FILE = "domains/orders/guardrails/orders-own.ts";
const about = { section: "domains", source: "test", description: "test", rationale: "test", fix: "test" } as const;
const own = (changes: object = {}) => ({
  ...guardrail({
    id: "orders-own",
    ...about,
    resource: {
      *check({ name }) {
        yield `${name} is refused`;
      },
    },
  }),
  ...changes,
});
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "domain-rules-"));
});
afterAll(() => rmSync(root, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  rmSync(join(root, "domains"), { recursive: true, force: true });
  for (const [path, text] of Object.entries({ "domains/customers/x": "", ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Loads one module as the domain's, whatever its text. */
function load(exported: unknown, { file = FILE, text = "" } = {}) {
  write({ [file]: text });
  const load = () => {
    if (exported instanceof Error) throw exported;
    return { default: exported };
  };
  const { guardrails: all, mistakes } = loadDomains(root, guardrails, [{ domain: "orders", file, load }]);
  return { rules: all.slice(guardrails.length), says: formatMistakes(mistakes) };
}

describe("a domain's rule in TypeScript", () => {
  it("judges its own domain's stacks, and no others", () => {
    const { rules, says } = load(own());
    expect(says).toBe("");
    const [rule] = rules as [Guardrail];
    expect(judge(rule, { title: "own", stack: "orders-local" }).length).toBeGreaterThan(5);
    expect(judge(rule, { title: "another's", stack: "customers-local" })).toEqual([]);
    expect(judge(rule, { title: "the platform's", stack: "platform-local" })).toEqual([]);
  });

  it.each([
    ["every kind of check", { product: () => ["x"], pod: () => ["x"], container: () => ["x"], stack: () => ["x"] }],
  ])("is confined in %s", (_, checks) => {
    const [rule] = load(own(checks)).rules as [Guardrail];
    const found = (stack: string) => judge(rule, { title: "x", stack }).length;
    expect(found("orders-local")).toBe(found("orders-production"));
    expect(found("orders-local")).toBeGreaterThan(15);
    expect(found("inventory-local")).toBe(0);
  });

  it.each([
    [
      "clashes with the core",
      own({ id: "stream-name" }),
      "stream-name",
      "",
      /id: given stream-name, which the core has/,
    ],
    ["is another domain's", own(), "customers-own", "", /given customers-own, a rule of domain customers/],
    ["has no domain", own(), "own", "", /allowed orders-<what it checks>/],
    [
      "is called otherwise than its file",
      own({ id: "orders-other" }),
      "orders-own",
      "",
      /allowed orders-own, the file's name/,
    ],
    [
      "imports another domain",
      own(),
      "orders-own",
      'import x from "../../customers/rules";',
      /import: given \.\.\/\.\.\/cust/,
    ],
    ["imports Node", own(), "orders-own", 'import { readFileSync } from "node:fs";', /import: given node:fs/],
    ["requires", own(), "orders-own", "const fs = require('fs');", /import: given fs/],
    ["reaches for the process", own(), "orders-own", "process.exit(0);", /given process, allowed a pure check/],
    ["is advisory", own({ level: "advisory" }), "orders-own", "", /level: given advisory, allowed mandatory/],
    ["takes what is unknown", own({ takesUnknown: true }), "orders-own", "", /takesUnknown/],
    ["says no fix", own({ fix: "" }), "orders-own", "", /fix: given nothing/],
    ["exports nothing", undefined, "orders-own", "", /default: given no default export/],
    ["doesn't load", new Error("no such thing"), "orders-own", "", /given no such thing, allowed a module that loads/],
  ])("is an error where it %s", (_, exported, id, text, says) => {
    const loaded = load(exported, { file: `domains/orders/guardrails/${id}.ts`, text });
    expect(loaded.says).toMatch(says);
    expect(loaded.says).toMatch(new RegExp(`^domains/orders/guardrails/${id}\\.ts: .* Fix: `));
    expect(loaded.rules).toEqual([]);
  });

  it("may name in a comment what it may not do", () => {
    expect(load(own(), { text: "// not by process.env\n/* require('x') */" }).says).toBe("");
  });
});

const REGO = "domains/orders/guardrails/orders-own.rego";
const entry = (changes = "") => `rules:
  - { id: orders-own, types: ["kafka:index/topic:Topic"], reads: [partitions], description: test, rationale: test,
      source: test, fix: test${changes} }
`;
const text = (name = "orders_own") => `package mesh.guardrails.orders.${name}

violation contains {"msg": sprintf("%v partitions", [input.props.partitions])} if input.props.partitions > 2
`;

function rego(files: Readonly<Record<string, string>>) {
  write(files);
  const { guardrails: all, mistakes } = loadDomains(root, guardrails);
  return { rules: all.slice(guardrails.length), says: formatMistakes(mistakes) };
}

describe("a domain's rule in Rego", () => {
  const GUARDRAILS = "domains/orders/guardrails.yaml";

  it.each([
    ["its file is missing", { [GUARDRAILS]: entry() }, /orders-own\.rego: .* given nothing, allowed the rule's text/],
    [
      "it is in another's package",
      { [GUARDRAILS]: entry(), [REGO]: text("other") },
      /given mesh\.guardrails\.orders\.other/,
    ],
    [
      "it says too much",
      { [GUARDRAILS]: entry(", level: advisory"), [REGO]: text() },
      /rules\.0\.level|rules\[0\]\.level/,
    ],
    [
      "it says too little",
      { [GUARDRAILS]: "rules: [{ id: orders-own }]", [REGO]: text() },
      /rules\[0\]\.types: given nothing/,
    ],
    [
      "a TypeScript rule has its name",
      { [GUARDRAILS]: entry(), [REGO]: text(), [FILE]: "export default {};" },
      /which domains\/orders\/guardrails\/orders-own\.ts has/,
    ],
  ])("is an error where %s", (_, files, says) => {
    expect(rego(files).says).toMatch(says);
  });

  it("refuses everything until it is compiled from its present text; then decides in the process", async () => {
    const [rule] = rego({ [GUARDRAILS]: entry(), [REGO]: text() }).rules as [Guardrail];
    const before = judge(rule, { title: "not compiled", stack: "orders-local" });
    expect(before.map(({ message }) => message).join()).toMatch(/could not be judged: .* run npx mesh build/);
    const { opa } = await ensureToolchain();
    await buildDomainRego({ root, opa: opa.path });
    const found = judge(rule, { title: "compiled", stack: "orders-local" });
    expect(found.map(({ guardrail, message }) => `${guardrail} ${message}`)).toEqual(
      expect.arrayContaining(["orders-own topic: 3 partitions. Fix: test"]),
    );
    expect(judge(rule, { title: "another's", stack: "customers-local" })).toEqual([]);
    const unknown = judge(rule, { title: "x", stack: "orders-local", edits: [["topic", ["partitions"], UNKNOWN]] });
    expect(unknown.map(({ guardrail }) => guardrail)).toContain("value-known");
    const unread = judge(rule, { title: "x", stack: "orders-local", edits: [["topic", ["config"], UNKNOWN]] });
    expect(unread.map(({ guardrail }) => guardrail)).not.toContain("value-known");
  });
});

it("this repository's domains add rules, which their own products keep", () => {
  const loaded = loadRuleBook(REPOSITORY, guardrails);
  const added = loaded.ok ? loaded.book.guardrails.slice(guardrails.length) : [];
  expect(added.map(({ id }) => id)).toEqual(["customers-named-readers", "inventory-replay-quota"]);
  const [readers] = added as [Guardrail];
  const edits = [["product", ["model", "outputPorts", 0, "contract", "roles", 0, "consumers"], undefined]] as const;
  const found = judge(readers, { title: "no list", stack: "customers-local", edits });
  expect(found.map(({ message }) => message).join()).toMatch(/role "reader" of "orders-orders" lists no consumers/);
});
