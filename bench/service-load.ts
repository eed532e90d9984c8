/**
 * The load, in a process of its own: posts orders for some seconds and prints what it saw as one JSON line.
 *
 * autocannon's own histogram has whole milliseconds; here every answer's time is kept.
 */
import autocannon from "autocannon";

/** Given on the command line as JSON. */
export interface LoadOrder {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadReport {
  /** Answers with 201 per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers with 201. */
  readonly accepted: number;
  /** Other answers, errors and timeouts. */
  readonly failed: number;
}

const BODIES = 500;

async function load(order: LoadOrder): Promise<LoadReport> {
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const done = (error: unknown, found: autocannon.Result) => (error ? reject(error) : resolve(found));
    autocannon(optionsOf(order), done).on("response", (_client, _status, _bytes, time) => {
      times.push(time);
    });
  });
  times.sort((a, b) => a - b);
  const accepted = result["2xx"];
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    rate: accepted / result.duration,
    p50: at(0.5),
    p99: at(0.99),
    accepted,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

function optionsOf({ url, connections, seconds }: LoadOrder): autocannon.Options {
  return {
    url,
    connections,
    duration: seconds,
    method: "POST",
    headers: { "content-type": "application/json" },
    // The article's order, nothing more: the baseline knows no other fields.
    requests: Array.from({ length: BODIES }, (_, index) => ({
      body: JSON.stringify({ order_id: `o-${index}`, customer_id: `c-${index % 7}`, amount: 12.5, currency: "EUR" }),
    })),
  };
}

const [order = "{}"] = process.argv.slice(2);
load(JSON.parse(order) as LoadOrder).then(
  (report) => process.stdout.write(`${JSON.stringify(report)}\n`),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
