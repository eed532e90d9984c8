import { dirname } from "node:path";
import { type EngineEvent, LocalWorkspace, type OpMap, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { Toolchain } from "../toolchain";
import { pulumiEnvironment, ROOT } from "./project";

export interface Violation {
  readonly guardrail: string;
  readonly urn: string;
  readonly level: string;
  readonly message: string;
}

/** What one operation on one stack came to; the form of `--format json`. */
export interface StackResult {
  readonly stack: string;
  readonly ok: boolean;
  readonly changes: Readonly<Record<"create" | "update" | "delete" | "replace" | "same", number>>;
  readonly violations: readonly Violation[];
  readonly error: string | null;
}

export type Operation = "preview" | "up" | "destroy";
export type Log = (line: string) => void;

/** Runs Pulumi on the project's stacks, always under the policy pack. */
export class Stacks {
  readonly #env: Record<string, string>;
  readonly #command: Promise<PulumiCommand>;

  constructor(toolchain: Toolchain, log: Log) {
    this.#env = pulumiEnvironment(toolchain);
    this.#log = log;
    const { path } = toolchain.pulumi;
    this.#command = PulumiCommand.get({ root: dirname(dirname(path)), skipVersionCheck: true });
  }
  readonly #log: Log;

  /** One operation on one stack. A failure is a result, not an exception. */
  async run(operation: Operation, name: string): Promise<StackResult> {
    const started = Date.now();
    const seen = new Seen();
    this.#log(`${name}: ${operation} …`);
    try {
      const stack = await this.#stack(name);
      await this.#operate(operation, stack, seen);
    } catch (error) {
      seen.fail(error instanceof Error ? error.message : String(error));
    }
    const result = seen.result(name);
    const { create, update, replace, delete: gone, same } = result.changes;
    const done = result.ok
      ? `${create} created, ${update} updated, ${replace} replaced, ${gone} deleted, ${same} unchanged`
      : `failed, ${result.violations.length} violations`;
    this.#log(`${name}: ${operation} ${done} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  }

  async #stack(stackName: string): Promise<Stack> {
    const options = { pulumiCommand: await this.#command, envVars: this.#env };
    return LocalWorkspace.createOrSelectStack({ stackName, workDir: ROOT }, options);
  }

  async #operate(operation: Operation, stack: Stack, seen: Seen): Promise<void> {
    const onEvent = (event: EngineEvent) => seen.take(event);
    const policyPacks = [`${ROOT}/policy-pack`];
    if (operation === "preview") await stack.preview({ onEvent, policyPacks });
    else if (operation === "up") await stack.up({ onEvent, policyPacks });
    else await stack.destroy({ onEvent, remove: true });
  }
}

/** Collects what the engine says while it works. */
class Seen {
  readonly #violations = new Map<string, Violation>();
  readonly #errors: string[] = [];
  #changes: OpMap = {};
  #failure: string | undefined;

  take({ policyEvent, diagnosticEvent, summaryEvent }: EngineEvent): void {
    if (policyEvent) {
      const { policyName, resourceUrn = "", enforcementLevel, message } = policyEvent;
      const violation = { guardrail: policyName, urn: resourceUrn, level: enforcementLevel, message: plain(message) };
      this.#violations.set(JSON.stringify(violation), violation);
    }
    if (diagnosticEvent?.severity === "error") this.#errors.push(plain(diagnosticEvent.message));
    if (summaryEvent) this.#changes = summaryEvent.resourceChanges;
  }

  fail(message: string): void {
    this.#failure = message;
  }

  result(stack: string): StackResult {
    const { create = 0, update = 0, delete: gone = 0, replace = 0, same = 0 } = this.#changes;
    const violations = [...this.#violations.values()];
    const said = this.#errors.join("\n").trim();
    // The Automation API's own message holds the whole output; the engine's diagnostics say it shorter.
    const error =
      this.#failure === undefined
        ? null
        : said || (violations.length > 0 ? "the policy pack refused it" : this.#failure);
    return { stack, ok: error === null, changes: { create, update, delete: gone, replace, same }, violations, error };
  }
}

/** Without the engine's colour marks `<{%…%}>`. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
