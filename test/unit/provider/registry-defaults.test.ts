import { afterEach, beforeEach, expect, test } from "vitest";
import { FakeRegistry, Plugin } from "./support";

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

test("the global mode is set, changed and read back", async () => {
  const { id, state } = await plugin.create("RegistryDefaults", { compatibility: "FULL" });
  expect(registry.globalMode).toBe("FULL");
  await plugin.update("RegistryDefaults", state.value, { news: { compatibility: "BACKWARD_TRANSITIVE" } });
  expect(registry.globalMode).toBe("BACKWARD_TRANSITIVE");
  expect(await plugin.read("RegistryDefaults", id, state.value)).toMatchObject({
    id: "defaults",
    inputs: { compatibility: "BACKWARD_TRANSITIVE" },
  });
});

test("a delete resets it; a registry that can't gets its earlier mode back", async () => {
  const { state } = await plugin.create("RegistryDefaults", { compatibility: "FULL" });
  await plugin.delete("RegistryDefaults", state.value);
  expect(registry.globalMode).toBe("NONE");
  registry.resetsGlobal = true;
  await plugin.delete("RegistryDefaults", state.value);
  expect(registry.globalMode).toBe("BACKWARD");
});

test("a mode that doesn't exist is refused", async () => {
  expect((await plugin.refusals("RegistryDefaults", { compatibility: "STRICT" })).join()).toMatch(
    /^compatibility: given: "STRICT"; allowed: BACKWARD, BACKWARD_TRANSITIVE/,
  );
});
