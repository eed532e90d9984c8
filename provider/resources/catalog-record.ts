/** A product's row in the catalog. */
import { z } from "zod";
import { deleteEntry, readEntry, writeEntry } from "../catalog";
import { differenceOf, type ResourceHandler } from "../handler";
import { catalogName } from "./catalog";

const inputs = z.strictObject({
  catalog: catalogName,
  productId: z
    .string()
    .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, "a slug: lower-case letters, digits and -")
    .max(40)
    .describe("the product's id, e.g. order-events"),
  domain: z.string().min(1).describe("the product's domain, e.g. orders"),
  version: z.string().min(1).describe("the product's version, e.g. 1.2.0"),
  record: z.record(z.string(), z.unknown()).describe("the product's ports, contracts, owner, support and objectives"),
});

type Inputs = z.output<typeof inputs>;

export const catalogRecord: ResourceHandler<Inputs, object> = {
  token: "mesh:index:CatalogRecord",
  description: "A product's record in the mesh's catalog.",
  inputs,
  outputs: [],
  secrets: [],

  check: async () => [],

  diff: (olds, news) =>
    // A row belongs to one domain, so the old one has to go before another domain can take the id.
    differenceOf(olds, news, { replace: ["catalog", "domain", "productId"], deleteBeforeReplace: true }),

  create: async (context, { catalog, ...entry }) => {
    await context.database((database) => writeEntry(database, catalog, entry));
    return { id: `${catalog}/${entry.productId}`, outputs: {} };
  },

  read: async (context, id) => {
    const [catalog = "", productId = ""] = id.split("/");
    const row = await context.database((database) => readEntry(database, catalog, productId));
    if (row === undefined) return undefined;
    const { domain, version, record } = row;
    return { inputs: { catalog, productId, domain, version, record }, outputs: {} };
  },

  update: async (context, _deployed, { catalog, ...entry }) => {
    await context.database((database) => writeEntry(database, catalog, entry));
    return {};
  },

  delete: async (context, { inputs: { catalog, ...entry } }) =>
    context.database((database) => deleteEntry(database, catalog, entry)),
};
