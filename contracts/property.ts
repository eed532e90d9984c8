/** One ODCS property → the model's Property. */
import type { LogicalType, Property } from "./model";
import type { OdcsProperty } from "./odcs";
import { pathText } from "./problem";
import { custom, defined, texts } from "./shared";

/** The standard's types that the model has another word for: what they hold is said beside. */
const MODEL_TYPES: Readonly<Record<string, LogicalType>> = { map: "object", vector: "array" };

export function propertyOf(given: OdcsProperty, path: readonly PropertyKey[], file: string): Property {
  const inner = (one: Partial<OdcsProperty>, name: string, ...way: PropertyKey[]) =>
    propertyOf({ ...one, name: one.name ?? name }, [...path, ...way], file);
  const { logicalType = "string", items } = given;
  const map = mapOf(given);
  const isVector = logicalType === "vector";
  const { dimensions, elementType = "" } = given.logicalTypeOptions ?? {};
  const vector = isVector ? inner(elementOf(String(elementType)), "item", "logicalTypeOptions") : undefined;
  const options = isVector ? { minItems: dimensions, maxItems: dimensions } : (given.logicalTypeOptions ?? {});
  // That keys are text need not be said.
  const key = map && Object.keys(map.key).some((field) => field !== "logicalType" && field !== "required");
  const typed = map?.key.logicalType !== undefined && map.key.logicalType !== "string";
  const masking = custom(given.customProperties, "masking");
  return {
    ...defined({
      physicalType: given.physicalType,
      businessName: given.businessName,
      description: given.description,
      classification: given.classification,
      encryptedName: given.encryptedName,
      masking: masking === undefined ? undefined : String(masking),
      aliases: texts(custom(given.customProperties, "aliases")),
      enum: texts(custom(given.customProperties, "enum")) ?? texts(given.enum?.flatMap(({ value }) => value ?? [])),
      properties: given.properties?.map((one, at) => inner(one, "", "properties", at)),
      items: items ? inner(items, "item", "items") : vector,
      values: map ? inner(map.value, "value", "map", "value") : undefined,
      keys: map && (key || typed) ? inner(map.key, "key", "map", "key") : undefined,
    }),
    name: given.name,
    logicalType: MODEL_TYPES[logicalType] ?? (logicalType as LogicalType),
    required: given.required === true,
    requiredStated: given.required !== undefined,
    unique: given.unique === true,
    primaryKey: given.primaryKey === true,
    options: options as Property["options"],
    examples: given.examples ?? [],
    quality: (given.quality ?? []) as unknown as Property["quality"],
    source: { file, path: pathText(path) },
  };
}

/** Before 3.2.0 the standard has no maps: what it says of them since is then said in a custom property. */
function mapOf({ map, customProperties }: OdcsProperty): OdcsProperty["map"] {
  const said = map ?? (custom(customProperties, "map") as Partial<NonNullable<OdcsProperty["map"]>> | null | undefined);
  const { key, value } = said ?? {};
  return typeof key === "object" && typeof value === "object" && key && value ? { key, value } : undefined;
}

/** What a vector is made of, by its `elementType`; types that no other format has are held by the next wider one. */
function elementOf(type: string): Partial<OdcsProperty> {
  const [, kind, bits] = /^(u?int|b?float)(\d+)$/.exec(type) ?? [];
  if (kind?.endsWith("int"))
    return {
      logicalType: "integer",
      logicalTypeOptions: { format: `${kind === "int" ? "i" : "u"}${bits}` },
      required: true,
    };
  if (type === "binary") return { logicalType: "integer", logicalTypeOptions: { format: "u8" }, required: true };
  const single = bits === undefined || bits === "64" ? {} : { logicalTypeOptions: { format: "f32" } };
  return { logicalType: "number", ...single, required: true };
}
