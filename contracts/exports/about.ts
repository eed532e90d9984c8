/** What several formats say of a contract or product in words. */
import type { Description, Objectives, Quantity, SupportChannel, Team } from "../model";

/** Purpose, limitations and usage as Markdown; empty where nothing is said. */
export function descriptionText({ purpose, limitations, usage }: Description): string {
  const parts = [
    purpose,
    limitations === undefined ? undefined : `**Limitations:** ${limitations}`,
    usage === undefined ? undefined : `**Usage:** ${usage}`,
  ];
  return parts.filter((part) => part !== undefined).join("\n\n");
}

/** Objectives without what the model works out from them. */
export function objectivesOf(given: Objectives): Readonly<Record<string, string | Pick<Quantity, "value" | "unit">>> {
  const shown = (value: Quantity | string) =>
    typeof value === "string" ? value : { value: value.value, unit: value.unit };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, shown(value as Quantity | string)]));
}

/** The address that mails go to. */
export function emailOf(support: readonly SupportChannel[]): string | undefined {
  return support.find(({ url }) => url?.startsWith("mailto:"))?.url?.slice("mailto:".length);
}

/** What the owner is called: the team, or where it has no name, the member who owns. */
export function ownerName(team: Team | undefined): string | undefined {
  return team?.name || team?.owner?.name || team?.owner?.username || undefined;
}
