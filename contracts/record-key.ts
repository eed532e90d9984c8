import type { Dataset } from "./model";

/**
 * Names of the properties that make up a record's key on the stream, in order; none where it has no key.
 *
 * The key of one property is its text, or for another type than text its JSON (`o-1`, `17`). Of several it is the JSON
 * array of their values in the order of the primary key, without spaces (`["w-1","sku-2"]`), so that no two keys have
 * the same text.
 */
export function keyParts({ key, keys }: Pick<Dataset, "key" | "keys">): readonly string[] {
  return keys ?? (key === undefined ? [] : [key]);
}
