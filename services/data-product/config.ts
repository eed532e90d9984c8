/**
 * The service's environment, read once at start.
 *
 * Everything about the data product itself comes from the model file (`MESH_PRODUCT`); the environment only says
 * where things are and who the service is.
 */

import type { KeyObject } from "node:crypto";
import { readPublicKey } from "./bundle-signature";

/** How the service reaches the broker. No `sasl` and no `tls`: PLAINTEXT. */
export interface KafkaConfig {
  /** `host:port`, at least one. */
  readonly bootstrap: readonly string[];
  readonly sasl?: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string };
  readonly tls: boolean;
  /** Overrides the topic of a product that has exactly one stream. */
  readonly topic?: string;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Path of the DataProduct model (JSON), `MESH_ROOT` applied. */
  readonly productFile: string;
  /** Path of the policy bundle (tar.gz with policy.wasm), `MESH_ROOT` applied. */
  readonly bundleFile: string;
  /** The key that bundles have to be signed with. @default bundles aren't verified */
  readonly bundleKey?: KeyObject;
  /** How often the bundle's file is looked at, milliseconds. */
  readonly bundlePollMs: number;
  /** Base of the Confluent API, without a slash at the end. */
  readonly registryUrl: string;
  readonly kafka: KafkaConfig;
  readonly logLevel: LogLevel;
  readonly limits: Limits;
}

/** Bounds that keep the service's memory and its answers bounded. */
export interface Limits {
  /** Largest request body, bytes. Environment `MAX_BODY_BYTES`. */
  readonly bodyBytes: number;
  /** Records that may wait for the broker. Environment `QUEUE_RECORDS`. */
  readonly queueRecords: number;
  /** Bytes (key + value) that may wait for the broker. Environment `QUEUE_BYTES`. */
  readonly queueBytes: number;
  /** Longest wait for a place in a request to the broker, milliseconds. Environment `QUEUE_WAIT_MS`. */
  readonly queueWaitMs: number;
  /** Longest wait for the broker's answer, milliseconds. Environment `PRODUCE_TIMEOUT_MS`. */
  readonly produceTimeoutMs: number;
  /**
   * How long requests are still taken after the signal to stop, while /readyz already says no, milliseconds. As long
   * as it takes a cluster to send them elsewhere. Environment `DRAIN_DELAY_MS`.
   */
  readonly drainDelayMs: number;
  /** Longest graceful shutdown after that, milliseconds. Environment `SHUTDOWN_TIMEOUT_MS`. */
  readonly shutdownMs: number;
}

const SASL_MECHANISMS = ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] as const;
type SaslMechanism = (typeof SASL_MECHANISMS)[number];
const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
const PROTOCOLS = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] as const;

/** Every fault of the environment at once, one line each: variable, given, allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

class Reader {
  readonly faults: string[] = [];
  constructor(private readonly env: Environment) {}

  text(name: string, fallback: string): string {
    return this.env[name] || fallback;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const given = this.env[name] || fallback;
    const found = allowed.find((value) => value === given);
    if (found === undefined) this.faults.push(`${name}: given "${given}", allowed ${allowed.join(", ")}`);
    return found ?? fallback;
  }

  integer(name: string, fallback: number, [least, most]: readonly [number, number]): number {
    const given = this.env[name];
    if (given === undefined || given === "") return fallback;
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.faults.push(`${name}: given "${given}", allowed a whole number from ${least} to ${most}`);
    return fallback;
  }

  /** A secret is never shown: a fault says only that it is missing. */
  required(name: string, why: string): string {
    const value = this.env[name];
    if (!value) this.faults.push(`${name}: not set, needed ${why}`);
    return value ?? "";
  }
}

/**
 * Reads the environment.
 *
 * @throws ConfigError naming each variable that cannot be used.
 */
export function readConfig(env: Environment): Config {
  const read = new Reader(env);
  const root = env.MESH_ROOT ?? "";
  const registryUrl = read.text("SCHEMA_REGISTRY_URL", "http://localhost:8081").replace(/\/+$/, "");
  if (!/^https?:\/\/./.test(registryUrl)) {
    read.faults.push(`SCHEMA_REGISTRY_URL: given "${registryUrl}", allowed an http or https address`);
  }
  const config: Config = {
    host: read.text("HOST", "0.0.0.0"),
    port: read.integer("PORT", 8000, [0, 65_535]),
    productFile: `${root}${read.text("MESH_PRODUCT", "/etc/mesh/product.json")}`,
    bundleFile: `${root}${read.text("MESH_BUNDLE", "/etc/mesh/bundle.tar.gz")}`,
    ...bundleKey(env, read),
    bundlePollMs: read.integer("BUNDLE_POLL_MS", 2_000, [10, 3_600_000]),
    registryUrl,
    kafka: readKafka(env, read),
    logLevel: read.oneOf("LOG_LEVEL", LOG_LEVELS, "info"),
    limits: {
      bodyBytes: read.integer("MAX_BODY_BYTES", 262_144, [1, 900_000]),
      queueRecords: read.integer("QUEUE_RECORDS", 10_000, [1, 1_000_000]),
      queueBytes: read.integer("QUEUE_BYTES", 16_777_216, [1, 1_073_741_824]),
      queueWaitMs: read.integer("QUEUE_WAIT_MS", 2_000, [1, 60_000]),
      produceTimeoutMs: read.integer("PRODUCE_TIMEOUT_MS", 5_000, [100, 60_000]),
      drainDelayMs: read.integer("DRAIN_DELAY_MS", 2_000, [0, 60_000]),
      shutdownMs: read.integer("SHUTDOWN_TIMEOUT_MS", 10_000, [100, 300_000]),
    },
  };
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return config;
}

function bundleKey({ MESH_BUNDLE_KEY }: Environment, { faults }: Reader): { bundleKey?: KeyObject } {
  if (!MESH_BUNDLE_KEY) return {};
  try {
    return { bundleKey: readPublicKey(MESH_BUNDLE_KEY) };
  } catch {
    faults.push("MESH_BUNDLE_KEY: given another text, allowed an RSA public key in PEM");
    return {};
  }
}

function readKafka(env: Environment, read: Reader): KafkaConfig {
  const bootstrap = read
    .text("KAFKA_BOOTSTRAP", "localhost:9092")
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  for (const address of bootstrap) {
    if (!/^[^\s:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/.test(address)) {
      read.faults.push(`KAFKA_BOOTSTRAP: given "${address}", allowed host:port, several separated by commas`);
    }
  }
  if (bootstrap.length === 0) read.faults.push("KAFKA_BOOTSTRAP: empty, allowed host:port");
  const protocol = read.oneOf("KAFKA_SECURITY_PROTOCOL", PROTOCOLS, "PLAINTEXT");
  const why = `by KAFKA_SECURITY_PROTOCOL=${protocol}`;
  return {
    bootstrap,
    tls: protocol.endsWith("SSL"),
    ...(protocol.startsWith("SASL") && {
      sasl: {
        mechanism: read.oneOf("KAFKA_SASL_MECHANISM", SASL_MECHANISMS, "SCRAM-SHA-512"),
        username: read.required("KAFKA_USERNAME", why),
        password: read.required("KAFKA_PASSWORD", why),
      },
    }),
    ...(env.KAFKA_TOPIC && { topic: env.KAFKA_TOPIC }),
  };
}
