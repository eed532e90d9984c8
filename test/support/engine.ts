/** `pulumi preview` as somebody runs it by hand, with what `mesh env` prints, in a checkout that is compiled once. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { Checkout } from "./checkout";

export interface Preview {
  readonly code: number;
  /** All that was printed. */
  readonly output: string;
  /** Mandatory violations, as the engine counts them. */
  readonly violations: readonly { readonly guardrail: string; readonly message: string; readonly urn: string }[];
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

  /** Compiles the first checkout, makes the stacks there, and copies it for the others. */
  static async start(count: number, stacks: readonly string[]): Promise<Engines> {
    const first = new Checkout();
    const env = await environment(first);
    for (const stack of stacks) await must(first, ["pulumi", "stack", "init", stack], env);
    const checkouts = [first, ...Array.from({ length: count - 1 }, () => new Checkout(first.root))];
    const moved = checkouts.map((checkout) => [checkout, elsewhere(env, first.root, checkout.root)] as const);
    return new Engines(checkouts, new Map(moved));
  }

  /** A preview of one stack, after `change` has been made to the checkout. */
  async preview(stack: string, change: (checkout: Checkout) => void): Promise<Preview> {
    const checkout = this.#free.pop() ?? (await new Promise<Checkout>((ready) => this.#waiting.push(ready)));
    try {
      change(checkout);
      return await preview(checkout, stack, this.environments.get(checkout) ?? {});
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

async function preview(checkout: Checkout, stack: string, env: NodeJS.ProcessEnv): Promise<Preview> {
  const log = join(checkout.root, ".mesh", "events.json");
  rmSync(log, { force: true });
  const command = ["pulumi", "preview", "--stack", stack, "--non-interactive", "--event-log", log];
  // The flag --event-log is one of those that the engine has for its own automation only.
  const { code, stdout, stderr } = await checkout.run(command, { ...env, PULUMI_DEBUG_COMMANDS: "true" });
  const events = readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : (JSON.parse(line) as EngineEvent)));
  return {
    code,
    output: stdout + stderr,
    violations: events.flatMap(({ policyEvent: event }) =>
      event?.enforcementLevel === "mandatory"
        ? { guardrail: event.policyName, message: event.message, urn: event.resourceUrn ?? "" }
        : [],
    ),
    errors: events.flatMap(({ diagnosticEvent: event }) => (event?.severity === "error" ? event.message.trim() : [])),
  };
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
