/** `pulumi preview` as somebody runs it by hand, with what `mesh env` prints, in a checkout that is compiled once. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { Checkout } from "./checkout";

/** One violation, without the guardrail's description. */
export interface Reported {
  readonly guardrail: string;
  readonly message: string;
  readonly urn: string;
}

export interface Preview {
  readonly code: number;
  /** All that was printed. */
  readonly output: string;
  /** Mandatory violations, as the engine counts them. */
  readonly violations: readonly Reported[];
  /** What else the engine calls an error. */
  readonly errors: readonly string[];
}

/** A few checkouts in which previews run side by side, one each; a preview's changes are taken back after it. */
export class Engines {
  readonly #free: Checkout[];
  readonly #waiting: ((checkout: Checkout) => void)[] = [];

  private constructor(
    private readonly checkouts: readonly Checkout[],
    private readonly environments: ReadonlyMap<Checkout, NodeJS.ProcessEnv>,
  ) {
    this.#free = [...checkouts];
  }

  /**
   * Compiles the first checkout, makes the stacks there, and copies it for the others.
   *
   * @param components URNs of components that a stack's state already has, by stack
   */
  static async start(
    count: number,
    stacks: readonly string[],
    components: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<Engines> {
    const first = new Checkout();
    const env = await environment(first);
    for (const stack of stacks) {
      await must(first, ["pulumi", "stack", "init", stack], env);
      if (!components[stack]) continue;
      first.write(".mesh/state.json", state(components[stack]));
      await must(first, ["pulumi", "stack", "import", "--stack", stack, "--file", ".mesh/state.json"], env);
    }
    const checkouts = [first, ...Array.from({ length: count - 1 }, () => new Checkout(first.root))];
    const moved = checkouts.map((checkout) => [checkout, elsewhere(env, first.root, checkout.root)] as const);
    return new Engines(checkouts, new Map(moved));
  }

  /** A preview of one stack, after `change` has been made to the checkout. */
  async preview(stack: string, change: (checkout: Checkout) => void, how: How = {}): Promise<Preview> {
    return this.use((checkout, env) => {
      change(checkout);
      return preview(checkout, stack, { ...how, env: { ...env, ...how.env } });
    });
  }

  /** Works in a checkout that nobody else has meanwhile; its files are put back afterwards. */
  async use<T>(work: (checkout: Checkout, env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
    const checkout = this.#free.pop() ?? (await new Promise<Checkout>((ready) => this.#waiting.push(ready)));
    try {
      return await work(checkout, this.environments.get(checkout) ?? {});
    } finally {
      checkout.restore();
      const next = this.#waiting.shift();
      if (next) next(checkout);
      else this.#free.push(checkout);
    }
  }

  remove(): void {
    for (const checkout of this.checkouts) checkout.remove();
  }
}

/** How it is run, where it isn't a plain preview. */
export interface How {
  /** @default "preview" */
  readonly operation?: "preview" | "up";
  /** Further arguments. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** One run of the engine on a stack. */
export async function preview(
  checkout: Checkout,
  stack: string,
  { operation = "preview", args = [], env = {} }: How,
): Promise<Preview> {
  const log = join(checkout.root, ".mesh", "events.json");
  rmSync(log, { force: true });
  const command = ["pulumi", operation, "--stack", stack, "--non-interactive", "--event-log", log, ...args];
  // The flag --event-log is one of those that the engine has for its own automation only.
  const { code, stdout, stderr } = await checkout.run(command, { ...env, PULUMI_DEBUG_COMMANDS: "true" });
  const events = (existsSync(log) ? readFileSync(log, "utf8") : "")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : (JSON.parse(line) as EngineEvent)));
  return {
    code,
    output: stdout + stderr,
    violations: events.flatMap(({ policyEvent: event }) =>
      event?.enforcementLevel === "mandatory"
        ? { guardrail: event.policyName, message: said(event.message), urn: event.resourceUrn ?? "" }
        : [],
    ),
    errors: events.flatMap(({ diagnosticEvent: event }) => (event?.severity === "error" ? event.message.trim() : [])),
  };
}

/** What the guardrail said: the SDK puts its description before. */
function said(message: string): string {
  return message.slice(message.indexOf("\n") + 1).trim();
}

/** A stack's state as `pulumi stack export` writes it. */
function state(components: readonly string[]): string {
  const resources = components.map((urn) => ({ urn, custom: false, type: urn.split("::")[2] }));
  return JSON.stringify({ version: 3, deployment: { manifest: { time: "2026-01-01T00:00:00Z" }, resources } });
}

async function environment(checkout: Checkout): Promise<NodeJS.ProcessEnv> {
  const { code, stdout, stderr } = await checkout.mesh("env");
  if (code !== 0) throw new Error(`mesh env failed: ${stderr}`);
  const printed = [...stdout.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value] as const);
  return { ...process.env, ...Object.fromEntries(printed) };
}

function elsewhere(env: NodeJS.ProcessEnv, from: string, to: string): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.replaceAll(from, to)]));
}

async function must(checkout: Checkout, command: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout, stderr } = await checkout.run(command, env);
  if (code !== 0) throw new Error(`${command.join(" ")} failed: ${stdout}${stderr}`);
}
