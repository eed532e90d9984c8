import { type Condition, type Principal, type Statement, statementsOf, typesWith } from "../lib/aws-iam";
import { guardrail } from "../lib/guardrail";

/** Conditions that say which of another account's principals is meant, or on whose behalf a call comes. */
const NARROWS =
  /^(aws:(principalorgid|principalorgpaths|principalarn|principalaccount|sourcearn|sourceaccount|sourceorgid|sourcevpc|sourcevpce)|sts:externalid)$/;
/** Conditions that say which of an identity provider's users is meant. */
const SUBJECT = /(:sub|^saml:(sub|aud)|^cognito-identity\.amazonaws\.com:aud)$/;
/** Operators that demand a value; their negations and `IfExists` let others through. */
const DEMANDS = /^(ForAnyValue:)?(StringEquals|StringLike|StringEqualsIgnoreCase|ArnEquals|ArnLike)$/i;

const OPEN = /^([*?]|arn:([^:]*:){0,3}[^:]*[*?]|repo:[^/]*[*?]|system:serviceaccount:[^:]*[*?]|$)/;

export default guardrail({
  id: "iam-trust-bounded",
  section: "aws",
  source: "CKV_AWS_60; CKV_AWS_61; CKV_AWS_358; CIS AWS Foundations Benchmark",
  description:
    "A role, bucket or cluster trusts named principals only, and another account's or an identity provider's only on a condition.",
  rationale:
    "Who may assume a role has all that it may do; a star, or all of another account, is nobody in particular.",
  fix: "name the principal, and for another account or an identity provider a condition like sts:ExternalId, aws:PrincipalOrgID or <issuer>:sub",
  parameters: {
    ownAccounts: {
      unit: "account ids",
      default: [],
      direction: "subset",
      description: "Accounts of the federation, whose principals need no condition.",
    },
  },
  resource: {
    types: typesWith("trust", "resource"),
    *check(resource, { values }) {
      for (const kind of ["trust", "resource"] as const) {
        for (const statement of statementsOf(resource, kind)) {
          if (statement.allows) yield* trusted(statement, values.ownAccounts);
        }
      }
    },
  },
});

function* trusted(statement: Statement, own: readonly string[]): Generator<string> {
  const { path } = statement;
  if (statement.notPrincipals.length > 0) yield `${path} trusts everybody whom NotPrincipal doesn't name`;
  for (const principal of statement.principals) {
    const reason = refusal(principal, { conditions: statement.conditions, own });
    if (reason) yield `${path} trusts ${principal.type} ${principal.value}${reason}`;
  }
}

interface Trust {
  readonly conditions: readonly Condition[];
  readonly own: readonly string[];
}

/** Why a principal isn't trusted; undefined where it is. */
function refusal({ type, value }: Principal, { conditions, own }: Trust): string | undefined {
  const has = (keys: RegExp) => conditions.some((condition) => keys.test(condition.key) && isDemand(condition));
  if (value === "*" || type === "*") return ", which is everybody";
  if (type === "Service") return value.includes("*") ? ", which is any service" : undefined;
  if (type === "Federated") return has(SUBJECT) ? undefined : " without a condition on the subject";
  const account = /^(?:arn:aws[a-z-]*:(?:iam|sts)::)?(\d{12})(?:$|:)/.exec(value)?.[1] ?? "";
  if (!own.includes(account))
    return has(NARROWS) ? undefined : " of an account that isn't the federation's, without a condition";
  return /[*?]/.test(value) ? ", which is no one principal" : undefined;
}

/** Is a value demanded, and not one that leaves the account, organisation or namespace open? */
function isDemand({ operator, values }: Condition): boolean {
  return DEMANDS.test(operator) && values.length > 0 && !values.some((value) => OPEN.test(value));
}
