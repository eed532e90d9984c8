import { CATALOG_RECORD, contract, model, product, registered, stream } from "./changes";
import type { RefusedPreview } from "./guardrail-cases";

const CLASSIFIED = /(description: Where the order stands\.\n(?:.*\n){2} +classification: )internal/;

const GIFT = `
      - name: gift
        description: Whether it is a present.
        logicalType: boolean
        required: false
        classification: internal
`.slice(1);

export const CONTRACTS: readonly RefusedPreview[] = [
  {
    title: "contracts and ownership",
    cases: [
      {
        guardrail: "contract-availability",
        break: contract(/ +- \{\s*property: availability,[^}]*\}\n/, ""),
        says: [/^order-events: contract "orders" promises no availability/],
      },
      {
        guardrail: "contract-compatibility",
        break: stream("compatibility", "NONE"),
        says: [
          /^order-events: subject "orders\.v1-value" has mode "NONE", allowed are BACKWARD,/,
          /^orders\.v1-value-subject: compatibility is NONE/,
        ],
      },
      {
        guardrail: "contract-deprecation",
        break: contract("status: active", "status: retired"),
        says: [/^order-events: contract "orders" is retired, but is supported until 2028-12-31/],
      },
      {
        guardrail: "contract-freshness",
        break: contract(/ +- \{\s*property: freshness,[^}]*\}\n/, ""),
        says: [/^order-events: contract "orders" promises no freshness/],
      },
      {
        guardrail: "contract-latency",
        break: contract("property: latency, value: 50,", "property: latency, value: 5000,"),
        says: [/^order-events: latency of "orders" is 5000 ms, at most 1000 ms are allowed/],
      },
      {
        guardrail: "contract-naming",
        break: model('model.outputPorts[0].contract.datasets[0].properties[4].name = "placed-at"'),
        says: [/^order-events: "placed-at" is not legal in JSON, Avro, Protobuf and SQL/],
      },
      {
        guardrail: "contract-quality",
        break: contract("mustBe: 0,", "mustBeLessThan: 50,"),
        says: [/^order-events: "order_id" may have 50 % empty values, at most 5 % are allowed/],
      },
      {
        guardrail: "contract-schema-docs",
        break: contract("description: Currency of the amount, ISO 4217.", "description: Coin."),
        says: [/^order-events: description of "currency" has 5 characters, at least 8 are needed/],
      },
      {
        guardrail: "contract-version",
        break: contract("      - name: channel\n", `${GIFT}      - name: channel\n`),
        says: [
          /^order-events: "orders" differs from version 1\.2\.0 kept of .*, which demands version 1\.3\.0, not 1\.2\.0/,
        ],
      },
      {
        guardrail: "pii-classified",
        break: contract(/ +classification: internal\n/, ""),
        says: [/^order-events: "order_id" has no classification, allowed are public,/],
      },
      {
        guardrail: "pii-protected",
        break: contract(CLASSIFIED, "$1restricted"),
        says: [/^order-events: "status" is restricted on output port "orders", and neither encrypted nor masked/],
      },
      {
        guardrail: "pii-retention",
        break: contract("property: deadLetterRetention, value: 30d", "property: deadLetterRetention, value: 120d"),
        says: [/^order-events: stream "orders\.v1\.dead-letter" keeps personal data for 120 days, at most 90/],
      },
      {
        guardrail: "product-description",
        break: product(/purpose: .*/, "purpose: Orders."),
        says: [/^order-events: purpose has 7 characters, at least 20 are needed/],
      },
      {
        guardrail: "product-owner",
        break: product("role: owner", "role: developer"),
        says: [/^order-events: the team has no owner \(domains\/orders\/product\.odps\.yaml: team\.members\)/],
      },
      {
        guardrail: "product-registered",
        break: registered(CATALOG_RECORD, 'props.version = "0.9.0";'),
        says: [/^order-events-record: entry has version 0\.9\.0, the product 1\.2\.0/],
      },
    ],
  },
  {
    title: "input ports",
    stack: "inventory-local",
    cases: [
      {
        guardrail: "acl-declared-consumer",
        break: (checkout) =>
          void checkout.edit("domains/inventory/product.odps.yaml", "value: orders_reader", "value: orders_admin"),
        says: [
          /^stock-levels: .* asks for role "orders_admin"; the contract "orders" offers orders_reader, orders_writer/,
        ],
      },
      {
        guardrail: "contract-ports",
        break: model('model.inputPorts[0].version = "1.9.0"'),
        says: [/^stock-levels: input port "orders" wants version 1\.9\.0 of contract "orders", which is at 1\.2\.0/],
      },
    ],
  },
];
