import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Unknown } from "../../../provider/wire";
import { FakeRegistry, Plugin } from "./support";

const avro = (...fields: readonly object[]) => JSON.stringify({ type: "record", name: "Order", fields });
const id = { name: "order_id", type: "string" };
const note = { name: "note", type: ["null", "string"], default: null };
const currency = { name: "currency", type: "string" };
const V1 = avro(id);
const V2 = avro(id, note);
const BROKEN = avro(id, currency);

const inputs = (over: Record<string, unknown> = {}) => ({
  subject: "orders.v1-value",
  schemaType: "AVRO",
  schema: V2,
  compatibility: "BACKWARD_TRANSITIVE",
  kept: [],
  allowDelete: false,
  ...over,
});
const state = (over: Record<string, unknown> = {}) => ({ ...inputs({ schema: V1 }), schemaId: 1, version: 1, ...over });

let registry: FakeRegistry;
let plugin: Plugin;

beforeEach(async () => {
  registry = await new FakeRegistry().start();
  plugin = await Plugin.start({ registryUrl: registry.url });
});
afterEach(() => {
  plugin.close();
  registry.stop();
});

describe("judged at preview", () => {
  test("a schema that can't read a registered version is refused, with subject, version, field and fix", async () => {
    registry.seed("orders.v1-value", [V1]);
    const [refusal, ...more] = await plugin.refusals("Subject", inputs({ schema: BROKEN }));
    expect(more).toEqual([]);
    expect(refusal).toMatch(
      /^schema: subject orders\.v1-value: .*BACKWARD_TRANSITIVE.*version 1 in the registry.*currency/,
    );
    expect(refusal).toMatch(/fix: undo this change of the contract, or publish it as a new major version/);
  });

  test("a compatible schema is accepted", async () => {
    registry.seed("orders.v1-value", [V1]);
    expect(await plugin.refusals("Subject", inputs())).toEqual([]);
  });

  test("every registered version counts, not just the last", async () => {
    const withDefault = { ...currency, default: "EUR" };
    registry.seed("orders.v1-value", [V1, avro(id, withDefault)]);
    expect((await plugin.refusals("Subject", inputs({ schema: BROKEN }))).join()).toContain(
      "version 1 in the registry",
    );
    expect(await plugin.refusals("Subject", inputs({ schema: BROKEN, compatibility: "BACKWARD" }))).toEqual([]);
  });

  test("what is registered as the latest already is not judged again", async () => {
    registry.seed("orders.v1-value", [V1, BROKEN]);
    expect(await plugin.refusals("Subject", inputs({ schema: BROKEN }))).toEqual([]);
  });

  test("a schema that can't read a version kept in git is refused, with a registry and without", async () => {
    const kept = [{ version: "1.0.0", schema: V1 }];
    const offline = await Plugin.start({ registryUrl: registry.url, offline: true });
    for (const there of [plugin, offline]) {
      const refusals = await there.refusals("Subject", inputs({ schema: BROKEN, kept }));
      expect(refusals.join()).toMatch(/subject orders\.v1-value.*version 1\.0\.0 kept in git.*currency/);
    }
    offline.close();
  });

  test("keeping the broken schema in git as well doesn't let it through", async () => {
    const kept = [
      { version: "1.0.0", schema: V1 },
      { version: "1.1.0", schema: BROKEN },
    ];
    for (const compatibility of ["BACKWARD", "BACKWARD_TRANSITIVE"]) {
      const refusals = await plugin.refusals("Subject", inputs({ schema: BROKEN, compatibility, kept }));
      expect(refusals.join()).toContain("version 1.0.0 kept in git");
    }
  });

  test("offline asks nobody", async () => {
    const offline = await Plugin.start({ registryUrl: registry.url, offline: "true" });
    registry.seed("orders.v1-value", [V1]);
    expect(await offline.refusals("Subject", inputs({ schema: BROKEN }))).toEqual([]);
    expect(registry.calls).toEqual([]);
    offline.close();
  });

  test("a registry that doesn't answer is a refusal that says how to go on", async () => {
    registry.stop();
    const [refusal] = await plugin.refusals("Subject", inputs());
    expect(refusal).toMatch(/can't be judged against its registered versions.*127\.0\.0\.1.*doesn't answer/);
    expect(refusal).toContain("set offline: true on the provider");
  });

  test("a text that is no Avro schema is refused", async () => {
    expect((await plugin.refusals("Subject", inputs({ schema: "{" }))).join()).toContain("a text that isn't JSON");
    const wrong = await plugin.refusals("Subject", inputs({ schema: '{"type":"strin"}' }));
    expect(wrong.join()).toMatch(/isn't an Avro schema \(.*strin/);
  });

  test("a kept version that is no Avro schema is a refusal, not a crash", async () => {
    const refusals = await plugin.refusals("Subject", inputs({ kept: [{ version: "0.9.0", schema: '"nonsense"' }] }));
    expect(refusals.join()).toMatch(/version 0\.9\.0 kept in git, one of which isn't an Avro schema/);
  });

  test("a schema of another type than the registered ones is refused", async () => {
    registry.seed("orders.v1-value", [V1]);
    const refusals = await plugin.refusals("Subject", inputs({ schemaType: "JSON", schema: "{}" }));
    expect(refusals.join()).toMatch(/version 1 in the registry is AVRO, the new schema is JSON/);
  });

  test("a JSON Schema is judged by its content model and, where there is one, by the registry", async () => {
    const json = inputs({ schemaType: "JSON", schema: '{"type":"object"}' });
    registry.seed("orders.v1-value", ['{"type":"object","maxProperties":3}'], "JSON");
    expect(await plugin.refusals("Subject", json)).toEqual([]);
    registry.verdict = { is_compatible: false, messages: ["type changed at #/"] };
    expect((await plugin.refusals("Subject", json)).join()).toContain("version 1 in the registry: type changed at #/");
    const kept = [{ version: "1.0.0", schema: '{"type":"string"}' }];
    const offline = await Plugin.start({ offline: true });
    expect((await offline.refusals("Subject", { ...json, kept })).join()).toContain(
      "version 1.0.0 kept in git: string was written, object is read",
    );
    offline.close();
  });

  test("what isn't known yet is not judged, and comes back unknown", async () => {
    const { failures, inputs: back } = await plugin.check("Subject", inputs({ schema: Unknown.value }));
    expect(failures).toEqual([]);
    expect(back.value.schema).toBe(Unknown.value);
  });

  test("inputs are refused with what is given, allowed and the fix; defaults are filled in", async () => {
    const { kept: _kept, allowDelete: _allowDelete, ...rest } = inputs({ compatibility: "SOMEHOW" });
    const { failures, inputs: back } = await plugin.check("Subject", { ...rest, shcema: "x" });
    expect(failures).toContainEqual(
      expect.stringMatching(/^compatibility: given: "SOMEHOW"; allowed: BACKWARD, .*, NONE; fix: give the compat/),
    );
    expect(failures).toContainEqual(
      expect.stringMatching(/^shcema: given: a property that doesn't exist; allowed: subj/),
    );
    expect(back.value).toMatchObject({ kept: [], allowDelete: false });
  });
});

describe("difference", () => {
  test("keys in another order, white space and what is kept are no change", async () => {
    const written = '{ "fields": [{"type":"string","name":"order_id"}], "name": "Order", "type": "record" }';
    const kept = [{ version: "1.0.0", schema: V1 }];
    expect(await plugin.diff("Subject", inputs({ schema: V1 }), inputs({ schema: written, kept }))).toMatchObject({
      changes: false,
      changed: [],
    });
  });

  test("another subject is another resource; schema, mode and flag change in place", async () => {
    const other = inputs({ subject: "b", schema: V1, compatibility: "FULL", allowDelete: true });
    const { changed, replaces } = await plugin.diff("Subject", inputs(), other);
    expect(changed).toEqual(["allowDelete", "compatibility", "schema", "subject"]);
    expect(replaces).toEqual(["subject"]);
  });
});

describe("deployed", () => {
  test("the mode is set before the schema is registered", async () => {
    const { id, state: made } = await plugin.create("Subject", inputs());
    expect(id).toBe("orders.v1-value");
    expect(made.value).toMatchObject({ schemaId: 1, version: 1, compatibility: "BACKWARD_TRANSITIVE" });
    const changing = registry.calls.filter((call) => !call.startsWith("GET"));
    expect(changing.slice(0, 2)).toEqual(["PUT /config/orders.v1-value", "POST /subjects/orders.v1-value/versions"]);
  });

  test("creating it again finds the same schema", async () => {
    const first = await plugin.create("Subject", inputs());
    const second = await plugin.create("Subject", inputs());
    expect(second.state.value).toEqual(first.state.value);
    expect(registry.subjects.get("orders.v1-value")?.schemas).toHaveLength(1);
  });

  test("an update registers a new version; another mode alone registers nothing", async () => {
    await plugin.create("Subject", inputs({ schema: V1 }));
    expect((await plugin.update("Subject", state(), { news: inputs() })).value).toMatchObject({ version: 2 });
    registry.calls.length = 0;
    await plugin.update("Subject", state({ schema: V2, schemaId: 2, version: 2 }), {
      news: inputs({ compatibility: "FULL_TRANSITIVE" }),
    });
    expect(registry.calls).toEqual(["PUT /config/orders.v1-value"]);
  });

  test("a preview knows the id where the schema stays, and doesn't where it changes", async () => {
    const created = await plugin.create("Subject", inputs(), { preview: true });
    expect(created.state.value.schemaId).toBe(Unknown.value);
    const changed = await plugin.update("Subject", state(), { news: inputs(), preview: true });
    expect(changed.value.schemaId).toBe(Unknown.value);
    const same = { news: inputs({ schema: V1, allowDelete: true }), preview: true };
    expect((await plugin.update("Subject", state(), same)).value).toMatchObject({ schemaId: 1, version: 1 });
    expect(registry.calls).toEqual([]);
  });

  test("a delete is refused and names the flag; with it, the subject and its mode go for good", async () => {
    await plugin.create("Subject", inputs({ schema: V1 }));
    await expect(plugin.delete("Subject", state())).rejects.toThrow(
      /allowDelete false.*fix: deploy it once with allowDe/,
    );
    expect(registry.subjects.get("orders.v1-value")?.schemas).toHaveLength(1);
    await plugin.delete("Subject", state({ allowDelete: true }));
    expect(registry.subjects.has("orders.v1-value")).toBe(false);
    expect(registry.calls.slice(-3)).toEqual([
      "DELETE /subjects/orders.v1-value",
      "DELETE /subjects/orders.v1-value?permanent=true",
      "DELETE /config/orders.v1-value",
    ]);
  });

  test("deleting what is gone already is fine", async () => {
    await plugin.delete("Subject", state());
    await plugin.delete("Subject", state({ allowDelete: true }));
  });

  test("a refresh keeps the declared text, sees another schema and another mode, and that it is gone", async () => {
    await plugin.create("Subject", inputs({ schema: V1 }));
    const written = JSON.stringify(JSON.parse(V1), null, 2);
    const unchanged = await plugin.read("Subject", "orders.v1-value", state({ schema: written }));
    expect(unchanged).toMatchObject({ id: "orders.v1-value", inputs: { schema: written } });
    registry.seed("orders.v1-value", [V2]);
    const subject = registry.subjects.get("orders.v1-value");
    if (subject) subject.mode = "FULL";
    expect((await plugin.read("Subject", "orders.v1-value", state())).inputs).toMatchObject({
      schema: V2,
      compatibility: "FULL",
    });
    registry.subjects.clear();
    expect((await plugin.read("Subject", "orders.v1-value", state())).id).toBe("");
  });

  test("an import takes over what the registry has", async () => {
    registry.seed("orders.v1-value", [V1]);
    const { inputs: imported } = await plugin.read("Subject", "orders.v1-value");
    expect(imported).toEqual(inputs({ schema: V1, compatibility: "NONE" }));
  });

  test("offline, or without a registry, nothing can be deployed, and the message says what to set", async () => {
    const offline = await Plugin.start({ registryUrl: registry.url, offline: true });
    await expect(offline.create("Subject", inputs())).rejects.toThrow(/is offline.*fix: set offline: false to deploy/);
    const without = await Plugin.start({});
    await expect(without.create("Subject", inputs())).rejects.toThrow(/has no registryUrl.*fix: set registryUrl on it/);
    offline.close();
    without.close();
  });
});
