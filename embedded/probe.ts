/** Asks a process how it is, as a kubelet does: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
import { setTimeout as sleep } from "node:timers/promises";

export interface Probe {
  /** Rejects with the reason where all is not well. `signal` ends it when its time is up. */
  readonly check: (signal: AbortSignal) => Promise<void>;
  readonly delayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  /** Failures in a row that count. */
  readonly failureThreshold: number;
}

export interface Probes {
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
}

/** The three probes of a part that has one way to be asked. */
export function probesOf(check: Probe["check"]): Probes {
  const base = { check, delayMs: 0, timeoutMs: 5_000 };
  return {
    startup: { ...base, periodMs: 250, failureThreshold: 240 },
    readiness: { ...base, periodMs: 2_000, failureThreshold: 2 },
    liveness: { ...base, delayMs: 2_000, periodMs: 3_000, failureThreshold: 3 },
  };
}

/** One look. @returns why all is not well, or undefined where it is */
export async function ask({ check, timeoutMs }: Probe): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error(`no answer within ${timeoutMs} ms`)), { once: true });
  });
  try {
    await Promise.race([check(signal), late]);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Looks again and again until `over`; tells each change for good or bad, the first answer included. */
export async function watch(
  probe: Probe,
  over: AbortSignal,
  tell: (problem: string | undefined) => void,
): Promise<void> {
  let failures = 0;
  let told: "well" | "ill" | undefined;
  const wait = (ms: number) => sleep(ms, undefined, { signal: over }).catch(() => undefined);
  await wait(probe.delayMs);
  while (!over.aborted) {
    const problem = await ask(probe);
    if (over.aborted) return;
    failures = problem === undefined ? 0 : failures + 1;
    const now = problem === undefined ? "well" : failures >= probe.failureThreshold ? "ill" : told;
    if (now !== told && now) tell(problem);
    told = now;
    await wait(probe.periodMs);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
