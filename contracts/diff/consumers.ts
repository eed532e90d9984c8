/** Who reads what changed, and whether they know: with the products of the whole mesh at hand. */

import type { Acknowledgement } from "./acknowledgements";
import { type Change, type Diff, isBreaking } from "./index";
import type { Fields } from "./shapes";
import { isEnough } from "./version";

/** A product's file. */
export interface ProductData {
  readonly domain: string;
  readonly data: Fields;
}

export interface Consumer {
  readonly product: string;
  readonly domain: string;
  readonly port: string;
  /** Version of the contract that the port wants. */
  readonly version?: string;
  readonly role?: string;
  /** Changes that concern what it reads. */
  readonly changes: readonly Change[];
  /** Present where it has acknowledged this version. */
  readonly acknowledged?: { readonly by: string; readonly at: string };
  /** Why an acknowledgement that is there doesn't count. */
  readonly refused?: string;
}

export interface WithConsumers extends Diff {
  readonly consumers: readonly Consumer[];
  /** Whether the producer wants breaking changes acknowledged. */
  readonly asked: boolean;
}

export interface Mesh {
  readonly products: readonly ProductData[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** ISO date. */
  readonly today: string;
}

/** customProperty `acknowledgement: required` of a contract; taking it away in the same change doesn't help. */
export function asks(...versions: readonly (Fields | undefined)[]): boolean {
  return versions.some((data) => customOf(data, "acknowledgement") === "required");
}

/**
 * The report, with consumers. Where the producer asks for it, a breaking change passes once every consumer that it
 * concerns has acknowledged the new version, with a minor bump at least; and doesn't without, whatever the bump.
 */
export function withConsumers(
  found: Diff,
  [before, after]: readonly [Fields | undefined, Fields | undefined],
  mesh: Mesh,
): WithConsumers {
  const id = String((before ?? after)?.id);
  const consumers = mesh.products.flatMap((product) => consumersIn(product, { id, found, mesh }));
  const asked = asks(before, after);
  const concerned = consumers.filter(({ changes }) => changes.some(isBreaking));
  if (!asked || concerned.length === 0) return { ...found, consumers, asked };
  const all = concerned.every(({ acknowledged }) => acknowledged !== undefined);
  const ok = all && isEnough("minor", found.from, found.to);
  if (!ok) return { ...found, consumers, asked, ok };
  const { least: _least, ...passed } = found;
  return { ...passed, consumers, asked, ok };
}

/** Who reads what a product offers, and which of its changes concern them: their port's, and the whole product's. */
export function withReaders(found: Diff, before: Fields, mesh: Mesh): WithConsumers {
  const consumers = listOf(before.outputPorts).flatMap(({ name, contractId }) => {
    const concerning = found.changes.filter(
      ({ path, element }) => element === "" || (path.startsWith("outputPorts[") && element === name),
    );
    if (contractId === undefined || concerning.length === 0) return [];
    const own = { ...found, changes: concerning };
    return mesh.products.flatMap((product) => consumersIn(product, { id: String(contractId), found: own, mesh }));
  });
  return { ...found, consumers, asked: false };
}

function consumersIn(
  { domain, data }: ProductData,
  { id, found, mesh }: { readonly id: string; readonly found: Diff; readonly mesh: Mesh },
): Consumer[] {
  return listOf(data.inputPorts)
    .filter(({ contractId }) => contractId === id)
    .map((port): Consumer => {
      const role = customOf(port, "role");
      const datasets = customOf(port, "datasets");
      const concerns = (change: Change) =>
        (change.role === undefined || change.role === role) &&
        (change.dataset === undefined || !Array.isArray(datasets) || datasets.includes(change.dataset));
      const product = String(data.id);
      const entry = mesh.acknowledgements.find(
        (one) => one.contract === id && one.product === product && one.version === found.to,
      );
      const refused = entry && refusal(entry, { domain, data, today: mesh.today });
      return {
        product,
        domain,
        port: String(port.name),
        ...(port.version === undefined ? {} : { version: String(port.version) }),
        ...(role === undefined ? {} : { role: String(role) }),
        changes: found.changes.filter(concerns),
        ...(entry && refused === undefined ? { acknowledged: { by: entry.by, at: entry.at } } : {}),
        ...(refused === undefined ? {} : { refused }),
      };
    });
}

/** An acknowledgement is the consumer's: of its team, not from another domain's folder, not of a day to come. */
function refusal(
  { by, at, file }: Acknowledgement,
  { domain, data, today }: { readonly domain: string; readonly data: Fields; readonly today: string },
): string | undefined {
  const folder = /(?:^|\/)domains\/([^/]+)\/acknowledgements\.yaml$/.exec(file.replaceAll("\\", "/"))?.[1];
  if (folder !== undefined && folder !== domain) return `${file} is another domain's`;
  if (at > today) return `${file} says ${at}, which is still to come`;
  const team = data.team as Fields | readonly Fields[] | undefined;
  const members = listOf(Array.isArray(team) ? team : (team as Fields | undefined)?.members).map(
    ({ username }) => username,
  );
  return members.length > 0 && !members.includes(by) ? `${by} isn't in the team of ${String(data.id)}` : undefined;
}

function customOf(data: Fields | undefined, name: string): unknown {
  return listOf(data?.customProperties).find(({ property }) => property === name)?.value;
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((one): one is Fields => typeof one === "object" && one !== null) : [];
}
