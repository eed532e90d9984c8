/** Files in which consumers say that they know of a breaking change: who, when, of which version. */
import { z } from "zod";
import { parseText } from "../document";

const text = (about: string) => z.string().min(1).describe(about);

export const acknowledgementFile = z.strictObject({
  acknowledgements: z
    .array(
      z.strictObject({
        contract: text("id of the contract that changes"),
        version: text("the contract's new version, like 2.0.0"),
        product: text("id of the product that reads it"),
        by: text("username of a member of that product's team"),
        at: z.iso.date().describe("the day on which they did, like 2026-02-14"),
        note: text("what was agreed").optional(),
      }),
    )
    .describe("one entry for each consumer and version"),
});

type Entry = z.output<typeof acknowledgementFile>["acknowledgements"][number];

export interface Acknowledgement extends Entry {
  readonly file: string;
}

/** A consumer's own file is `acknowledgements.yaml` in its domain's folder; a producer's lies beside its contract. */
export const OWN_FILE = "acknowledgements.yaml";
export const BESIDE = ".acknowledgements.yaml";

/** Entries of one file, or what is wrong with it: each with file, field, given and allowed. */
export function readAcknowledgements(
  source: string,
  file: string,
): { readonly entries: readonly Acknowledgement[]; readonly problems: readonly string[] } {
  const { document, problems } = parseText(source, file);
  if (!document) return { entries: [], problems: problems.map(({ line, message }) => `${file}:${line}: ${message}`) };
  const parsed = acknowledgementFile.safeParse(document.data);
  if (parsed.success) return { entries: parsed.data.acknowledgements.map((one) => ({ ...one, file })), problems: [] };
  const fields = "contract, version, product, by, at, note";
  return {
    entries: [],
    problems: parsed.error.issues.map(({ path, message }) => {
      const { line } = document.problem(path, { rule: "acknowledgement", message });
      return `${file}:${line}: ${path.join(".") || "acknowledgements"}: ${message}; allowed: a list of ${fields}; fix: correct the entry`;
    }),
  };
}
