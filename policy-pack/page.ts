import type { Section, Value } from "./lib/guardrail";
import { DIRECTIONS } from "./lib/tighten";
import type { ListedGuardrail, ListedParameter } from "./listing";

/** The command that writes the page, from the repository's root. */
export const REGENERATE = "npx mesh guardrails --format md > policy-pack/GUARDRAILS.md";

const TITLES: Readonly<Record<Section, string>> = {
  streams: "Event streams and access",
  contracts: "Contracts, schemas, ownership",
  kubernetes: "Kubernetes workloads",
  databases: "Databases",
  aws: "AWS",
  gate: "The gate itself",
  domains: "The domains' own",
};

/** The documentation page of the guardrails: `policy-pack/GUARDRAILS.md`. */
export function page(listed: readonly ListedGuardrail[]): string {
  const sections = Object.keys(TITLES).map((section) => sectionOf(section as Section, listed));
  return `${[
    "# Guardrails",
    `Generated from the guardrails themselves, so edit those, then: \`${REGENERATE}\`.`,
    `${listed.length} guardrails, all mandatory: a violation stops the preview. A domain may tighten a parameter in ` +
      "`domains/<domain>/guardrails.yaml`, in its direction only; only an entry of `policy-pack/exemptions.yaml` weakens " +
      "one, for a time. `npx mesh explain ID` prints one.",
    ...sections.filter((text) => text !== ""),
  ].join("\n\n")}\n`;
}

function sectionOf(section: Section, listed: readonly ListedGuardrail[]): string {
  const own = listed.filter((guardrail) => guardrail.section === section);
  const rows = own.map(({ id, description }) => `| [${id}](#${id}) | ${prose(description)} |`);
  if (own.length === 0) return "";
  return [`## ${TITLES[section]}`, ["| id | checks |", "| --- | --- |", ...rows].join("\n"), ...own.map(entry)].join(
    "\n\n",
  );
}

function entry(guardrail: ListedGuardrail): string {
  const { id, description, rationale, source, fix, parameters, exemptible, exemptions } = guardrail;
  const lines = [
    `- Why: ${prose(rationale)}`,
    `- Source: ${prose(source)}`,
    `- Fix: ${fix}`,
    ...parameters.map((parameter) => `- Parameter ${parameterText(parameter, code)}`),
    ...(exemptible ? [] : ["- No exemption may name it"]),
    ...exemptions.map((exemption) => `- ${exemptionText(exemption, code)}`),
  ];
  return [`### ${id}`, prose(description), lines.join("\n")].join("\n\n");
}

/** A parameter in one line: `maximum: Most partitions of a topic. 48 partitions; it may only be lowered; orders: 12` */
export function parameterText(parameter: ListedParameter, mark: (value: string) => string = (value) => value): string {
  const { name, unit, direction, description, tightenings } = parameter;
  const by = tightenings.map(({ domain, value }) => `; ${domain}: ${valueText(value, mark)}`);
  const core = `${valueText(parameter.default, mark)} ${unit}`;
  return `${mark(name)}: ${description} ${core}; ${DIRECTIONS[direction].says}${by.join("")}`;
}

/** An exemption in one line, with everything that an exemption says but its guardrail. */
export function exemptionText(
  { urn, reason, ticket, requester, approver, start, expiry }: ListedGuardrail["exemptions"][number],
  mark: (value: string) => string = (value) => value,
): string {
  const by = approver === undefined ? "nobody yet" : approver;
  return `Exempted ${mark(urn)}, ${start} to ${expiry}: ${reason} (${ticket}; asked for by ${requester}, approved by ${by})`;
}

function valueText(value: Value, mark: (value: string) => string): string {
  if (typeof value === "number") return String(value);
  return value.length === 0 ? "no" : value.map(mark).join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Prose as Markdown: `<domain>` is no tag, and `|` ends no cell. */
function prose(text: string): string {
  return text.replace(/[<|]/g, "\\$&");
}
