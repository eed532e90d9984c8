/** Kinds of values → ODCS: the way back of `kindOf`, so that what an export says is read as it was meant. */
import type { Kind } from "../exports/kinds";
import type { PropertyDraft } from "./importer";

export type Scalar = Exclude<Kind, { kind: "record" | "map" | "array" | "anything" }>;
type Typed = Pick<PropertyDraft, "logicalType" | "physicalType" | "logicalTypeOptions">;

export function scalar(kind: Scalar): Typed {
  switch (kind.kind) {
    case "text":
      return typed("string", kind.format && { format: kind.format });
    case "bytes":
      return typed("string", { format: "binary" });
    case "boolean":
    case "date":
      return { logicalType: kind.kind };
    case "integer":
      // 64 bits is what an integer has that says nothing of its width.
      return typed(
        "integer",
        kind.bits === 64 && kind.signed ? undefined : { format: `${kind.signed ? "i" : "u"}${kind.bits}` },
      );
    case "float":
      return typed("number", kind.bits === 32 ? { format: "f32" } : undefined);
    case "decimal":
      return { logicalType: "number", physicalType: `decimal(${kind.precision},${kind.scale})` };
    case "time":
      return { logicalType: "time", ...(kind.unit === "micros" && { physicalType: "time(6)" }) };
    case "timestamp":
      return {
        ...typed("timestamp", kind.zoned ? undefined : { timezone: false }),
        ...(kind.unit === "micros" && { physicalType: "timestamp(6)" }),
      };
  }
}

function typed(logicalType: string, options: Readonly<Record<string, unknown>> | undefined): Typed {
  return { logicalType, ...(options && { logicalTypeOptions: options }) };
}

/** ODCS 3.1.0 has no maps: what 3.2.0 says under `map` is said in a custom property of that name. */
export function mapOf(
  key: PropertyDraft,
  value: PropertyDraft,
): Pick<PropertyDraft, "logicalType" | "customProperties"> {
  return { logicalType: "object", customProperties: [{ property: "map", value: { key, value } }] };
}

/** ODCS has `enum` only since 3.2.0. */
export const enumOf = (values: readonly unknown[]) => ({ property: "enum", value: values });
