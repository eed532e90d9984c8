/** What a contract promises of a dataset, as DataHub's data contract and the assertions that it is made of. */
import type { Contract, Dataset, Property, QualityRule } from "../model";
import { type Json, type Proposal, proposals, type Stamp, urns } from "./datahub-proposals";
import { typeName } from "./datahub-schema";

interface Promised {
  readonly contract: Contract;
  readonly dataset: Dataset;
  /** URN of the dataset. */
  readonly entity: string;
  /** Names the contract and its assertions: of one dataset there may be several places. */
  readonly id: string;
  /** The contract's whole text, for its page. */
  readonly raw: string;
  readonly schema: Json;
  readonly stamp: Stamp;
}

/** ODCS operators → DataHub's. What isn't here has no equal there. */
const OPERATORS = {
  mustBe: "EQUAL_TO",
  mustNotBe: "NOT_EQUAL_TO",
  mustBeLessThan: "LESS_THAN",
  mustBeLessOrEqualTo: "LESS_THAN_OR_EQUAL_TO",
  mustBeGreaterThan: "GREATER_THAN",
  mustBeGreaterOrEqualTo: "GREATER_THAN_OR_EQUAL_TO",
  mustBeBetween: "BETWEEN",
} as const;

const parameter = (value: unknown) => ({
  value: String(value),
  type: typeof value === "number" ? "NUMBER" : "STRING",
});

/** Operator and parameters of a rule; undefined where DataHub has none such. */
function boundOf(rule: Json): Json | undefined {
  const found = Object.entries(OPERATORS).find(([name]) => rule[name] !== undefined);
  if (!found) return undefined;
  const [name, operator] = found;
  const value = rule[name];
  const parameters = Array.isArray(value)
    ? { minValue: parameter(value[0]), maxValue: parameter(value[1]) }
    : { value: parameter(value) };
  return { operator, parameters };
}

/** A quality rule as an assertion of a kind that DataHub can run, where it has one; else as one of its own words. */
function qualityOf(given: QualityRule, property: Property | undefined, entity: string): Json {
  const rule = given as unknown as Json;
  const metric = rule.metric ?? rule.rule;
  const bound = boundOf(rule);
  const description = typeof rule.description === "string" ? { description: rule.description } : {};
  if (bound && metric === "rowCount" && !property) {
    const volumeAssertion = { type: "ROW_COUNT_TOTAL", entity, rowCountTotal: bound };
    return { type: "VOLUME", volumeAssertion, ...description };
  }
  if (bound && metric === "nullValues" && property) {
    const field = {
      path: property.name,
      type: typeName(property),
      nativeType: property.physicalType ?? property.logicalType,
    };
    const unit = rule.unit === "percent" ? "NULL_PERCENTAGE" : "NULL_COUNT";
    const fieldMetricAssertion = { field, metric: unit, ...bound };
    return { type: "FIELD", fieldAssertion: { type: "FIELD_METRIC", entity, fieldMetricAssertion }, ...description };
  }
  if (bound && typeof rule.query === "string")
    return { type: "SQL", sqlAssertion: { type: "METRIC", entity, statement: rule.query, ...bound }, ...description };
  const field = property && { field: `urn:li:schemaField:(${entity},${property.name})` };
  return {
    type: "CUSTOM",
    customAssertion: { type: String(metric ?? rule.type ?? "text"), entity, ...field, logic: JSON.stringify(rule) },
    ...description,
  };
}

const INTERVALS = [
  ["DAY", 86_400_000],
  ["HOUR", 3_600_000],
  ["MINUTE", 60_000],
  ["SECOND", 1000],
] as const;

/** The greatest unit that divides the time; what is below a second counts as one. */
function intervalOf(ms: number): Json {
  const [unit, length] = INTERVALS.find(([, one]) => ms >= one && ms % one === 0) ?? (["SECOND", 1000] as const);
  return { unit, multiple: Math.max(1, Math.ceil(ms / length)) };
}

export function contractProposals({ contract, dataset, entity, id, raw, schema, stamp }: Promised): Proposal[] {
  const made: Proposal[] = [];
  const assertion = (name: string, info: Json) => {
    const urn = urns.assertion(`${id}.${name}`);
    const source = { type: "EXTERNAL", created: stamp };
    made.push(...proposals(urn, { assertionInfo: { entityUrn: entity, source, ...info } }));
    return { assertion: urn };
  };
  const { freshness } = contract.objectives;
  const schemaAssertion = { entity, schema, compatibility: "SUPERSET" };
  const promised = {
    schema: [assertion("schema", { type: "DATA_SCHEMA", schemaAssertion })],
    ...(freshness?.ms !== undefined && {
      freshness: [
        assertion("freshness", {
          type: "FRESHNESS",
          freshnessAssertion: {
            type: "DATASET_CHANGE",
            entity,
            schedule: { type: "FIXED_INTERVAL", fixedInterval: intervalOf(freshness.ms) },
          },
        }),
      ],
    }),
    dataQuality: [
      ...dataset.quality.map((rule, at) => assertion(`quality.${at}`, qualityOf(rule, undefined, entity))),
      ...dataset.properties.flatMap((property) =>
        property.quality.map((rule, at) =>
          assertion(`quality.${property.name}.${at}`, qualityOf(rule, property, entity)),
        ),
      ),
    ],
  };
  const state = contract.status === "active" ? "ACTIVE" : "PENDING";
  return [
    ...made,
    ...proposals(urns.contract(id), {
      dataContractProperties: { entity, ...promised, rawContract: raw },
      dataContractStatus: { state },
    }),
  ];
}
