import { loadMesh } from "../../contracts";
import { daysBetween, stateOn } from "../../policy-pack/lib/exemptions";
import type { RuleBook } from "../../policy-pack/lib/rule-book";
import { stackOf } from "../../policy-pack/lib/state";
import { type Format, log, print } from "../log";
import { Owners } from "../owners";
import { meshHome, ROOT } from "../project";
import { type Refusal, readRefusals, refusalsFile } from "../refusals";
import { ruleBook, today } from "../rule-book";
import { table } from "../table";

/** Runs in which a domain was refused by the same guardrail, from which on somebody has to decide. */
const REPEATED = 2;

export interface AuditOptions {
  /** Exemptions that end within so many days are about to expire. */
  readonly expiring: number;
  /** Refusals of so many days are looked at. */
  readonly days: number;
  readonly format: Format;
}

/** Who has to decide: the owners of the domain's products, and those of the guardrail. */
interface Deciders {
  readonly products: readonly string[];
  readonly guardrail: readonly string[];
}

interface Expiring {
  readonly guardrail: string;
  readonly urn: string;
  readonly domain: string;
  readonly ticket: string;
  readonly expiry: string;
  /** Below 0 where it is over. */
  readonly daysLeft: number;
  readonly decide: Deciders;
}

interface Repeated {
  readonly domain: string;
  readonly guardrail: string;
  readonly runs: number;
  readonly resources: readonly string[];
  readonly first: string;
  readonly last: string;
  readonly decide: Deciders;
}

/** What the federation has to talk about: exemptions about to expire, and what domains run into again and again. */
export function audit({ expiring, days, format }: AuditOptions): void {
  const book = ruleBook();
  const now = today();
  const decide = deciders(book);
  const { refusals, unreadable } = readRefusals(meshHome());
  const recent = refusals.filter(({ time }) => daysBetween(time.slice(0, 10), now) <= days);
  const result = {
    expiring: expiringOf(book, { now, within: expiring, decide }),
    repeated: repeatedOf(recent, decide),
  };
  if (unreadable > 0) log(`${refusalsFile(meshHome())}: ${unreadable} lines can't be read and are left out`);
  print(format === "json" ? JSON.stringify(result, null, 2) : text(result));
}

type Decide = (domain: string, guardrail: string) => Deciders;

function deciders({ guardrails }: RuleBook): Decide {
  const owners = new Owners(ROOT);
  const mesh = loadMesh(ROOT);
  if (!mesh.ok) log("the contracts have problems (npx mesh lint), so the products' owners can't be told");
  const products = mesh.ok ? mesh.value.products : [];
  return (domain, id) => {
    const own = guardrails.find((guardrail) => guardrail.id === id)?.domain;
    const file = own === undefined ? `policy-pack/policies/${id}.ts` : `domains/${own}/guardrails/${id}.ts`;
    const teams = products.flatMap(({ domain: of, id, team }) =>
      of === domain && team ? `${team.owner?.username ?? team.name} (${id})` : [],
    );
    return { products: teams, guardrail: owners.of(file) };
  };
}

function expiringOf(
  { exemptions }: RuleBook,
  { now, within, decide }: { readonly now: string; readonly within: number; readonly decide: Decide },
): Expiring[] {
  return exemptions
    .flatMap((exemption): Expiring[] => {
      const { guardrail, urn, ticket, expiry } = exemption;
      const daysLeft = daysBetween(now, expiry);
      if (stateOn(now, exemption) === "pending" || daysLeft > within) return [];
      const domain = domainOf(stackOf(urn));
      return [{ guardrail, urn, domain, ticket, expiry, daysLeft, decide: decide(domain, guardrail) }];
    })
    .sort((a, b) => a.daysLeft - b.daysLeft);
}

function repeatedOf(refusals: readonly Refusal[], decide: Decide): Repeated[] {
  const groups = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    const key = `${domainOf(refusal.stack)} ${refusal.guardrail}`;
    groups.set(key, [...(groups.get(key) ?? []), refusal]);
  }
  return [...groups.values()]
    .flatMap((group): Repeated[] => {
      const runs = new Set(group.map(({ run }) => run)).size;
      const [first] = group;
      if (!first || runs < REPEATED) return [];
      const domain = domainOf(first.stack);
      const times = group.map(({ time }) => time).sort();
      return [
        {
          domain,
          guardrail: first.guardrail,
          runs,
          resources: [...new Set(group.map(({ urn }) => urn))].sort(),
          first: times[0] ?? "",
          last: times.at(-1) ?? "",
          decide: decide(domain, first.guardrail),
        },
      ];
    })
    .sort((a, b) => b.runs - a.runs || (a.domain < b.domain ? -1 : 1));
}

/** `orders` of `orders-local` */
function domainOf(stack: string): string {
  return stack.replace(/-[^-]+$/, "");
}

function text({
  expiring,
  repeated,
}: {
  readonly expiring: readonly Expiring[];
  readonly repeated: readonly Repeated[];
}): string {
  const who = ({ products, guardrail }: Deciders) => [...products, ...guardrail].join(", ") || "nobody is named";
  const exemptions = expiring.map(({ daysLeft, guardrail, domain, ticket, urn, decide }) => [
    daysLeft < 0 ? "expired" : `${daysLeft}`,
    domain,
    guardrail,
    ticket,
    urn.slice(urn.lastIndexOf("::") + 2),
    who(decide),
  ]);
  const violations = repeated.map(({ runs, domain, guardrail, resources, last, decide }) => [
    String(runs),
    domain,
    guardrail,
    String(resources.length),
    last.slice(0, 10),
    who(decide),
  ]);
  return [
    exemptions.length === 0
      ? "No exemption is about to expire."
      : table([["DAYS LEFT", "DOMAIN", "GUARDRAIL", "TICKET", "RESOURCE", "TO DECIDE"], ...exemptions]),
    violations.length === 0
      ? "No guardrail has refused a domain more than once."
      : table([["RUNS", "DOMAIN", "GUARDRAIL", "RESOURCES", "LAST", "TO DECIDE"], ...violations]),
  ].join("\n\n");
}
