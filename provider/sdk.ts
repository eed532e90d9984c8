/** The `mesh` provider's resources for Pulumi programs: typed and documented; the provider checks what is given. */
import * as pulumi from "@pulumi/pulumi";

export type Compatibility =
  | "BACKWARD"
  | "BACKWARD_TRANSITIVE"
  | "FORWARD"
  | "FORWARD_TRANSITIVE"
  | "FULL"
  | "FULL_TRANSITIVE"
  | "NONE";

export interface MeshProviderArgs {
  /**
   * The schema registry's Confluent API, e.g. `http://127.0.0.1:8081/apis/ccompat/v7`. Has to be known at preview: a
   * provider with an unknown configuration is never asked, so its checks would all pass unseen.
   * @default there is no registry: subjects are judged against the versions kept in git, and can't be deployed
   */
  readonly registryUrl?: pulumi.Input<string>;
  /**
   * The mesh's Postgres with an administrator's login, as a secret: `postgresql://user:password@host:port/database`.
   * @default there is no database: catalog and database schemas can't be deployed
   */
  readonly databaseUrl?: pulumi.Input<string>;
  /** True where nothing is deployed: nothing is asked over the network, and nothing can be changed. @default false */
  readonly offline?: pulumi.Input<boolean>;
}

/** Where the registry and the database are. */
export class MeshProvider extends pulumi.ProviderResource {
  constructor(name: string, args: MeshProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const { databaseUrl } = args;
    const inputs = databaseUrl === undefined ? args : { ...args, databaseUrl: pulumi.secret(databaseUrl) };
    super("mesh", name, { ...inputs }, opts);
  }
}

export interface KeptVersionArgs {
  /** The contract's version that the schema belongs to, e.g. `1.1.0`. */
  readonly version: pulumi.Input<string>;
  /** The schema's text as it was released. */
  readonly schema: pulumi.Input<string>;
}

export interface SubjectArgs {
  /** Name, e.g. `orders.v1-value`. Another name is another subject. */
  readonly subject: pulumi.Input<string>;
  readonly schemaType: pulumi.Input<"AVRO" | "JSON">;
  /** The schema's text. Keys in another order, or other white space, are no change. */
  readonly schema: pulumi.Input<string>;
  readonly compatibility: pulumi.Input<Compatibility>;
  /** The released versions kept in git, oldest first; the schema has to be compatible with them too. @default none */
  readonly kept?: pulumi.Input<readonly pulumi.Input<KeptVersionArgs>[]>;
  /** True to let a delete remove the subject with all its versions. @default false: it is refused */
  readonly allowDelete?: pulumi.Input<boolean>;
}

/** A subject of the schema registry. An incompatible schema is refused at preview. */
export class Subject extends pulumi.CustomResource {
  /** The registry's id of the schema, as it goes on the wire. */
  declare readonly schemaId: pulumi.Output<number>;
  /** The schema's version under the subject. */
  declare readonly version: pulumi.Output<number>;
  declare readonly subject: pulumi.Output<string>;

  constructor(name: string, args: SubjectArgs, opts?: pulumi.CustomResourceOptions) {
    super("mesh:index:Subject", name, { ...args, schemaId: undefined, version: undefined }, opts);
  }
}

export interface RegistryDefaultsArgs {
  /** The mode of subjects that have none of their own. */
  readonly compatibility: pulumi.Input<Compatibility>;
}

/** The registry's global compatibility mode. A delete puts the registry's own default back. */
export class RegistryDefaults extends pulumi.CustomResource {
  declare readonly compatibility: pulumi.Output<Compatibility>;

  constructor(name: string, args: RegistryDefaultsArgs, opts?: pulumi.CustomResourceOptions) {
    super("mesh:index:RegistryDefaults", name, { ...args }, opts);
  }
}

export interface CatalogArgs {
  /** Postgres schema, e.g. `mesh_catalog`. */
  readonly schema: pulumi.Input<string>;
}

/** The schema in which all products are recorded. A delete is refused while there are products in it. */
export class Catalog extends pulumi.CustomResource {
  declare readonly schema: pulumi.Output<string>;

  constructor(name: string, args: CatalogArgs, opts?: pulumi.CustomResourceOptions) {
    super("mesh:index:Catalog", name, { ...args }, opts);
  }
}

export interface CatalogRecordArgs {
  /** The catalog's Postgres schema. */
  readonly catalog: pulumi.Input<string>;
  /** Unique in the mesh. */
  readonly productId: pulumi.Input<string>;
  readonly domain: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
  /**
   * Ports, contracts, owner, support, objectives. `outputPorts` and `inputPorts` (arrays of `{name, version,
   * description?, contract: {id, status?}}`) are what the catalog's views `output_ports` and `input_ports` show.
   */
  readonly record: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** A product's row in the catalog. */
export class CatalogRecord extends pulumi.CustomResource {
  declare readonly productId: pulumi.Output<string>;

  constructor(name: string, args: CatalogRecordArgs, opts?: pulumi.CustomResourceOptions) {
    super("mesh:index:CatalogRecord", name, { ...args }, opts);
  }
}

export interface ColumnArgs {
  readonly name: pulumi.Input<string>;
  /** Postgres type, e.g. `text`, `numeric(12,2)`, `timestamptz`. */
  readonly type: pulumi.Input<string>;
  readonly nullable: pulumi.Input<boolean>;
  /** @default no comment */
  readonly comment?: pulumi.Input<string>;
}

export interface TableArgs {
  readonly name: pulumi.Input<string>;
  readonly columns: pulumi.Input<readonly pulumi.Input<ColumnArgs>[]>;
  /** Names of columns; `[]` for none. */
  readonly primaryKey: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** @default no comment */
  readonly comment?: pulumi.Input<string>;
}

export interface DatabaseRoleArgs {
  /** Unique on the database server. */
  readonly name: pulumi.Input<string>;
  /** `write` = SELECT, INSERT, UPDATE on all tables; `read` = SELECT. */
  readonly access: pulumi.Input<"write" | "read">;
  /** 16 to 256 printable ASCII characters; a secret in the state. */
  readonly password: pulumi.Input<string>;
}

export interface DatabaseSchemaArgs {
  /** Name, at most 57 characters. Another name is another schema. */
  readonly schema: pulumi.Input<string>;
  readonly tables: pulumi.Input<readonly pulumi.Input<TableArgs>[]>;
  readonly roles: pulumi.Input<readonly pulumi.Input<DatabaseRoleArgs>[]>;
  /** True to let a change or a delete lose data. @default false: it is refused, a change at preview */
  readonly allowDataLoss?: pulumi.Input<boolean>;
}

/** A schema in the mesh's Postgres with its tables, an owner nobody logs in as, and login roles. */
export class DatabaseSchema extends pulumi.CustomResource {
  declare readonly schema: pulumi.Output<string>;

  constructor(name: string, args: DatabaseSchemaArgs, opts?: pulumi.CustomResourceOptions) {
    super("mesh:index:DatabaseSchema", name, { ...args }, opts);
  }
}

export interface PasswordArgs {
  /** Number of characters, 16 to 256. Another length is another password. @default 32 */
  readonly length?: pulumi.Input<number>;
}

/** A random password, made once; letters, digits, `-` and `_`. */
export class Password extends pulumi.CustomResource {
  /** The password, a secret. */
  declare readonly result: pulumi.Output<string>;

  constructor(name: string, args: PasswordArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const secret = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["result"] });
    super("mesh:index:Password", name, { ...args, result: undefined }, secret);
  }
}
