/** Attestations: what they vouch for, and everything that makes one worthless. */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { attestationFile, demand, mismatches, Plan, trusted, vouch } from "../../../cli/attestation";
import { PRIVATE, PUBLIC } from "../../../cli/attestation/keys";

const STACK = "orders-production";
const PLAN = "a".repeat(64);
const pem = { type: "pkcs8", format: "pem" } as const;
const spki = { type: "spki", format: "pem" } as const;
const ours = generateKeyPairSync("ed25519");
const KEY = ours.privateKey.export(pem).toString();
const BODY = KEY.split("\n")[1] ?? "";
let root: string;
let place: { root: string; home: string };

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: root, stdio: "pipe" });

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mesh-attestation-"));
  place = { root, home: join(root, ".mesh") };
  write(".gitignore", ".mesh/\nbin/\n");
  write("policy-pack/bin/index.js", "compiled");
  write("policy-pack/exemptions.yaml", "exemptions: []");
  write("policy-pack/attestation.yaml", "maximumAgeMinutes: 60");
  write("domains/orders/guardrails.yaml", "tighten: {}");
  write(`Pulumi.${STACK}.yaml`, "config: { data-mesh:target: local }");
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "first");
  vi.stubEnv(PRIVATE, KEY);
  vi.stubEnv(PUBLIC, ours.publicKey.export(spki).toString());
  vouch(place, STACK, PLAN);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(root, { recursive: true });
});

const file = () => attestationFile(place.home, STACK);
const commit = () => {
  git("add", "-A");
  git("commit", "-qm", "next");
};
const refusal = (plan = PLAN, stack = STACK): string => {
  try {
    demand(place, stack, plan);
    return "";
  } catch (error) {
    return String((error as Error).message);
  }
};

test("a fresh one of just this lets it through; local needs none", () => {
  expect(refusal()).toBe("");
  expect(mismatches(root, trusted(file()))).toEqual([]);
  rmSync(file());
  expect(refusal(PLAN, "orders-local")).toBe("");
  expect(refusal()).toMatch(/orders-production\.json: given nothing; allowed: the attestation of a passed preview/);
});

