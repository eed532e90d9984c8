import type { Policies, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Guardrail } from "./guardrail";
import { applies, EXEMPTION_VALID, judgeResource, judgeStack, VALUE_KNOWN, type Violation } from "./judge";
import type { Ledger } from "./ledger";
import { Stage, type Tightenings } from "./stage";
import { DATA_PRODUCT } from "./types";

export interface PackOptions {
  /** @default every domain has the core's parameters */
  readonly tightenings?: Tightenings;
  /** The exemptions, and the day. @default every violation stands */
  readonly ledger?: Ledger;
}

type Policy = Partial<ResourceValidationPolicy & StackValidationPolicy> & Pick<ResourceValidationPolicy, "name">;

/**
 * The guardrails as the SDK's policies, each under its own name, so that the engine's output names it.
 *
 * The order matters: `exemption-valid` asks which exemptions the others needed, and `value-known`, the last, reports
 * what the others could not read. The SDK lets a policy report under its own name only, and asks the policies one after
 * the other for each resource.
 */
export function policies(guardrails: readonly Guardrail[], options: PackOptions = {}): Policies {
  const stage = new Stage(options.tightenings, options.ledger);
  const desk = new Desk(options.ledger);
  return [...guardrails]
    .sort((a, b) => turn(a) - turn(b))
    .map((guardrail) => policy(guardrail, stage, desk) as ResourceValidationPolicy | StackValidationPolicy);
}

function turn({ id, takesUnknown }: Guardrail): number {
  if (takesUnknown) return 2;
  return id === EXEMPTION_VALID ? 1 : 0;
}

function policy(guardrail: Guardrail, stage: Stage, desk: Desk): Policy {
  const { id, section, source, description, rationale, fix, level, takesUnknown } = guardrail;
  const made: Policy = {
    name: id,
    description,
    enforcementLevel: level,
    remediationSteps: fix,
    tags: [section],
    framework: { name: source, version: "", reference: "", specification: rationale },
  };
  if (takesUnknown) {
    made.validateResource = ({ urn }, report) => desk.flush(urn, report);
    made.validateStack = (_, report) => desk.flushAll(report);
    return made;
  }
  if (guardrail.resource || guardrail.product || guardrail.object || guardrail.pod || guardrail.container) {
    made.validateResource = typed(guardrail, (args, report) => {
      const resource = stage.note(args);
      if (!applies(guardrail, args.type)) return;
      desk.take(judgeResource(guardrail, resource, stage.context(guardrail, args.urn)), report);
    });
  }
  if (guardrail.stack) {
    made.validateStack = ({ resources }, report) => {
      const stack = stage.stack(resources);
      const [first] = stack.resources;
      if (first) desk.take(judgeStack(guardrail, stack, stage.context(guardrail, first.urn)), report);
    };
  }
  return made;
}

/**
 * The mark that the SDK's own `validateResourceOfType` sets: a resource of another type is then passed by before its
 * properties are unpacked. Only what a data product says of itself has one type; all else may come in several.
 */
function typed<F extends object>({ resource, product, object, pod, container }: Guardrail, validate: F): F {
  const onlyProducts = product && !resource && !object && !pod && !container;
  return onlyProducts ? Object.assign(validate, { __pulumiType: DATA_PRODUCT }) : validate;
}

/** Hands violations to the engine, and keeps those that belong to `value-known` until it is asked. */
class Desk {
  private readonly unknown = new Map<string, Violation[]>();

  constructor(private readonly ledger?: Ledger) {}

  take(violations: readonly Violation[], report: ReportViolation): void {
    for (const violation of violations) {
      const standing = this.ledger ? this.ledger.settle(violation) : violation;
      if (!standing) continue;
      if (standing.guardrail === VALUE_KNOWN) this.keep(standing);
      else report(standing.message, standing.urn || undefined);
    }
  }

  flush(urn: string, report: ReportViolation): void {
    for (const { message } of this.unknown.get(urn) ?? []) report(message, urn);
    this.unknown.delete(urn);
  }

  flushAll(report: ReportViolation): void {
    for (const urn of [...this.unknown.keys()]) this.flush(urn, report);
  }

  private keep(violation: Violation): void {
    this.unknown.set(violation.urn, [...(this.unknown.get(violation.urn) ?? []), violation]);
  }
}
