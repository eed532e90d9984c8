/** What relationships point to: `customers.id`, `schema/customers_tbl/properties/id_prop`, or either in another file. */
import type { Odcs, OdcsProperty } from "../odcs";

export interface Reference {
  /** File that it leads to; absent: its own. */
  readonly file?: string;
  /** Of the dataset and the property in it, from above; by id where the reference has slashes, else by name. */
  readonly parts: readonly string[];
  readonly byId: boolean;
}

export function parseReference(text: string): Reference {
  const [before = "", after] = text.split("#");
  const place = after === undefined ? { at: before } : { file: before.replace(/^https?:\/\//, ""), at: after };
  const file = place.file === undefined ? {} : { file: place.file };
  if (!place.at.includes("/")) return { ...file, parts: place.at.split("."), byId: false };
  // schema/<id>/properties/<id>/properties/<id>: each second one names something.
  const parts = place.at
    .replace(/^\//, "")
    .split("/")
    .filter((_, at) => at % 2 === 1);
  return { ...file, parts, byId: true };
}

/** What a reference leads to: `dataset` where there is none of that name, `property` where only that is missing. */
export type Target = { readonly property: Partial<OdcsProperty> } | "dataset" | "property";

export function followed({ parts, byId }: Reference, { schema = [] }: Pick<Odcs, "schema">): Target {
  const [first, ...rest] = parts;
  const isMeant = (one: Partial<OdcsProperty>, part: string | undefined) =>
    byId ? one.id === part : one.name === part;
  const dataset = schema.find((one) => isMeant(one as Partial<OdcsProperty>, first));
  if (!dataset) return "dataset";
  let inside: readonly Partial<OdcsProperty>[] = dataset.properties ?? [];
  let found: Partial<OdcsProperty> | undefined;
  for (const part of rest) {
    found = inside.find((one) => isMeant(one, part));
    if (!found) return "property";
    inside = found.properties ?? found.items?.properties ?? found.map?.value.properties ?? [];
  }
  return found === undefined ? "property" : { property: found };
}
