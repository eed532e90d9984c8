import type { Context, Finding, Findings, Guardrail, Resource, Stack } from "./guardrail";
import { UnknownRead } from "./known";
import { mayMean, meaningsOf } from "./meaning";
import { objectsOf } from "./objects";
import { containersOf, podsOf } from "./pods";
import { DATA_PRODUCT, isKubernetes } from "./types";

export const VALUE_KNOWN = "value-known";
export const EXEMPTION_VALID = "exemption-valid";

/** One guardrail's verdict on one resource. */
export interface Violation {
  /** Id of the guardrail, or `value-known` where it could not read a value that it needs. */
  readonly guardrail: string;
  readonly urn: string;
  readonly level: "mandatory";
  readonly message: string;
}

/** Whom a violation is about where the finding doesn't say. */
interface Subject {
  readonly urn: string;
  readonly name: string;
}

/** Does this guardrail judge resources one by one, and this type among them? */
export function applies({ resource, product, object, pod, container }: Guardrail, type: string): boolean {
  if (resource && (resource.types === undefined || mayMean(type, resource.types))) return true;
  if (product && type === DATA_PRODUCT) return true;
  return Boolean(object || pod || container) && isKubernetes(type);
}

/** Every violation of one guardrail by one resource. Never throws. */
export function judgeResource(guardrail: Guardrail, resource: Resource, context: Context): Violation[] {
  if (isForeign(guardrail, context)) return [];
  const { resource: own, product, object } = guardrail;
  const verdict = new Verdict(guardrail, resource, context);
  if (own) {
    const meant = () => (own.types ? meaningsOf(resource, own.types) : [resource]);
    for (const one of verdict.read(meant)) verdict.hear(() => own.check(one, context));
  }
  if (product && resource.type === DATA_PRODUCT) {
    const judged = context.products.find(({ urn }) => urn === resource.urn);
    // Read for the sake of value-known: an unknown model is not an absent one.
    verdict.hear(() => (judged ? product(judged.model, context) : withoutModel(resource)));
  }
  if (object) {
    for (const one of verdict.read(() => objectsOf(resource))) verdict.hear(() => object(one, context));
  }
  judgePods(guardrail, resource, { verdict, context });
  return verdict.violations;
}

function judgePods(
  { pod, container }: Guardrail,
  resource: Resource,
  { verdict, context }: { readonly verdict: Verdict; readonly context: Context },
): void {
  if (!pod && !container) return;
  // Each container is heard by itself: what is unknown of one doesn't hide what is wrong with the next.
  for (const each of verdict.read(() => podsOf(resource))) {
    if (pod) verdict.hear(() => pod(each, context));
    if (!container) continue;
    for (const one of verdict.read(() => containersOf(each))) verdict.hear(() => container(one, context));
  }
}

/** Every violation of one guardrail by the stack as a whole. Never throws. */
export function judgeStack(guardrail: Guardrail, stack: Stack, context: Context): Violation[] {
  if (isForeign(guardrail, context)) return [];
  const root = stack.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const verdict = new Verdict(guardrail, root ?? { urn: "", name: context.stack }, context);
  const { stack: check } = guardrail;
  if (check) verdict.hear(() => check(stack, context));
  return verdict.violations;
}

/** Where the contract says it; nothing where a place in an unknown model is unknown too. */
function placeOf(at: Finding["at"]): string {
  try {
    return at ? ` (${at.file}${at.path ? `: ${at.path}` : ""})` : "";
  } catch {
    return "";
  }
}

/** A domain's own rule has no say in another's stack. */
function isForeign({ domain }: Guardrail, context: Context): boolean {
  return domain !== undefined && domain !== context.domain;
}

function withoutModel({ props }: Resource): Findings {
  return props.at("model").isObject ? [] : ["has no model among its inputs"];
}

/** Collects findings; a check that can't end becomes a violation, never a silent pass. */
class Verdict {
  readonly violations: Violation[] = [];

  constructor(
    private readonly guardrail: Guardrail,
    private readonly subject: Subject,
    private readonly context: Context,
  ) {}

  hear(check: () => Findings): void {
    for (const finding of this.read(check)) this.add(typeof finding === "string" ? { message: finding } : finding);
  }

  /** The elements up to the first that can't be read; what stopped it is a violation. */
  *read<T>(elements: () => Iterable<T>): Generator<T> {
    try {
      yield* elements();
    } catch (error) {
      this.fail(error);
    }
  }

  private add({ message, at, urn = this.subject.urn }: Finding): void {
    const where = placeOf(at);
    const { id: guardrail, fix } = this.guardrail;
    this.push({ guardrail, urn, message: `${this.context.hide(`${message}${where}`)}. Fix: ${fix}` });
  }

  private fail(error: unknown): void {
    const { id } = this.guardrail;
    if (error instanceof UnknownRead) {
      this.push({
        guardrail: VALUE_KNOWN,
        urn: error.urn,
        message:
          `${id} needs the value of ${error.path}, which is unknown at preview. Fix: set it from the contract or the ` +
          "stack's config, not from another resource's output",
      });
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      this.push({
        guardrail: id,
        urn: this.subject.urn,
        message: `could not be judged: ${this.context.hide(reason)}. Fix: ${this.guardrail.fix}`,
      });
    }
  }

  private push({ guardrail, urn, message }: Omit<Violation, "level">): void {
    const name = urn === this.subject.urn ? this.subject.name : urn.slice(urn.lastIndexOf("::") + 2);
    this.violations.push({ guardrail, urn, level: "mandatory", message: `${name}: ${message}` });
  }
}
