/** The mesh's catalog: one Postgres schema in which everybody finds every product. */
import { MeshError } from "./handler";
import { type Database, inTransaction } from "./postgres/connection";

/** A product as the catalog has it. */
export interface CatalogEntry {
  readonly productId: string;
  readonly domain: string;
  readonly version: string;
  /** Whatever the product's stack recorded: ports, contracts, owner, support, objectives. */
  readonly record: Readonly<Record<string, unknown>>;
}

export interface CatalogRow extends CatalogEntry {
  readonly updatedAt: Date;
}

/** How a catalog's schema is known as one of ours. */
const MARK = "data mesh: catalog";
const COLUMNS = `product_id AS "productId", domain, version, record, updated_at AS "updatedAt"`;

/**
 * All products, by domain and id; empty where there is no catalog (nothing is deployed).
 *
 * @param databaseUrl as in the provider's configuration; @param schema the catalog's, e.g. `mesh_catalog`.
 * @throws MeshError where the database doesn't answer or refuses.
 */
export async function readCatalog(databaseUrl: string, schema: string): Promise<readonly CatalogRow[]> {
  return inTransaction(databaseUrl, new AbortController().signal, async (database) => {
    if (!(await hasCatalog(database, schema))) return [];
    return database.query<CatalogRow>(
      `SELECT ${COLUMNS} FROM ${products(database, schema)} ORDER BY domain, product_id`,
    );
  });
}

/** Makes the catalog's schema, table and views. Idempotent; rows stay. */
export async function createCatalog(database: Database, schema: string): Promise<void> {
  const { name, text } = database;
  const [there] = await database.query<{ note: string | null }>(
    "SELECT obj_description(oid, 'pg_namespace') AS note FROM pg_namespace WHERE nspname = $1",
    [schema],
  );
  if (there !== undefined && there.note !== MARK) {
    throw new MeshError(
      `schema ${schema}: given: a schema that is there already and isn't a catalog; allowed: a new one; fix: choose ` +
        `another name`,
    );
  }
  const table = products(database, schema);
  await database.query(`CREATE SCHEMA IF NOT EXISTS ${name(schema)}`);
  await database.query(`COMMENT ON SCHEMA ${name(schema)} IS ${text(MARK)}`);
  await database.query(
    `CREATE TABLE IF NOT EXISTS ${table} (product_id text PRIMARY KEY, domain text NOT NULL, version text NOT NULL,
       record jsonb NOT NULL, updated_at timestamptz NOT NULL DEFAULT now())`,
  );
  await database.query(`CREATE INDEX IF NOT EXISTS products_domain ON ${table} (domain)`);
  await database.query(portsView(database, schema, { view: "output_ports", property: "outputPorts" }));
  await database.query(portsView(database, schema, { view: "input_ports", property: "inputPorts" }));
  await database.query(`REVOKE ALL ON SCHEMA ${name(schema)} FROM PUBLIC`);
  await database.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${name(schema)} FROM PUBLIC`);
}

/** Drops the catalog; gone already is fine. @throws MeshError where products are still in it. */
export async function dropCatalog(database: Database, schema: string): Promise<void> {
  if (!(await hasCatalog(database, schema))) return;
  await database.query(`LOCK TABLE ${products(database, schema)} IN ACCESS EXCLUSIVE MODE`);
  const left = await database.query<{ id: string }>(
    `SELECT domain || '/' || product_id AS id FROM ${products(database, schema)} ORDER BY 1`,
  );
  if (left.length > 0) {
    throw new MeshError(
      `catalog ${schema}: given: products that are still in it (${left.map(({ id }) => id).join(", ")}); allowed: ` +
        `deleting an empty catalog; fix: destroy the stacks of those products first`,
    );
  }
  await database.query(`DROP SCHEMA ${database.name(schema)} CASCADE`);
}

/** Whether the catalog is there. */
export async function hasCatalog(database: Database, schema: string): Promise<boolean> {
  const found = await database.query("SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = 'products'", [
    schema,
  ]);
  return found.length > 0;
}

/** Writes a product's row. @throws MeshError where the id is another domain's, or there is no catalog. */
export async function writeEntry(database: Database, schema: string, entry: CatalogEntry): Promise<void> {
  await requireCatalog(database, schema);
  const { productId, domain, version, record } = entry;
  const written = await database.query(
    `INSERT INTO ${products(database, schema)} AS p (product_id, domain, version, record) VALUES ($1, $2, $3, $4)
       ON CONFLICT (product_id) DO UPDATE SET version = excluded.version, record = excluded.record, updated_at = now()
       WHERE p.domain = excluded.domain RETURNING product_id`,
    [productId, domain, version, JSON.stringify(record)],
  );
  if (written.length > 0) return;
  const taken = await readEntry(database, schema, productId);
  throw new MeshError(
    `catalog ${schema}: given: product ${productId} of domain ${domain}, an id that domain ${taken?.domain} has taken; ` +
      `allowed: an id that is unique in the mesh; fix: rename the product`,
  );
}

export async function readEntry(
  database: Database,
  schema: string,
  productId: string,
): Promise<CatalogRow | undefined> {
  if (!(await hasCatalog(database, schema))) return undefined;
  const statement = `SELECT ${COLUMNS} FROM ${products(database, schema)} WHERE product_id = $1`;
  const [row] = await database.query<CatalogRow>(statement, [productId]);
  return row;
}

/** Removes a product's own row; another domain's stays. */
export async function deleteEntry(
  database: Database,
  schema: string,
  { productId, domain }: Pick<CatalogEntry, "productId" | "domain">,
): Promise<void> {
  if (!(await hasCatalog(database, schema))) return;
  const statement = `DELETE FROM ${products(database, schema)} WHERE product_id = $1 AND domain = $2`;
  await database.query(statement, [productId, domain]);
}

async function requireCatalog(database: Database, schema: string): Promise<void> {
  if (await hasCatalog(database, schema)) return;
  throw new MeshError(
    `catalog ${schema}: given: a catalog that isn't there; allowed: one that the platform has deployed; fix: deploy the ` +
      `platform's stack first (mesh up)`,
  );
}

/** One row a port, for those who look for data rather than for products. Records without ports have no rows. */
function portsView(
  database: Database,
  schema: string,
  { view, property }: { readonly view: string; readonly property: string },
): string {
  const ports = `record->${database.text(property)}`;
  return `CREATE OR REPLACE VIEW ${database.name(schema)}.${database.name(view)} AS
    SELECT p.product_id, p.domain, p.version AS product_version, port->>'name' AS port, port->>'version' AS version,
           port->>'description' AS description, port->'contract'->>'id' AS contract_id,
           port->'contract'->>'status' AS contract_status, port AS record, p.updated_at
      FROM ${products(database, schema)} p,
           jsonb_array_elements(CASE jsonb_typeof(${ports}) WHEN 'array' THEN ${ports} ELSE '[]' END) AS port`;
}

function products(database: Database, schema: string): string {
  return `${database.name(schema)}.products`;
}
