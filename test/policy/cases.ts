import type { PolicyResource } from "@pulumi/policy";
// The SDK's index exports the same function, but loads gRPC with it (pack.test.ts compares the two).
import * as proxy from "@pulumi/policy/proxy";
import type { Exemption } from "../../policy-pack/lib/exemptions";
import type { Guardrail } from "../../policy-pack/lib/guardrail";
import { applies, judgeResource, judgeStack, type Violation } from "../../policy-pack/lib/judge";
import { Ledger } from "../../policy-pack/lib/ledger";
import { collectSecrets, markSecrets } from "../../policy-pack/lib/secrets";
import { type Registered, Stage, type Tightenings } from "../../policy-pack/lib/stage";
import { type AwsKey, awsDrafts } from "./fixtures/aws";
import { TODAY } from "./fixtures/exemption";
import { type Draft, drafts, type Key as StackKey } from "./fixtures/stack";

const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
  unknownCheckingProxy(props: object): Record<string, unknown>;
  unknownStringValue: string;
};

/** What the engine sends for a value that can't be known at preview. */
export const UNKNOWN: string = unknownStringValue;

/** A resource of the stack, or one on AWS that a case asks for. */
type Key = StackKey | AwsKey;

export type Path = readonly (string | number)[];
/** Which resource of the stack (or of `more`), which property of it, and its new value; `undefined` takes it out. */
export type Edit = readonly [resource: string, path: Path, value: unknown];

/** A resource that the valid stack doesn't have. */
export interface More {
  readonly type: string;
  readonly props: object;
  readonly protect?: boolean;
}

/** What a resource is registered with, beside its properties. */
export interface Options {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly string[];
  /** Name of the provider; `null` for none. @default its package's name, as the targets name theirs */
  readonly provider?: string | null;
}

/** The valid stack with one thing changed. */
export interface Case {
  readonly title: string;
  readonly edits?: readonly Edit[];
  /** @default "orders-production" */
  readonly stack?: string;
  /** Resources on AWS, which the stack has in place of its own. */
  readonly aws?: readonly AwsKey[];
  /** Which resources' outputs an input was made of. @default none */
  readonly made?: readonly (readonly [resource: Key, property: string, of: readonly Key[]])[];
  /** Resources left out. */
  readonly without?: readonly Key[];
  /** Other types for some resources. */
  readonly types?: Partial<Record<Key, string>>;
  /** Resources without the option `protect`. */
  readonly unprotected?: readonly Key[];
  /** Resources that are there as well, by name. */
  readonly more?: Readonly<Record<string, More>>;
  readonly options?: Readonly<Record<string, Options>>;
  readonly tightenings?: Tightenings;
  readonly exemptions?: readonly Exemption[];
  /** Of these exemptions, those (by index) that another guardrail has needed. */
  readonly needed?: readonly number[];
  /** True where the engine has marked every edited value as secret. */
  readonly secretly?: boolean;
}

/** Takes an edit's value in, or out. @throws where the edit would change nothing */
function edit(made: Readonly<Record<string, Draft>>, [key, path, value]: Edit): void {
  let node = made[key]?.props;
  for (const step of path.slice(0, -1)) node = node?.[step] as Record<string, unknown> | undefined;
  const last = path.at(-1) ?? "";
  if (typeof node !== "object" || node === null) {
    if (value === undefined) return;
    throw new Error(`no ${path.join(".")} in ${key}`);
  }
  if (value === undefined) delete node[last];
  else node[last] = structuredClone(value);
}

function onAws(keys: readonly AwsKey[]): Record<string, Draft> {
  const all = awsDrafts();
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}

