import type { Resource } from "./guardrail";
import { Known } from "./known";

/** What a policy document is for. */
export type DocumentKind = "permissions" | "trust" | "resource";

/** Where an input holds documents: by itself, or each element of a list holds one under a key. */
interface Place {
  readonly property: string;
  readonly each?: string;
}

const native = (kinds: readonly string[], place: Place): Record<string, Place> =>
  Object.fromEntries(kinds.map((kind) => [`aws-native:iam:${kind}`, place]));

const PLACES: Readonly<Record<DocumentKind, Readonly<Record<string, Place>>>> = {
  permissions: {
    "aws:iam/policy:Policy": { property: "policy" },
    "aws:iam/rolePolicy:RolePolicy": { property: "policy" },
    "aws:iam/userPolicy:UserPolicy": { property: "policy" },
    "aws:iam/groupPolicy:GroupPolicy": { property: "policy" },
    "aws:iam/role:Role": { property: "inlinePolicies", each: "policy" },
    ...native(["ManagedPolicy", "Policy", "RolePolicy", "UserPolicy", "GroupPolicy"], { property: "policyDocument" }),
    ...native(["Role", "User", "Group"], { property: "policies", each: "policyDocument" }),
  },
  trust: {
    "aws:iam/role:Role": { property: "assumeRolePolicy" },
    ...native(["Role"], { property: "assumeRolePolicyDocument" }),
  },
  resource: {
    "aws:s3/bucket:Bucket": { property: "policy" },
    "aws:s3/bucketV2:BucketV2": { property: "policy" },
    "aws:s3/bucketPolicy:BucketPolicy": { property: "policy" },
    "aws:msk/clusterPolicy:ClusterPolicy": { property: "policy" },
    "aws:glue/resourcePolicy:ResourcePolicy": { property: "policy" },
    "aws-native:s3:BucketPolicy": { property: "policyDocument" },
    "aws-native:msk:ClusterPolicy": { property: "policy" },
  },
};

export function typesWith(...kinds: readonly DocumentKind[]): string[] {
  return [...new Set(kinds.flatMap((kind) => Object.keys(PLACES[kind])))];
}

/** Every statement of a resource's documents of one kind. @throws UnknownRead, or where a document isn't one */
export function* statementsOf({ type, props }: Resource, kind: DocumentKind): Generator<Statement> {
  const place = PLACES[kind][type];
  if (!place) return;
  const value = props.at(place.property);
  if (place.each === undefined) yield* inDocument(value);
  else for (const one of value.list()) yield* inDocument(one.at(place.each));
}

/** The statements of one document, which is a JSON text or an object. @throws UnknownRead, or where it is neither */
export function* inDocument(value: Known): Generator<Statement> {
  if (!value.exists) return;
  const statements = field(value.isText ? parsed(value) : value, "Statement");
  if (statements.isList) for (const one of statements.list()) yield new Statement(one);
  else if (statements.exists) yield new Statement(statements);
}

function parsed(value: Known): Known {
  try {
    return new Known(JSON.parse(value.text() ?? ""), value.urn, value.path);
  } catch {
    // The parser's own words would repeat the text.
    throw new Error(`${value.path} is not a JSON document`);
  }
}

/** Names of elements are read in any case. */
function field(of: Known, name: string): Known {
  const key = of.keys().find((one) => one.toLowerCase() === name.toLowerCase());
  return of.at(key ?? name);
}

/** Who a statement is about; `*` alone is everybody, of type `*`. */
export interface Principal {
  readonly type: string;
  readonly value: string;
}

/** A condition's one value: `{operator: "Bool", key: "aws:securetransport", value: "false"}`; keys in lower case. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy document. Each element is read only when asked for. */
export class Statement {
  constructor(private readonly known: Known) {}

  get path(): string {
    return this.known.path;
  }

  /** Whatever doesn't plainly deny is taken to allow. */
  get allows(): boolean {
    return field(this.known, "Effect").text() !== "Deny";
  }

  get actions(): string[] {
    return texts(field(this.known, "Action"));
  }

  /** Everything but these, where there are any. */
  get notActions(): string[] {
    return texts(field(this.known, "NotAction"));
  }

  get resources(): string[] {
    return texts(field(this.known, "Resource"));
  }

  get notResources(): string[] {
    return texts(field(this.known, "NotResource"));
  }

  get principals(): Principal[] {
    return principals(field(this.known, "Principal"));
  }

  get notPrincipals(): Principal[] {
    return principals(field(this.known, "NotPrincipal"));
  }

  get conditions(): Condition[] {
    const all = field(this.known, "Condition");
    return all.keys().flatMap((operator) =>
      all
        .at(operator)
        .keys()
        .map((key) => ({ operator, key: key.toLowerCase(), values: texts(all.at(operator, key)) })),
    );
  }

  /** Does the statement speak of this action, by name, pattern, or by not excluding it? */
  covers(action: string): boolean {
    if (this.actions.some((pattern) => glob(pattern, action))) return true;
    const excluded = this.notActions;
    return excluded.length > 0 && !excluded.some((pattern) => glob(pattern, action));
  }
}

function principals(value: Known): Principal[] {
  if (value.isText) return [{ type: value.text() === "*" ? "*" : "AWS", value: value.text() ?? "" }];
  return value.keys().flatMap((type) => texts(value.at(type)).map((one) => ({ type, value: one })));
}

function texts(value: Known): string[] {
  if (value.isList) return [...value.list()].map(scalar);
  return value.exists ? [scalar(value)] : [];
}

/** Conditions' booleans and numbers may be written as such. */
function scalar(value: Known): string {
  if (value.isText) return value.text() ?? "";
  return String(value.isFlag ? value.flag() : value.number());
}

/** IAM's patterns: `*` is any text, `?` one character, and case doesn't matter. Linear in both. */
export function glob(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < given.length) {
    if (wanted[at] === "*") [star, mark] = [at++, from];
    else if (at < wanted.length && (wanted[at] === "?" || wanted[at] === given[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else return false;
  }
  while (wanted[at] === "*") at++;
  return at === wanted.length;
}

/** `*`, or an ARN with a wildcard where its service or its resource begins: `arn:aws:s3:::*`. */
export function isEverything(resource: string): boolean {
  const [arn, , service = ""] = resource.split(":");
  return /[*?]/.test(arn === "arn" ? service : resource) || /^([*?]|$)/.test(inService(resource));
}

/** Everything, or everything of one kind: `arn:aws:iam::111122223333:role/*`. */
export function isOfAnyName(resource: string): boolean {
  return isEverything(resource) || /^[a-z-]+[/:][*?]+$/i.test(inService(resource));
}

/** What comes after the account of an ARN. */
function inService(arn: string): string {
  return arn.split(":").slice(5).join(":");
}
