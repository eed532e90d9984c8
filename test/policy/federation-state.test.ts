/** Exported state, judged like a preview: `pulumi stack export` of the valid stack, and what makes it invalid. */
import { describe, expect, it } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { judgeState } from "../../policy-pack/lib/judge-state";
import { readState } from "../../policy-pack/lib/state";
import { exemption, TODAY } from "./fixtures/exemption";
import { drafts, type Key } from "./fixtures/stack";

const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const PLAIN = "hunter-2-in-clear";
type Entry = Record<string, unknown> & { inputs: Record<string, unknown> };

const tooMany = ({ topic }: Readonly<Record<Key, Entry>>) => {
  topic.inputs.partitions = 99;
};
const encrypted = { ...MARK, ciphertext: "v1:abc:def" };
const shown = { ...MARK, plaintext: JSON.stringify(PLAIN) };

/** The valid stack as the engine exports it, its passwords as secrets. */
function exported(change: (resources: Readonly<Record<Key, Entry>>) => void = () => undefined, more: object[] = []) {
  const urn = (type: string, name: string) => `urn:pulumi:orders-production::data-mesh::${type}::${name}`;
  const made = Object.entries(drafts()).map(([name, { type, props, protect }]) => {
    const own = type.split(":", 1)[0] ?? "";
    const custom = !/^(mesh:components|pulumi:pulumi)/.test(type);
    const provider = custom ? { provider: `${urn(`pulumi:providers:${own}`, own)}::id-1` } : {};
    return [name, { urn: urn(type, name), custom, type, inputs: props, protect, ...provider }] as const;
  });
  const resources = Object.fromEntries(made) as unknown as Record<Key, Entry>;
  resources.credential.inputs.password = encrypted;
  change(resources);
  const places = { kafka: "bootstrapServers", kubernetes: "kubeconfig", mesh: "registryUrl" };
  const providers = Object.entries(places).map(([name, place]) => {
    const type = `pulumi:providers:${name}`;
    return { urn: urn(type, name), custom: true, type, id: "id-1", inputs: { [place]: "there", password: encrypted } };
  });
  const deployment = { manifest: {}, resources: [...providers, ...Object.values(resources), ...more] };
  return JSON.stringify({ version: 3, deployment });
}

function check(text: string, exemptions: readonly ReturnType<typeof exemption>[] = []) {
  const state = readState(text);
  if (!state.ok) return [state.problem];
  const book = { guardrails, tightenings: {}, exemptions };
  return judgeState(book, state.resources, TODAY).map(({ guardrail, message }) => `${guardrail}: ${message}`);
}

describe("exported state", () => {
  it("passes where the stack is valid, its secrets encrypted", () => {
    expect(check(exported())).toEqual([]);
  });

  it("is judged as a preview is, by resource and as a whole", () => {
    const found = check(
      exported(({ topic, record }) => {
        topic.inputs.partitions = 99;
        record.inputs.version = "0.9.0";
      }),
    );
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^stream-partitions: topic: partitions is 99/);
    expect(found[1]).toMatch(/^product-registered: record: entry has version 0\.9\.0/);
  });

  it.each([
    ["encrypted", encrypted],
    ["in clear", shown],
  ])("a secret that a guardrail needs is a violation of value-known, and is never said: %s", (_, secret) => {
    const found = check(
      exported(({ topic, config }) => {
        topic.inputs.partitions = secret;
        (config.inputs.data as Record<string, unknown>).note = secret;
      }),
    );
    const known = found.filter((one) => one.startsWith("value-known: "));
    expect(known.join()).toMatch(/stream-partitions needs the value of partitions, which is a secret in the state/);
    expect(known.join()).toMatch(/no-plain-secret needs the value of data\.note/);
    expect(found.join()).not.toContain(PLAIN);
    expect(found.join()).not.toContain("v1:abc");
  });

  it("goes by exemptions, and says which are not needed", () => {
    const broken = exported(tooMany);
    expect(check(broken, [exemption()])).toEqual([]);
    expect(check(exported(), [exemption()]).join()).toMatch(/^exemption-valid: .* is not needed/);
  });

  it("leaves out what the stack only reads, and what it has given up", () => {
    const broken = exported(tooMany);
    const { deployment } = JSON.parse(broken) as { deployment: { resources: { urn: string }[] } };
    const topic = deployment.resources.find(({ urn }) => urn.endsWith("::topic"));
    expect(check(exported(undefined, [{ ...topic, delete: true }]))).toEqual([]);
    expect(check(exported(undefined, [{ ...topic, external: true }]))).toEqual([]);
    expect(check(exported(undefined, [{ ...topic, urn: `${topic?.urn}2` }])).length).toBeGreaterThan(0);
  });

  it.each([
    ["no JSON", `{"password": "${PLAIN}`],
    ["another document", '{"stacks": []}'],
    ["resources without types", '{"version": 3, "deployment": {"resources": [{"urn": "x"}]}}'],
    ["nothing", ""],
  ])("%s is no state", (_, text) => {
    const found = check(text);
    expect(found.join()).toMatch(/allowed: what `pulumi stack export` prints/);
    expect(found.join()).not.toContain(PLAIN);
  });

  it("an empty stack has nothing to judge", () => {
    expect(check('{"version": 3, "deployment": {"manifest": {}}}')).toEqual([]);
  });
});