/** The case's resources before they are handed over, by name. */
export function draftsOf({ edits = [], without = [], types = {}, unprotected = [], more = {}, aws = [] }: Case) {
  const made: Record<string, Draft> = aws.length > 0 ? onAws(aws) : drafts();
  for (const [name, { type, props, protect = false }] of Object.entries(more)) {
    made[name] = { type, props: structuredClone(props) as Record<string, unknown>, protect };
  }
  for (const one of edits) edit(made, one);
  for (const [key, type] of Object.entries(types)) if (made[key]) made[key].type = type;
  for (const key of unprotected) if (made[key]) made[key].protect = false;
  return Object.entries(made).filter(([key]) => !without.includes(key as Key));
}

const PACKAGES = /^(kafka|kubernetes|mesh|aws|aws-native):(?!components:)/;

function providerOf(type: string, stack: string, named?: string | null) {
  const found = PACKAGES.exec(type)?.[1];
  if (named === null || (named === undefined && found === undefined)) return {};
  const provider = `pulumi:providers:${found}`;
  const name = named ?? found ?? "";
  const urn = `urn:pulumi:${stack}::data-mesh::${provider}::${name}`;
  return { provider: { urn, name, type: provider, props: {} } };
}

/** The case's resources as the SDK hands them to a policy: behind its own proxy, which throws for what is unknown. */
export function registered(one: Case): Registered[] {
  const { stack = "orders-production", options = {}, edits = [], secretly = false, made = [] } = one;
  const urnOf = (name: string, type: string) => `urn:pulumi:${stack}::data-mesh::${type}::${name}`;
  const all = draftsOf(one);
  return all.map(([name, { type, props, protect }]) => {
    const { provider, ...others } = options[name] ?? {};
    const opts = { protect, ignoreChanges: [], aliases: [], ...others } as unknown as Registered["opts"];
    const secrets = secretly
      ? edits.flatMap(([key, , value]) => (key === name ? collectSecrets(value, true) : []))
      : [];
    const own = made.filter(([resource]) => resource === name);
    const propertyDependencies = Object.fromEntries(
      own.map(([, property, of]) => [
        property,
        all.filter(([other]) => of.includes(other as Key)).map(([other, draft]) => ({ urn: urnOf(other, draft.type) })),
      ]),
    );
    return {
      urn: urnOf(name, type),
      type,
      name,
      props: unknownCheckingProxy(markSecrets(props, secrets)),
      opts,
      ...providerOf(type, stack, provider),
      // Of the SDK's two kinds of arguments only the stack's have it.
      ...{ propertyDependencies },
    };
  });
}

function ledgerOf({ exemptions = [], needed = [] }: Rules): Ledger {
  const ledger = new Ledger(TODAY, exemptions);
  for (const index of needed) {
    const { guardrail = "", urn = "" } = exemptions[index] ?? {};
    ledger.settle({ guardrail, urn, level: "mandatory", message: "" });
  }
  return ledger;
}

/** Every violation of one guardrail in a whole preview of the case. */
export function judge(guardrail: Guardrail, one: Case): Violation[] {
  return judgeAll([guardrail], registered(one), one);
}

interface Rules extends Pick<Case, "tightenings" | "exemptions" | "needed"> {
  /** Which resources are judged one by one. @default every resource */
  readonly concerned?: (resource: Registered) => boolean;
}

/** The same of several guardrails, and of resources that are made already. */
export function judgeAll(
  guardrails: readonly Guardrail[],
  resources: readonly Registered[],
  { concerned = () => true, ...rules }: Rules = {},
): Violation[] {
  const stage = new Stage(rules.tightenings, ledgerOf(rules));
  // As in a preview, every guardrail sees a resource before any judges the next one.
  const found = resources.flatMap((args) => {
    const resource = stage.note(args);
    if (!concerned(args)) return [];
    return guardrails.flatMap((guardrail) =>
      applies(guardrail, args.type) ? judgeResource(guardrail, resource, stage.context(guardrail, args.urn)) : [],
    );
  });
  const stack = stage.stack(resources as unknown as PolicyResource[]);
  const [first] = resources;
  return [
    ...found,
    ...guardrails.flatMap((one) => (first && one.stack ? judgeStack(one, stack, stage.context(one, first.urn)) : [])),
  ];
}
