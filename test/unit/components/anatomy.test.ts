/** What all components have in common: type, place in the tree, options that pass through, outputs, names. */
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { AccessGrant } from "../../../components/access-grant";
import { CatalogEntry } from "../../../components/catalog-entry";
import { DataProduct } from "../../../components/data-product";
import { Database } from "../../../components/database";
import { EventStream } from "../../../components/event-stream";
import { Platform } from "../../../components/platform";
import { SchemaSubject } from "../../../components/schema-subject";
import { Service } from "../../../components/service";
import { product, stream, subject, table, target } from "./fixture";
import { register } from "./support";

type Make = (name: string, opts?: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

const { principal, quota } = product;
const connection = { bootstrap: "b:9092", securityProtocol: "PLAINTEXT", registryUrl: "http://r" } as const;
const COMPONENTS: Readonly<Record<string, Make>> = {
  AccessGrant: (name, opts) =>
    new AccessGrant(name, { principal, quota, password: "p", writes: ["a"], reads: ["b"] }, opts),
  CatalogEntry: (name, opts) => new CatalogEntry(name, { product, catalog: "c" }, opts),
  DataProduct: (name, opts) => new DataProduct(name, { model: product, target: target() }, opts),
  Database: (name, opts) => new Database(name, { schema: "s", tables: [table] }, opts),
  EventStream: (name, opts) => new EventStream(name, { stream, replicas: 1, minInsyncReplicas: 1 }, opts),
  Platform: (name, opts) => new Platform(name, { domains: ["orders"], target: target() }, opts),
  SchemaSubject: (name, opts) => new SchemaSubject(name, { subject }, opts),
  Service: (name, opts) =>
    new Service(name, { product, image: "i@sha256:1", connection, password: "p", bundle: "" }, opts),
};

describe.each(Object.entries(COMPONENTS))("%s", (kind, make) => {
  const id = `${kind} it`;

  test("has its type, and registers outputs before anything is awaited", async () => {
    const mesh = await register(() => make("it"));
    expect(mesh.one(id)).toMatchObject({ type: `mesh:components:${kind}`, custom: false, parent: undefined });
    expect(mesh.one(id).outputs).toBeDefined();
  });

  test("takes parent, aliases and protection as given", async () => {
    const mesh = await register(() => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "above");
      make("it", { parent, aliases: [{ name: "before" }], protect: true });
    });
    expect(mesh.one(id)).toMatchObject({ parent: "Parent above", aliases: ["before"], protect: true });
    const children = mesh.all.filter(({ parent }) => parent === id);
    expect(children.length).toBeGreaterThan(0);
    // A caller's protection is for all that is below.
    expect(children.filter(({ protect }) => !protect).map((child) => child.id)).toEqual([]);
  });

  test("leaves nothing outside itself, but for its target's providers", async () => {
    const mesh = await register(() => make("it"));
    const outside = mesh.all.filter(({ parent, type }) => !parent && !type.startsWith("pulumi:providers:"));
    expect(outside.map((resource) => resource.id)).toEqual([id]);
  });

  test("can be made twice under two names, where its children are named after it", async () => {
    // Those two name what is below after the model: two of one product, or two platforms, are a mistake.
    if (kind === "DataProduct" || kind === "Platform") return;
    const mesh = await register(() => [make("it"), make("other")]);
    const below = (id: string) => mesh.childrenOf(id).map((child) => child.split(" ")[1]);
    expect(below(id).every((name) => name?.startsWith("it-"))).toBe(true);
    expect(below(`${kind} other`)).toEqual(below(id).map((name) => name?.replace(/^it-/, "other-")));
  });
});
