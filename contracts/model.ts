/**
 * The DataProduct model: what everything behind the contracts works on.
 *
 * Plain JSON (no classes, no functions, no Outputs), deeply frozen and fully known, so that a preview sees all of
 * it, a policy can judge it and a service can be handed it as a file. It is made by `loadProduct` from one ODPS file
 * and the ODCS files its ports name. Every name that something is deployed under (topic, subject, table, principal)
 * is already decided here: components only carry it out.
 */

/** A number with its unit, as an SLA gives it. `ms` is the same in milliseconds where the unit is one of time. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
  readonly ms?: number;
}

/** Where in the mesh's files something is said; for messages. `path` is like `schema[0].properties[2].classification`. */
export interface Source {
  /** File, relative to the project's root. */
  readonly file: string;
  readonly path: string;
}

export interface Description {
  readonly purpose?: string;
  readonly limitations?: string;
  readonly usage?: string;
}

export interface Member {
  readonly username: string;
  readonly name?: string;
  readonly role?: string;
}

/** The team that owns a product. `owner` is the member whose role is owner (any case, "Data Product Owner" counts). */
export interface Team {
  readonly name: string;
  readonly description?: string;
  readonly members: readonly Member[];
  readonly owner?: Member;
}

export interface SupportChannel {
  readonly channel: string;
  readonly url?: string;
  readonly tool?: string;
  readonly scope?: string;
  readonly description?: string;
}

/** A role that a contract offers. `consumers`, where given, are the only product ids that may take it. */
export interface Role {
  readonly role: string;
  readonly access: string;
  readonly description?: string;
  readonly consumers?: readonly string[];
}

/** The promises of a contract, read from its `slaProperties` and checked for their units. */
export interface Objectives {
  /** How old data may be when it arrives. ODCS `freshness` (or its older name `latency` with driver of age). */
  readonly freshness?: Quantity;
  /** Longest answer of the API, at the 99th percentile. ODCS `latency`. */
  readonly latency?: Quantity;
  /** Percent of time, 0 to 100. ODCS `availability`. */
  readonly availability?: Quantity;
  /** How long data is kept. ODCS `retention`. */
  readonly retention?: Quantity;
  /** ISO 8601 dates. ODCS `endOfSupport`, `endOfLife`. */
  readonly endOfSupport?: string;
  readonly endOfLife?: string;
}

export type LogicalType =
  | "string"
  | "date"
  | "timestamp"
  | "time"
  | "number"
  | "integer"
  | "object"
  | "array"
  | "boolean";

