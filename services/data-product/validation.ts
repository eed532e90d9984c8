/**
 * Does a record fulfil the contract? JSON Schema 2020-12, compiled once, every fault named.
 */
import Ajv2020, { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { Dataset, Property } from "../../contracts/model";
import type { Inexact } from "./numbers";
import type { FieldFault } from "./problem";
import type { NotEncodable } from "./wire";

const SHOWN_CHARACTERS = 100;
/** A body can be wrong in as many places as it has bytes; nobody reads more than this. */
const SHOWN_FAULTS = 50;

/** @returns the faults of a body; none means that it fulfils the contract. */
export type Validator = (body: unknown) => readonly FieldFault[];

/** @throws Error when the schema itself cannot be compiled. */
export function validatorOf(schema: object, dataset: Dataset): Validator {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate: ValidateFunction = ajv.compile(schema);
  return (body) => (validate(body) ? [] : faultsOf(validate.errors ?? [], dataset));
}

function faultsOf(errors: readonly ErrorObject[], dataset: Dataset): FieldFault[] {
  return errors
    .filter(isOwn)
    .slice(0, SHOWN_FAULTS)
    .map((error) => faultOf(error, dataset));
}

/** `if`, `anyOf` and `oneOf` only say that something below them failed, which is reported itself. */
function isOwn({ keyword }: ErrorObject): boolean {
  return keyword !== "if";
}

function faultOf(error: ErrorObject, dataset: Dataset): FieldFault {
  const { keyword, instancePath, params, data } = error;
  const path = instancePath === "" ? [] : instancePath.slice(1).split("/").map(unescapePointer);
  const named =
    keyword === "required" ? params.missingProperty : (params.additionalProperty ?? params.unevaluatedProperty);
  if (typeof named === "string") path.push(named);
  const allowed = allowedBy(error);
  return {
    ...where(path),
    detail: detailOf(error),
    // A missing field has no value, an unknown one no classification.
    ...(named === undefined && isShowable(dataset, path) && shown(data)),
    ...(allowed !== undefined && { allowed }),
  };
}

/** The fault of a value that passed the JSON Schema but does not fit the stream's schema. */
export function encodingFault({ path, type }: NotEncodable): FieldFault {
  return { ...where(path), detail: `does not fit the stream's schema (Avro ${type})`, allowed: { avro: type } };
}

/** The fault of a number that would not arrive as it was sent. */
export function roundingFault({ path, literal }: Inexact, dataset: Dataset): FieldFault {
  return {
    ...where(path),
    detail: "has more digits than the stream keeps",
    ...(isShowable(dataset, path) && shown(literal)),
    allowed: { wholeNumbersTo: Number.MAX_SAFE_INTEGER, significantDigits: 15 },
  };
}

function where(path: readonly string[]): { field: string; pointer: string } {
  return {
    field: path.length === 0 ? "(body)" : path.join("."),
    pointer: `#${path.map((part) => `/${encodeURIComponent(escapePointer(part))}`).join("")}`,
  };
}

function detailOf({ keyword, message, params, schema }: ErrorObject): string {
  switch (keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
    case "unevaluatedProperties":
      return "is not in the contract";
    case "type":
      return `must be ${[params.type].flat().join(" or ")}`;
    case "enum":
      return "must be one of the allowed values";
    case "const":
      return `must be ${JSON.stringify(schema)}`;
    case "minLength":
    case "maxLength":
      return `must have ${keyword === "minLength" ? "at least" : "at most"} ${params.limit} characters`;
    default:
      return message ?? `fails ${keyword}`;
  }
}

function allowedBy({ keyword, schema, params }: ErrorObject): unknown {
  if (keyword === "required" || keyword.endsWith("Properties")) return undefined;
  if (keyword === "enum" || keyword === "const") return schema;
  if (keyword === "anyOf" || keyword === "oneOf") return undefined;
  return { [keyword]: keyword === "type" ? params.type : schema };
}

function shown(value: unknown): { given?: unknown } {
  if (typeof value === "string") {
    return { given: value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value };
  }
  return typeof value === "object" && value !== null ? {} : { given: value };
}

/** Values may be shown (in answers, in logs) only of properties that are classified as public or internal. */
const SHOWABLE: ReadonlySet<string> = new Set(["public", "internal"]);

function isShowable(dataset: Dataset, path: readonly string[]): boolean {
  let properties: readonly Property[] | undefined = dataset.properties;
  let last: Property | undefined;
  for (const part of path) {
    const next: Property | undefined = last?.items && /^\d+$/.test(part) ? last.items : find(properties, part);
    if (!next) return false;
    if (next.classification !== undefined && !SHOWABLE.has(next.classification)) return false;
    // An item without a classification of its own has its array's.
    if (next.classification === undefined && next !== last?.items) return false;
    last = next;
    properties = next.properties;
  }
  return last !== undefined;
}

function find(properties: readonly Property[] | undefined, name: string): Property | undefined {
  return properties?.find((property) => property.name === name);
}

/**
 * A rule's message without the values it must not give away: whatever the body holds in fields that are not classified
 * as public or internal is replaced.
 */
export function redact(message: string, body: unknown, dataset: Dataset): string {
  let text = message;
  for (const value of hiddenValues(body, dataset, [])) {
    // Whole words only: a hidden "1" must not eat the digits of other numbers.
    text = text.replace(new RegExp(`(?<!\\w)${escapeRegExp(value)}(?!\\w)`, "g"), "[hidden]");
  }
  return text;
}

function hiddenValues(value: unknown, dataset: Dataset, path: readonly string[]): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => hiddenValues(inner, dataset, [...path, name]));
  }
  if (value === null || typeof value === "boolean" || path.length === 0 || isShowable(dataset, path)) return [];
  const text = String(value);
  return text === "" ? [] : [text];
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function escapePointer(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
