/**
 * The resources of the `mesh` provider. To add one: copy a file of `resources/`, list it here, give it a class in
 * sdk.ts.
 */
import type { ResourceHandler } from "./handler";
import { catalog } from "./resources/catalog";
import { catalogRecord } from "./resources/catalog-record";
import { databaseSchema } from "./resources/database-schema";
import { password } from "./resources/password";
import { registryDefaults } from "./resources/registry-defaults";
import { subject } from "./resources/subject";

/** Handlers by type token. Each is called only with what its own `inputs` accepted. */
export const resources: ReadonlyMap<string, ResourceHandler> = new Map(
  [subject, registryDefaults, catalog, catalogRecord, databaseSchema, password].map((handler) => [
    handler.token,
    handler as unknown as ResourceHandler,
  ]),
);