/** ODCS `logicalTypeOptions`, those that bound a value. */
export interface TypeOptions {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

/** A quality rule of a property or dataset. `type` is library, sql, text or custom. */
export interface QualityRule {
  readonly type: string;
  /** Library rules: nullValues, duplicateValues, invalidValues, missingValues, rowCount. */
  readonly metric?: string;
  readonly dimension?: string;
  readonly unit?: string;
  readonly mustBe?: number | string | boolean;
  readonly mustBeLessThan?: number;
  readonly mustBeLessOrEqualTo?: number;
  readonly mustBeGreaterThan?: number;
  readonly mustBeGreaterOrEqualTo?: number;
  readonly query?: string;
  readonly description?: string;
}

export interface Property {
  readonly name: string;
  readonly logicalType: LogicalType;
  readonly physicalType?: string;
  readonly businessName?: string;
  readonly description?: string;
  readonly required: boolean;
  /** False where the contract leaves `required` out: a guardrail wants it stated. */
  readonly requiredStated: boolean;
  readonly unique: boolean;
  readonly primaryKey: boolean;
  /** public, internal, confidential, restricted; as written. */
  readonly classification?: string;
  readonly encryptedName?: string;
  /** How the value is shown where not everybody may see it: customProperty `masking` (redact, hash, tokenize). */
  readonly masking?: string;
  /** Former names, under which records were written: customProperty `aliases`. */
  readonly aliases?: readonly string[];
  readonly options: TypeOptions;
  /** Allowed values: ODCS has no enum of its own before 3.1 quality rules; customProperty `enum` or `validValues`. */
  readonly enum?: readonly string[];
  readonly examples: readonly unknown[];
  readonly quality: readonly QualityRule[];
  /** Of an object. */
  readonly properties?: readonly Property[];
  /** Of an array. */
  readonly items?: Property;
  /** Of an object whose keys aren't fixed (a map, since ODCS 3.2.0). */
  readonly values?: Property;
  /** Of such an object, where more than their being text is said of its keys. */
  readonly keys?: Property;
  readonly source: Source;
}

/** An event stream: a Kafka topic as it has to be. Replicas are the target's default where the contract is silent. */
export interface Stream {
  /** `<domain>.<entity>.v<major>`, or the contract's `legacyStreamName`. */
  readonly topic: string;
  /** True where the topic's name is a registered legacy name. */
  readonly legacyName: boolean;
  readonly partitions: number;
  readonly replicas?: number;
  readonly minInsyncReplicas?: number;
  readonly cleanup: "delete" | "compact";
  /** Milliseconds; absent = the contract promises no retention (a guardrail objects). */
  readonly retentionMs?: number;
  readonly source: Source;
}

/** Confluent's compatibility modes. */
export type CompatibilityMode =
  | "NONE"
  | "BACKWARD"
  | "BACKWARD_TRANSITIVE"
  | "FORWARD"
  | "FORWARD_TRANSITIVE"
  | "FULL"
  | "FULL_TRANSITIVE";

/** A schema registry subject. */
export interface Subject {
  /** `<topic>-value` */
  readonly subject: string;
  readonly schemaType: "AVRO" | "JSON";
  /** The schema's canonical text, derived from the dataset. */
  readonly schema: string;
  /** Confluent's modes; BACKWARD_TRANSITIVE where the contract is silent. */
  readonly compatibility: CompatibilityMode;
  /** Versions kept in git under `domains/<domain>/schemas/<subject>/<version>.avsc|json`, oldest first. */
  readonly kept: readonly { readonly version: string; readonly schema: string }[];
  readonly source: Source;
}

export interface Column {
  readonly name: string;
  /** Postgres type, e.g. `text`, `numeric(12,2)`, `timestamptz`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly comment?: string;
}

/** A database table. */
export interface Table {
  /** Postgres schema: the product's id in snake case. */
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly comment?: string;
  readonly source: Source;
}

/** One schema object of a contract, and where it lives. */
export interface Dataset {
  readonly name: string;
  /** URL segment and topic segment, e.g. `orders`: POST /orders. */
  readonly entity: string;
  readonly description?: string;
  readonly properties: readonly Property[];
  readonly quality: readonly QualityRule[];
  /** First of the primary key; of a simple one, the property whose value is the record's key. */
  readonly key?: string;
  /** All of the primary key, in its order, where it has several properties: together they are the record's key. */
  readonly keys?: readonly string[];
  /** Present where the contract has a `kafka` server. */
  readonly stream?: Stream;
  readonly deadLetter?: Stream;
  readonly subject?: Subject;
  /** Present where the contract has a `postgres` server. */
  readonly table?: Table;
  readonly source: Source;
}

export interface Server {
  readonly server: string;
  readonly type: string;
  readonly format?: string;
  readonly environment?: string;
}

export interface Contract {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly domain: string;
  readonly description: Description;
  readonly servers: readonly Server[];
  readonly datasets: readonly Dataset[];
  readonly roles: readonly Role[];
  readonly objectives: Objectives;
  readonly team?: Team;
  readonly support: readonly SupportChannel[];
  readonly tags: readonly string[];
  readonly source: Source;
}

export interface OutputPort {
  readonly name: string;
  /** Classifications that everybody who gets at the port may see: customProperty `clearedFor`. */
  readonly clearedFor?: readonly string[];
  readonly description?: string;
  readonly version: string;
  readonly contract: Contract;
  readonly source: Source;
}

/** An input port, resolved to the output port of another product that it reads. */
export interface InputPort {
  readonly name: string;
  readonly version: string;
  /** Role asked for; has to be among the contract's roles. */
  readonly role?: string;
  readonly product: { readonly id: string; readonly domain: string };
  readonly contract: Contract;
  /** One for each dataset with a stream that the port reads, named after the reading product and what it reads. */
  readonly deadLetters: readonly Stream[];
  readonly source: Source;
}

export interface Quota {
  /** Bytes per second, per broker. */
  readonly producerByteRate: number;
  readonly consumerByteRate: number;
}

/** One data product of one domain. */
export interface DataProduct {
  /** Slug, unique in the mesh: `[a-z]([-a-z0-9]*[a-z0-9])?`, at most 40 characters. Names every child. */
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly version: string;
  readonly status: string;
  readonly description: Description;
  readonly team?: Team;
  readonly support: readonly SupportChannel[];
  readonly tags: readonly string[];
  /** Kafka user and service identity: `<domain>.<id>`. */
  readonly principal: string;
  readonly quota: Quota;
  readonly outputPorts: readonly OutputPort[];
  readonly inputPorts: readonly InputPort[];
  readonly source: Source;
}
