/** What is mutated: the domains' files, the standards' published examples where they are, and styles of our own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** YAML that the domains' files don't use. */
const STYLES = [
  '{\n  "apiVersion": "v3.1.0",\n  "kind": "DataContract",\n  "id": "a",\n  "version": "1.0.0",\n  "status": "active",\n  "tags": ["x", "y"],\n  "schema": [{ "name": "a", "properties": [{ "name": "b", "logicalType": "string", "examples": ["c"] }] }]\n}\n',
  [
    "---\napiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n# said\ndescription:\n  purpose: |\n    one\n",
    "    two\n\n    three\n  usage: >-\n    folded\n    text\n\n    more\n  limitations: plain text\n    over lines\n\n    and more\n",
    "tags:\n- a\n- 'b ''c'''\n- \"d\\n\\u00e9\"\n-\n  e\nteam:\n  name: x\n  members:\n    - username: a@example.com\n      role: owner\n",
    "schema:\n  - name: a\n    properties:\n      - { name: id, logicalType: integer, primaryKey: true, required: true }\n      - name: list\n",
    "        logicalType: array\n        items: { logicalType: object, properties: [ { name: x, logicalType: number, examples: [1.5, -2e3] } ] }\n",
    '    quality:\n      - { metric: rowCount, mustBeBetween: [1, 100] }\n      - type: sql\n        query: "SELECT 1\n          FROM a"\n        mustBe: 0\n',
  ].join(""),
];

export function corpus(): string[] {
  const domains = join(ROOT, "domains");
  const folders = [
    ...readdirSync(domains).map((name) => join(domains, name)),
    join(ROOT, "../shared/standards/examples"),
  ];
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.od[cp]s\.yaml$/.test(name))
        .map((name) => readFileSync(join(folder, name), "utf8")),
    );
  return [...STYLES, ...files];
}