describe("is worth nothing", () => {
  const changes: readonly (readonly [string, () => void, RegExp, string])[] = [
    ["of another plan", () => undefined, /plan: given a{64}; allowed: b{64}/, "b".repeat(64)],
    ["of another commit", () => void git("commit", "-qm", "next", "--allow-empty"), /commit: given/, PLAN],
    [
      "of a pack that is compiled otherwise",
      () => appendFileSync(join(root, "policy-pack/bin/index.js"), ";"),
      /pack: /,
      PLAN,
    ],
    [
      "for changes that aren't committed",
      () => write("new.ts", ""),
      /commit: given changes that aren't committed/,
      PLAN,
    ],
  ];
  test.each(changes)("%s", (_, change, says, plan) => {
    change();
    expect(refusal(plan)).toMatch(says);
  });

  test.each([
    ["exemptions", "policy-pack/exemptions.yaml", "pack"],
    ["tightenings", "domains/orders/guardrails.yaml", "pack"],
    ["a domain's rule", "domains/orders/guardrails/orders-own.rego", "pack"],
    ["config", `Pulumi.${STACK}.yaml`, "config"],
  ])("of other %s", (_, path, field) => {
    write(path, "config: { other: true }");
    commit();
    expect(refusal()).toMatch(new RegExp(`- ${field}: given`));
  });

  test("the salt that the engine adds to the config is none of the config", () => {
    appendFileSync(join(root, `Pulumi.${STACK}.yaml`), "\nencryptionsalt: v1:abc\n");
    commit();
    expect(refusal()).not.toMatch(/config:/);
  });

  test.each([
    ["after an hour", 61, /time: given .*; allowed: the last 60 minutes \(policy-pack\/attestation\.yaml\)/],
    ["from the future", -3, /time: given/],
    ["but not before", 59, /^$/],
  ])("%s", (_, minutes, says) => {
    vi.useFakeTimers({ now: Date.now() + minutes * 60_000 });
    expect(refusal()).toMatch(says);
  });

  test.each([
    ["with another record", (text: string) => text.replace(PLAN, "b".repeat(64)), /signature: given one that isn't/],
    ["with another key's name", (text: string) => text.replace(/"key": "\w{8}/, '"key": "00000000'), /key: given/],
    [
      "with more in it",
      (text: string) => text.replace('"record": {', '"record": { "more": 1,'),
      /record: given something else/,
    ],
    ["cut short", (text: string) => text.slice(0, 40), /\(the whole file\)/],
  ])("%s", (_, change, says) => {
    writeFileSync(file(), change(readFileSync(file(), "utf8")));
    expect(refusal("b".repeat(64))).toMatch(says);
  });

  test("signed by somebody else", () => {
    vi.stubEnv(PRIVATE, generateKeyPairSync("ed25519").privateKey.export(pem).toString());
    vouch(place, STACK, PLAN);
    expect(refusal()).toMatch(/key: given \w{64}; allowed: \w{64}, the key that is trusted/);
  });

  test("of another stack", () => {
    vouch(place, "customers-production", PLAN);
    writeFileSync(file(), readFileSync(attestationFile(place.home, "customers-production")));
    expect(refusal()).toMatch(/stack: given customers-production; allowed: orders-production/);
  });
});

describe("keys", () => {
  test("may be in files; without one there is no attestation", () => {
    write("bin/key.pem", KEY);
    vi.stubEnv(PRIVATE, "");
    expect(vouch(place, STACK, PLAN).said).toMatch(/^no attestation: MESH_ATTESTATION_KEY/);
    vi.stubEnv(`${PRIVATE}_FILE`, join(root, "bin/key.pem"));
    vi.stubEnv(PUBLIC, "");
    expect(vouch(place, STACK, PLAN).said).toMatch(/^attestation in/);
    expect(refusal()).toBe("");
  });

  test.each([
    ["no key", () => vi.stubEnv(PUBLIC, `${KEY.slice(0, 60)}`), /MESH_ATTESTATION_PUBLIC_KEY: given something else/],
    [
      "a private key where the public one is asked for",
      () => vi.stubEnv(PUBLIC, KEY),
      /PUBLIC_KEY: given something else/,
    ],
    [
      "another kind of key",
      () => vi.stubEnv(PUBLIC, generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export(spki).toString()),
      /given a key of type ec; allowed: a public Ed25519 key/,
    ],
    ["none at all", () => [PUBLIC, PRIVATE].forEach((name) => void vi.stubEnv(name, "")), /PUBLIC_KEY: given nothing/],
  ])("%s is refused, and never printed", (_, change, says) => {
    change();
    expect(refusal()).toMatch(says);
    expect(refusal()).not.toContain(BODY.slice(0, 16));
  });

  test("no attestation holds a key", () => {
    expect(readFileSync(file(), "utf8")).not.toContain(BODY.slice(0, 16));
  });
});

describe("a plan", () => {
  const step = (urn: string, op: string, inputs: object) =>
    ({ resourcePreEvent: { metadata: { op, urn, type: "t", new: { inputs } } } }) as unknown as Parameters<
      Plan["take"]
    >[0];
  const hash = (...events: readonly ReturnType<typeof step>[]) => {
    const plan = new Plan();
    for (const event of events) plan.take(event);
    return plan.hash;
  };

  test("is the same in any order, and another for any other step or input", () => {
    const [a, b] = [step("a", "create", { x: 1, y: { z: 1 } }), step("b", "update", {})];
    expect(hash(a, b)).toBe(hash(b, step("a", "create", { y: { z: 1 }, x: 1 })));
    const others = [
      hash(a),
      hash(a, step("b", "replace", {})),
      hash(a, step("c", "update", {})),
      hash(b, step("a", "create", { x: 1, y: { z: 2 } })),
    ];
    expect(new Set([hash(a, b), ...others]).size).toBe(5);
  });
});
