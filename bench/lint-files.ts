/** Contracts to lint: the orders domain's, as often or with as many properties as asked, and broken in known ways. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const ORDERS = resolve(__dirname, "../domains/orders/orders.odcs.yaml");
const text = readFileSync(ORDERS, "utf8");

/** Another contract, with its own id and streams. */
export function contract(number: number): string {
  return text.replace(/^id: .*$/m, `id: orders-${number}`).replace(/^( +- name: )(\w+)$/m, `$1$2_${number}`);
}

/** A product that offers so many contracts: without one they would be orphans. */
export function product(contracts: number): string {
  const ports = Array.from(
    { length: contracts },
    (_, at) => `  - { name: p${at}, version: 1.0.0, contractId: orders-${at} }`,
  );
  return `apiVersion: v1.0.0\nkind: DataProduct\nid: many\nstatus: active\nteam: { name: orders }\noutputPorts:\n${ports.join("\n")}\n`;
}

export function contractOf(properties: number): string {
  const one = (at: number) => `      - name: property_${at}
        logicalType: string
        physicalType: text
        required: true
        classification: internal
        description: Property ${at} of many
        logicalTypeOptions: { maxLength: 20 }
        examples: [abc]
`;
  const list = Array.from({ length: properties }, (_, at) => one(at)).join("");
  return `apiVersion: v3.1.0
kind: DataContract
id: wide
version: 1.0.0
status: active
description: { purpose: Many properties }
support: [{ channel: wide, url: "https://example.com" }]
team: { name: wide }
schema:
  - name: wide
    description: Many properties
    properties:
${list}`;
}

/** The same contract, right and wrong: both linters have to say the same of each. */
export const VARIANTS: Readonly<Record<string, string>> = {
  "as-it-is": text,
  "unknown-field": `${text}\nsteward: someone\n`,
  "no-id": text.replace(/^id: .*\n/m, ""),
  "no-status": text.replace(/^status: .*\n/m, ""),
  "wrong-kind": text.replace("kind: DataContract", "kind: Contract"),
  "wrong-type": text.replace("logicalType: number", "logicalType: numeric"),
  "unknown-in-property": text.replace("logicalType: number", "logicalType: number\n        steward: someone"),
  "a-number-as-text": text.replace(/^version: .*$/m, "version: 1"),
  "twice-a-key": `${text}\nid: again\n`,
  "no-yaml": `${text}\n  - [\n`,
  "full-example": contract(1),
};
