import type { DataProduct, Source } from "../../contracts/model";
import type { Known } from "./known";
import type { Exempted } from "./ledger";
import type { Container, Pod } from "./pods";

/** Parts of the federation's rule book, as `mesh guardrails` groups them. */
export type Section = "streams" | "contracts" | "kubernetes" | "databases" | "aws" | "gate" | "domains";

/** A number that a domain may only raise (`up`) or lower (`down`). */
export interface NumberParameter {
  readonly unit: string;
  readonly default: number;
  readonly direction: "up" | "down";
  readonly description: string;
}

/** A list that a domain may only shorten (`subset`: what is allowed) or extend (`superset`: what is demanded). */
export interface ListParameter {
  readonly unit: string;
  readonly default: readonly string[];
  readonly direction: "subset" | "superset";
  readonly description: string;
}

export type Parameter = NumberParameter | ListParameter;
export type Parameters = Readonly<Record<string, Parameter>>;
export type Value = number | readonly string[];
export type Values<P extends Parameters = Parameters> = {
  readonly [K in keyof P]: P[K] extends NumberParameter ? number : readonly string[];
};

/** One broken rule. `at` is where the contract says it, `urn` the resource where it isn't the one being judged. */
export interface Finding {
  readonly message: string;
  readonly at?: Source | undefined;
  readonly urn?: string | undefined;
}

/** Findings are yielded, so that those before an unknown value are kept. */
export type Findings = Iterable<Finding | string>;

/** Who makes a resource. */
export interface Provider {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** A resource as registered: its inputs, after the provider's own check. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Known;
  readonly protect: boolean;
  /** Paths of properties whose changes the program wants ignored. */
  readonly ignoreChanges: readonly string[];
  /** URN under which the state has the resource where it isn't its own: the engine names only the alias that it took. */
  readonly aliases: readonly string[];
  /** True where it is a `*Patch`: what it doesn't say stays as it is. */
  readonly patch?: boolean;
  /** Absent of components, of providers themselves, and where nobody said it. */
  readonly provider?: Provider | undefined;
}

/** A data product of the stack: the `model` input of its component. */
export interface Product {
  readonly urn: string;
  readonly model: DataProduct;
}

/** What a check may know besides its subject. */
export interface Context<P extends Parameters = Parameters> {
  /** Parameters, as the stack's domain has tightened them. */
  readonly values: Values<P>;
  /** Name of the stack, `<domain>-<environment>`. */
  readonly stack: string;
  readonly domain: string;
  /** The platform's stack serves all domains and belongs to none. */
  readonly isPlatform: boolean;
  /** True in the one environment whose data is nobody's loss: `local`. */
  readonly throwAway: boolean;
  /** The products registered so far; in a stack check, all of them. */
  readonly products: readonly Product[];
  /** The exemptions of this stack's resources, as far as the run has come. */
  readonly exemptions: readonly Exempted[];
  /** ISO 8601 date: what is in the past is so from this day's view. */
  readonly today: string;
  /** A message without what the engine holds secret. */
  readonly hide: (message: string) => string;
}

/** Everything that a stack registered. */
export interface Stack {
  readonly resources: readonly Resource[];
  /** What stands for one of these types, each read as that type. @throws UnknownRead */
  ofType(...types: readonly string[]): readonly Resource[];
  /** URNs of the resources whose outputs an input was made of, be its value known or not. */
  madeOf(resource: Resource, property: string): readonly string[];
}

interface About<P extends Parameters> {
  /** Also the file's name and the policy's name in the engine's output. */
  readonly id: string;
  readonly section: Section;
  /** The rule's origin: a standard, a tool's check, our own design. */
  readonly source: string;
  /** What is checked, in one sentence. */
  readonly description: string;
  readonly rationale: string;
  /** What to change, and where; ends each message. */
  readonly fix: string;
  readonly parameters?: P;
  /**
   * False where other guardrails are blind without it: an exemption would then be one from all of them.
   * @default an exemption may name it
   */
  readonly exemptible?: false;
}

interface Checks<P extends Parameters> {
  /** Judges what stands for one of these types (meaning.ts); each resource as it is where `types` is left out. */
  readonly resource?: {
    readonly types?: readonly string[];
    readonly check: (resource: Resource, context: Context<P>) => Findings;
  };
  /** Judges the contract itself. */
  readonly product?: (product: DataProduct, context: Context<P>) => Findings;
  /** Judges each Kubernetes object: those in a list, too. */
  readonly object?: (object: Resource, context: Context<P>) => Findings;
  /** Judges each pod spec, wherever it comes from. */
  readonly pod?: (pod: Pod, context: Context<P>) => Findings;
  /** Judges each container of each pod spec: init and ephemeral ones too. */
  readonly container?: (container: Container, context: Context<P>) => Findings;
  /** Judges what belongs together. `types`: the stack has to hold one of them to be judged. */
  readonly stack?: (stack: Stack, context: Context<P>) => Findings;
  /** True for value-known alone: the frame hands it what every other guardrail could not read. */
  readonly takesUnknown?: true;
}

/** One rule of the policy pack. Pure: no I/O, no clock, no state. */
export interface Guardrail extends Readonly<About<Parameters>>, Checks<Parameters> {
  readonly parameters: Parameters;
  readonly level: "mandatory";
  /** The domain whose own rule it is: it judges that domain's stacks only. Absent for the core. */
  readonly domain?: string;
}

/**
 * Makes a guardrail. Its parameters give the checks' `values` their types.
 *
 * @throws where it judges nothing: such a guardrail would pass everything.
 */
export function guardrail<const P extends Parameters = Record<never, never>>(made: About<P> & Checks<P>): Guardrail {
  const { resource, product, object, pod, container, stack, takesUnknown } = made;
  if (!(resource || product || object || pod || container || stack || takesUnknown)) {
    throw new Error(`guardrail ${made.id} has no check`);
  }
  // Each check is only ever called with this guardrail's own parameters, so their names may be forgotten here.
  return { ...(made as unknown as Guardrail), parameters: made.parameters ?? {}, level: "mandatory" };
}
