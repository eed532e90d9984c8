import { dirname } from "node:path";
import { type EngineEvent, LocalWorkspace, type OpMap, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { clearLeftovers } from "../embedded";
import { messageOf, type Toolchain } from "../toolchain";
import { demand, needsAttestation, Plan, vouch } from "./attestation";
import { meshHome, pulumiEnvironment, ROOT } from "./project";
import { record } from "./refusals";
import { releaseDeadLocks } from "./state-locks";

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

const NO_CHANGES = { create: 0, update: 0, delete: 0, replace: 0, same: 0 } as const;

const TOPIC = "kafka:index/topic:Topic";
/** Said at each Secret; the folder is closed to others, and README.md says what the embedded default is not. */
const RENDERED = /^rendered (YAML|file) .*secret value in plaintext/;

/** The result of a stack that was left alone, because one before it failed. */
export function notRun(stack: string, failed: string): StackResult {
  return { stack, ok: false, changes: NO_CHANGES, violations: [], error: `not run, because ${failed} failed` };
}

/** Runs Pulumi on the project's stacks, always under the policy pack. */
export class Stacks {
  readonly #env: Record<string, string>;
  readonly #command: Promise<PulumiCommand>;
  readonly #log: Log;
  /** Warnings that were shown: what holds for all stacks is said once. */
  readonly #warned = new Set<string>();

  constructor(toolchain: Toolchain, log: Log) {
    this.#env = pulumiEnvironment(toolchain);
    this.#log = log;
    const { path } = toolchain.pulumi;
    this.#command = PulumiCommand.get({ root: dirname(dirname(path)), skipVersionCheck: true });
    releaseDeadLocks(this.#env.PULUMI_BACKEND_URL ?? "");
  }

  /** Stacks that have resources. */
  async present(): Promise<ReadonlySet<string>> {
    const workspace = await LocalWorkspace.create(await this.#options());
    const stacks = await workspace.listStacks();
    return new Set(stacks.filter(({ resourceCount = 0 }) => resourceCount > 0).map(({ name }) => name));
  }

  /** One operation on one stack. A failure is a result, not an exception. */
  async run(operation: Operation, name: string): Promise<StackResult> {
    return (await this.#run(operation, name)).result(name);
  }

  /** Previews, and vouches for what has passed. */
  async preview(name: string): Promise<StackResult> {
    const preview = await this.#run("preview", name);
    const result = preview.result(name);
    if (!result.ok) return result;
    try {
      const { said } = vouch({ root: ROOT, home: meshHome() }, name, preview.plan.hash);
      // Where none is needed, nobody misses it.
      if (needsAttestation(name)) this.#log(`${name}: ${said}`);
    } catch (error) {
      this.#log(`${name}: no attestation: ${messageOf(error)}`);
    }
    return result;
  }

  /**
   * Previews, and goes on only where the guardrails are kept and there is something to do; outside `local`, only where
   * an attestation is of just this.
   */
  async deploy(name: string): Promise<StackResult> {
    const preview = await this.#run("preview", name);
    if (!preview.isPending) return preview.result(name);
    try {
      demand({ root: ROOT, home: meshHome() }, name, preview.plan.hash);
    } catch (error) {
      preview.fail(messageOf(error));
      return preview.result(name);
    }
    const { deleted, kept } = await clearLeftovers(meshHome(), preview.topicsToCreate);
    for (const topic of deleted)
      this.#log(`${name}: topic ${topic} was left by an interrupted deployment; it is empty and is made anew`);
    for (const { topic, records } of kept)
      preview.fail(
        `topic ${topic}: given ${records} records, in a topic that no stack has; allowed: one that isn't there or is ` +
          `empty; fix: pulumi import kafka:index/topic:Topic ${topic} ${topic} --stack ${name}, or delete the topic`,
      );
    return kept.length > 0 ? preview.result(name) : this.run("up", name);
  }

  async #run(operation: Operation, name: string): Promise<Seen> {
    const started = Date.now();
    const seen = new Seen();
    this.#log(`${name}: ${operation} …`);
    try {
      const stack = await this.#stack(name);
      await this.#operate(operation, stack, seen);
    } catch (error) {
      seen.fail(messageOf(error));
    }
    for (const warning of seen.warnings.filter((one) => !this.#warned.has(one))) {
      this.#warned.add(warning);
      this.#log(`warning: ${warning}`);
    }
    const { ok, changes, violations } = seen.result(name);
    const time = new Date().toISOString();
    const run = `${name} ${time}`;
    const refusals = violations.map(({ guardrail, urn }) => ({ time, run, operation, stack: name, guardrail, urn }));
    record(meshHome(), refusals);
    const { create, update, replace, delete: gone } = changes;
    // A destroy first runs the program, which leaves everything as it is.
    const same = operation === "destroy" ? 0 : changes.same;
    const done = ok
      ? `${create} created, ${update} updated, ${replace} replaced, ${gone} deleted, ${same} unchanged`
      : `failed, ${violations.length} violations`;
    this.#log(`${name}: ${operation} ${done} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    return seen;
  }

  async #stack(stackName: string): Promise<Stack> {
    return LocalWorkspace.createOrSelectStack({ stackName, workDir: ROOT }, await this.#options());
  }

  async #options() {
    return { workDir: ROOT, pulumiCommand: await this.#command, envVars: this.#env };
  }

  async #operate(operation: Operation, stack: Stack, seen: Seen): Promise<void> {
    const onEvent = (event: EngineEvent) => seen.take(event);
    const policyPacks = [`${ROOT}/policy-pack`];
    if (operation === "preview") await stack.preview({ onEvent, policyPacks });
    else if (operation === "up") await stack.up({ onEvent, policyPacks });
    else {
      // By the program's word on where broker, registry and database are now, not by the state's.
      await stack.destroy({ onEvent, runProgram: true });
    }
  }
}

/** Collects what the engine says while it works. */
class Seen {
  readonly #violations = new Map<string, Violation>();
  readonly #errors: string[] = [];
  #changes: OpMap = {};
  #outputs: Readonly<Record<"old" | "new", string>> = { old: "", new: "" };
  #failure: string | undefined;
  /** Names of the topics that a preview would create. */
  readonly topicsToCreate: string[] = [];
  /** What the program warns of. */
  readonly warnings: string[] = [];
  readonly plan = new Plan();

  take(event: EngineEvent): void {
    const { policyEvent, diagnosticEvent, summaryEvent, resOutputsEvent, resourcePreEvent } = event;
    this.plan.take(event);
    if (resourcePreEvent?.metadata.op === "create" && resourcePreEvent.metadata.type === TOPIC) {
      const name: unknown = resourcePreEvent.metadata.new?.inputs.name;
      if (typeof name === "string") this.topicsToCreate.push(name);
    }
    if (policyEvent) {
      const { policyName, resourceUrn = "", enforcementLevel, message } = policyEvent;
      const violation = { guardrail: policyName, urn: resourceUrn, level: enforcementLevel, message: plain(message) };
      this.#violations.set(JSON.stringify(violation), violation);
    }
    if (diagnosticEvent?.severity === "error") this.#errors.push(plain(diagnosticEvent.message));
    if (diagnosticEvent?.severity === "warning" && !RENDERED.test(diagnosticEvent.message))
      this.warnings.push(plain(diagnosticEvent.message));
    if (summaryEvent) this.#changes = summaryEvent.resourceChanges;
    if (resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack") {
      const { old, new: next } = resOutputsEvent.metadata;
      this.#outputs = { old: JSON.stringify(old?.outputs ?? {}), new: JSON.stringify(next?.outputs ?? {}) };
    }
  }

  fail(message: string): void {
    this.#failure = message;
  }

  /** After a preview: true where an `up` would change something. Outputs of the stack count: others read them. */
  get isPending(): boolean {
    const { same: _same, ...changes } = this.#changes;
    const isChanged = Object.values(changes).some((count) => count > 0);
    return this.#failure === undefined && (isChanged || this.#outputs.old !== this.#outputs.new);
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
