import { describe, expect, test } from "vitest";
import { AccessGrant, type AccessGrantArgs } from "../../../components/access-grant";
import { register } from "./support";

const COMPONENT = "AccessGrant stock";
const CREDENTIAL = "UserScramCredential stock-credential";
const QUOTA = "Quota stock-quota";
const ARGS: AccessGrantArgs = {
  principal: "inventory.stock-levels",
  password: "open sesame",
  quota: { producerByteRate: 1_048_576, consumerByteRate: 2_097_152 },
  writes: ["inventory.stock.v1", "inventory.stock.v1.dead-letter"],
  reads: ["orders.v1"],
};
const run = (more: Partial<AccessGrantArgs> = {}) => register(() => new AccessGrant("stock", { ...ARGS, ...more }));

/** Every ACL as `name: operation type resource pattern`. */
async function grants(more: Partial<AccessGrantArgs> = {}) {
  const acls = (await run(more)).ofType("kafka:index/acl:Acl");
  return acls.map(({ name, inputs }) => {
    const { aclOperation, aclResourceType, aclResourceName, resourcePatternTypeFilter } = inputs;
    return `${name}: ${aclOperation} ${aclResourceType} ${aclResourceName} ${resourcePatternTypeFilter}`;
  });
}

test("a grant is a credential, a quota and ACLs, below the component", async () => {
  const mesh = await run();
  expect(mesh.one(COMPONENT).type).toBe("mesh:components:AccessGrant");
  expect([...mesh.childrenOf(COMPONENT)].sort()).toEqual([
    "Acl stock-read-group",
    "Acl stock-read-groups",
    "Acl stock-read-orders.v1",
    "Acl stock-write-inventory.stock.v1",
    "Acl stock-write-inventory.stock.v1.dead-letter",
    QUOTA,
    CREDENTIAL,
  ]);
  expect(mesh.all).toHaveLength(8);
  const { principal, writes, reads } = ARGS;
  expect(mesh.one(COMPONENT).outputs).toEqual({ principal, writes: [...writes], reads: [...reads] });
});

describe("the credential", () => {
  test("is the principal's, with SCRAM-SHA-512", async () => {
    expect((await run()).one(CREDENTIAL).inputs).toEqual({
      username: "inventory.stock-levels",
      scramMechanism: "SCRAM-SHA-512",
      scramIterations: 8192,
      password: "open sesame",
    });
  });

  test("has a secret password, given as text that nobody marked", async () => {
    const mesh = await run();
    expect(mesh.one(CREDENTIAL).secrets).toEqual(["password"]);
    expect(mesh.one(CREDENTIAL).additionalSecretOutputs).toContain("password");
    expect(JSON.stringify(mesh.all.filter(({ id }) => id !== CREDENTIAL))).not.toContain("open sesame");
  });

  test("has a password that a preview knows: the provider panics on an unknown one", async () => {
    const mesh = await register(() => new AccessGrant("stock", ARGS), { preview: true });
    expect(mesh.input(CREDENTIAL, "password")).toBe("open sesame");
  });
});

test("the quota is the contract's, on the principal", async () => {
  expect((await run()).one(QUOTA).inputs).toEqual({
    entityType: "user",
    entityName: "inventory.stock-levels",
    config: { producer_byte_rate: "1048576", consumer_byte_rate: "2097152" },
  });
});

describe("the ACLs", () => {
  test("allow writing and reading what is given, and groups of its own; nothing else", async () => {
    expect((await grants()).sort()).toEqual([
      "stock-read-group: Read Group inventory.stock-levels Literal",
      "stock-read-groups: Read Group inventory.stock-levels. Prefixed",
      "stock-read-orders.v1: Read Topic orders.v1 Literal",
      "stock-write-inventory.stock.v1.dead-letter: Write Topic inventory.stock.v1.dead-letter Literal",
      "stock-write-inventory.stock.v1: Write Topic inventory.stock.v1 Literal",
    ]);
  });

  test("are the principal's, from any host, and only allow", async () => {
    for (const { id, inputs } of (await run()).ofType("kafka:index/acl:Acl")) {
      expect(inputs, id).toMatchObject({
        aclPrincipal: "User:inventory.stock-levels",
        aclHost: "*",
        aclPermissionType: "Allow",
      });
    }
  });

  test.each<[string, Partial<AccessGrantArgs>, string[]]>([
    ["nothing to read: no groups", { reads: [] }, ["stock-write-a: Write Topic a Literal"]],
    ["nothing at all: none", { reads: [], writes: [] }, []],
    ["named twice: once", { reads: [], writes: ["a", "a"] }, ["stock-write-a: Write Topic a Literal"]],
  ])("%s", async (_, more, expected) => {
    expect(await grants({ writes: ["a"], ...more })).toEqual(expected);
  });

  test("a topic that is written and read has both", async () => {
    const both = await grants({ writes: ["a"], reads: ["a"] });
    expect(both).toEqual(
      expect.arrayContaining(["stock-read-a: Read Topic a Literal", "stock-write-a: Write Topic a Literal"]),
    );
  });

  test("a prefix of groups ends where the principal does: `orders.order` is not `orders.order-events`", async () => {
    const groups = (await run({ principal: "orders.order" }))
      .ofType("kafka:index/acl:Acl")
      .filter(({ inputs }) => inputs.aclResourceType === "Group");
    const covers = (group: string) =>
      groups.some(({ inputs: { aclResourceName: name, resourcePatternTypeFilter: pattern } }) =>
        pattern === "Prefixed" ? group.startsWith(String(name)) : group === name,
      );
    expect(["orders.order", "orders.order.audit"].map(covers)).toEqual([true, true]);
    expect(["orders.order-events", "orders.orders", "orders"].map(covers)).toEqual([false, false, false]);
  });
});

test("transforms change the quota and each ACL, by name", async () => {
  const mesh = await run({
    transform: {
      quota: { config: { producer_byte_rate: "1" } },
      acl: (args, opts, name) => {
        if (name === "stock-read-orders.v1") Object.assign(args, { aclHost: "10.0.0.1" });
        opts.protect = true;
      },
    },
  });
  expect(mesh.input(QUOTA, "config")).toEqual({ producer_byte_rate: "1" });
  const hosts = mesh.ofType("Acl").map(({ name, inputs, protect }) => [name, inputs.aclHost, protect]);
  expect(hosts).toContainEqual(["stock-read-orders.v1", "10.0.0.1", true]);
  expect(hosts).toContainEqual(["stock-write-inventory.stock.v1", "*", true]);
});
