/** Talks to a running supervisor. */
import { isSame } from "./orphans";
import { type Runtime, readRuntime } from "./runtime";
import type { Status } from "./supervisor";

export type Control = NonNullable<Runtime["supervisor"]>;

/** The supervisor that lives; undefined where there is none. */
export function supervisorOf(home: string): Control | undefined {
  const control = readRuntime(home)?.supervisor;
  return control && isSame(control) ? control : undefined;
}

/** @throws Error where it doesn't answer in time */
export async function call(
  { url, token }: Control,
  route: "GET /status" | "POST /reconcile" | "POST /stop",
  timeoutMs = 5_000,
): Promise<Status> {
  const [method, path] = route.split(" ") as [string, string];
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`the supervisor answered ${response.status}`);
  return (await response.json()) as Status;
}
