/**
 * What the service counts (Prometheus). On the hot path only plain numbers are written; they become metrics when
 * somebody reads them.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Seconds; the bounds around the usual objectives of an API (10, 50, 100 ms) are the fine ones. */
const DURATIONS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export type Decision = "allow" | "deny" | "error";

/** Counts by a key of its labels, handed to prom-client as differences when collected. */
class Tally<L extends string> {
  readonly #counts = new Map<string, { readonly labels: Record<L, string>; count: number }>();

  constructor(name: string, help: string, options: { labels: readonly L[]; registry: Registry }) {
    const counts = this.#counts;
    new Counter({
      name,
      help,
      labelNames: [...options.labels],
      registers: [options.registry],
      collect() {
        for (const entry of counts.values()) {
          this.inc(entry.labels, entry.count);
          entry.count = 0;
        }
      },
    });
  }

  add(key: string, labels: () => Record<L, string>, by = 1): void {
    const entry = this.#counts.get(key);
    if (entry) entry.count += by;
    else this.#counts.set(key, { labels: labels(), count: by });
  }
}

export class Metrics {
  readonly registry = new Registry();
  readonly #requests: Tally<"method" | "route" | "status">;
  readonly #decisions: Tally<"route" | "decision">;
  readonly #records: Tally<"topic">;
  readonly #refused: Tally<"reason">;
  readonly #bundles: Counter;
  readonly #durations: Histogram<"route">;
  readonly #timers = new Map<string, Histogram.Internal<"route">>();

  /** `depth` and `ready` are read when the metrics are. */
  constructor(labels: Record<string, string>, state: { depth: () => number; ready: () => boolean }) {
    const registry = this.registry;
    registry.setDefaultLabels(labels);
    collectDefaultMetrics({ register: registry });
    this.#requests = new Tally("mesh_http_requests_total", "Answers by route and status", {
      labels: ["method", "route", "status"],
      registry,
    });
    this.#decisions = new Tally("mesh_policy_decisions_total", "Decisions of the runtime rules", {
      labels: ["route", "decision"],
      registry,
    });
    this.#records = new Tally("mesh_records_acknowledged_total", "Records that the broker acknowledged (acks=all)", {
      labels: ["topic"],
      registry,
    });
    this.#refused = new Tally("mesh_records_unacknowledged_total", "Records that were refused or not acknowledged", {
      labels: ["reason"],
      registry,
    });
    this.#bundles = new Counter({
      name: "mesh_bundle_refused_total",
      help: "Policy bundles that were refused while an earlier one went on deciding, or nothing did",
      registers: [registry],
    });
    this.#durations = new Histogram({
      name: "mesh_http_request_duration_seconds",
      help: "Time from request to answer",
      labelNames: ["route"],
      buckets: DURATIONS,
      registers: [registry],
    });
    gauge(registry, "mesh_queue_depth", "Records waiting for the broker, or on their way", state.depth);
    gauge(registry, "mesh_ready", "1 when the service can take records", () => (state.ready() ? 1 : 0));
  }

  answered(method: string, route: string, { status, seconds }: { status: number; seconds: number }): void {
    this.#requests.add(`${method} ${route} ${status}`, () => ({ method, route, status: String(status) }));
    let timer = this.#timers.get(route);
    if (!timer) {
      timer = this.#durations.labels(route);
      this.#timers.set(route, timer);
    }
    timer.observe(seconds);
  }

  decided(route: string, decision: Decision): void {
    this.#decisions.add(`${route} ${decision}`, () => ({ route, decision }));
  }

  bundleRefused(): void {
    this.#bundles.inc();
  }

  acknowledged(topic: string): void {
    this.#records.add(topic, () => ({ topic }));
  }

  unacknowledged(reason: string): void {
    this.#refused.add(reason, () => ({ reason }));
  }
}

function gauge(registry: Registry, name: string, ...[help, read]: readonly [string, () => number]): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
