/** What `mesh new` writes: a data product that lints and previews as it is, with everything in it that a team must change. */

export interface Names {
  readonly domain: string;
  readonly product: string;
  /** Today, like `2026-01-31`. */
  readonly today: string;
}

/** `order-returns` → `Order returns` */
function title(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function team({ domain, today }: Names): string {
  return `team:
  name: ${title(domain)}
  description: Owns everything about ${domain}.
  members:
    - { username: owner@example.com, name: Name of the owner, role: owner, dateIn: "${today}" }
`;
}

function support({ domain }: Names): string {
  return `support:
  - channel: ${domain}-data@example.com
    tool: email
    scope: issues
    url: mailto:${domain}-data@example.com
`;
}

/** The product: who owns it, and its ports. */
export function productFile(names: Names): string {
  const { domain, product } = names;
  return `apiVersion: v1.0.0
kind: DataProduct
id: ${product}
name: ${title(product)}
version: 1.0.0
status: draft
domain: ${domain}

# What it is for, in the words of those who would look for it.
description:
  purpose: What ${title(product).toLowerCase()} are, for every domain that acts on them.
  limitations: What is not in here, and what readers must not conclude from it.
  usage: Post records to the API; read them from the stream.

outputPorts:
  - name: ${product}
    description: ${title(product)} as they happen.
    type: stream
    version: 1.0.0
    contractId: ${product}

${support(names)}
${team(names)}`;
}

/** The contract of its one output port. */
export function contractFile(names: Names): string {
  const { domain, product } = names;
  return `apiVersion: v3.1.0
kind: DataContract
id: ${product}
name: ${title(product)}
version: 1.0.0
status: draft
domain: ${domain}
dataProduct: ${product}

description:
  purpose: ${title(product)} as events, for every domain that acts on them.
  limitations: What is not in here, and what readers must not conclude from it.
  usage: Consume the stream; the last record of a key is its state.

servers:
  - server: stream
    type: kafka
    environment: all
    format: avro
    description: Records as they happen, in the Confluent wire format.
    host: the target's broker

schema:
  - name: ${product}
    logicalType: object
    physicalType: topic
    description: ${title(product)} as they happen.
    customProperties:
      - { property: entity, value: ${product} }
      - { property: partitions, value: 3 }
      - { property: deadLetterRetention, value: 30d }
    properties:
      - name: id
        description: What identifies the record for its readers.
        logicalType: string
        required: true
        primaryKey: true
        primaryKeyPosition: 1
        classification: internal
        logicalTypeOptions: { minLength: 1, maxLength: 64 }
        examples: ["a-1"]
        quality:
          - { type: library, metric: nullValues, dimension: completeness, mustBe: 0, unit: percent }
      - name: happened_at
        description: When it happened, by the clock of whoever reported it.
        logicalType: timestamp
        required: true
        classification: internal
        examples: ["2026-01-31T09:30:00Z"]
        quality:
          - { type: library, metric: nullValues, dimension: completeness, mustBe: 0, unit: percent }
    quality:
      - { type: library, metric: rowCount, mustBeGreaterThan: 0, description: A day without records is a fault. }

${team(names)}
${support(names)}
# Who may read: a product that has an input port on this contract asks for this role, and is listed here.
roles:
  - role: ${product.replaceAll("-", "_")}_reader
    access: read
    description: Reads the stream.
    firstLevelApprovers: ${domain} owner
    customProperties:
      - { property: consumers, value: [] }

slaProperties:
  - { property: freshness, value: 5, unit: m, driver: operational, description: Age of a record when it arrives. }
  - { property: latency, value: 100, unit: ms, driver: operational, description: "Answer of the API, 99th percentile." }
  - { property: availability, value: 99.5, unit: percent, driver: operational, description: Share of minutes in a month. }
  - { property: retention, value: 7, unit: d, driver: operational, description: How long records stay on the stream. }
`;
}

/** The domain's own guardrails: none stricter than the core's yet. */
export function guardrailsFile({ domain }: Names): string {
  return `# What ${domain} holds stricter than the core demands; \`mesh guardrails\` lists the parameters with their directions.
tighten: {}
`;
}
