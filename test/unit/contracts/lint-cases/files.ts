/** Short ways to write the files of a case. */
import type { LintFile } from "../../../../contracts/lint";

/** What a rule has to find, and what is close to it and right. */
export interface Cases {
  readonly found: readonly (readonly LintFile[])[];
  readonly passed: readonly (readonly LintFile[])[];
}
export type CasesByRule = Readonly<Record<string, Cases>>;

export const TODAY = "2026-06-01";
const HEAD = "apiVersion: v3.2.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n";

/** One contract: the head of every contract, and more. */
export const contract = (more: string): LintFile[] => [{ file: "a.odcs.yaml", text: HEAD + more }];
/** The head with a field replaced, and more. */
export const headed = (from: string, to: string, more = ""): LintFile[] => [
  { file: "a.odcs.yaml", text: HEAD.replace(from, to) + more },
];
export const dataset = (fields: string, more = "") => contract(`schema: [{ name: a, ${fields} }]\n${more}`);
/** A dataset of these properties, each in braces. */
export const properties = (...list: string[]) => dataset(`properties: [${list.map((one) => `{ ${one} }`).join(", ")}]`);
export const property = (fields: string) => properties(`name: a, ${fields}`);
export const options = (type: string, given: string) =>
  property(`logicalType: ${type}, logicalTypeOptions: { ${given} }`);
export const custom = (name: string, value: string) => `customProperties: [{ property: ${name}, value: ${value} }]`;
export const objectives = (...list: string[]) =>
  contract(`slaProperties: [${list.map((one) => `{ ${one} }`).join(", ")}]`);

/** A product in its domain's folder. */
export const product = (more: string, id = "p", domain = "d"): LintFile => ({
  file: `domains/${domain}/${id}.odps.yaml`,
  text: `apiVersion: v1.1.0\nkind: DataProduct\nid: ${id}\n${more}`,
});
/** A contract in its domain's folder. */
export const offered = (id: string, more = "", domain = "d"): LintFile => ({
  file: `domains/${domain}/${id}.odcs.yaml`,
  text: `${HEAD.replace("id: a", `id: ${id}`)}${more}`,
});
export const output = (contractId: string, more = "") =>
  `outputPorts: [{ name: o, contractId: ${contractId}${more} }]\n`;
export const input = (contractId: string, more = "") => `inputPorts: [{ name: i, contractId: ${contractId}${more} }]\n`;
