/** What a property holds: by Avro's resolution of the type alone, and by what its values look like. */
import { avroClashes } from "../../compatibility/avro/resolution";
import { readAvro } from "../../compatibility/avro/schema";
import { avroSchema } from "../../exports/avro";
import { kindOf } from "../../exports/kinds";
import type { LogicalType, Property } from "../../model";
import { breaking, breaksBoth, breaksWriter, type Changed, minor, patch, type Verdict } from "../change";
import type { Fields } from "../shapes";

/** Types that hold others: what is inside is graded by itself. */
export const CONTAINERS: Readonly<Record<string, string>> = {
  object: "record",
  map: "map",
  array: "array",
  vector: "array",
};

/** Kinds of which one's values are the other's too. */
const NUMBERS: ReadonlySet<string> = new Set(["integer", "float"]);

const SCALARS: ReadonlySet<unknown> = new Set(["string", "date", "timestamp", "time", "number", "integer", "boolean"]);

/** What decides a scalar's type. */
function scalar(fields: Fields): Property {
  const { logicalType = "string", physicalType } = fields;
  const option = (name: string) =>
    fields[`options.${name}`] === undefined ? {} : { [name]: fields[`options.${name}`] };
  return {
    name: "value",
    logicalType: logicalType as LogicalType,
    ...(typeof physicalType === "string" ? { physicalType } : {}),
    options: { ...option("format"), ...option("timezone") },
    ...{ required: true, requiredStated: true, unique: false, primaryKey: false, examples: [], quality: [] },
    source: { file: "", path: "" },
  };
}

export function typeChange({ before, after, fields }: Changed): readonly Verdict[] {
  const [from, to] = [before, after].map(({ logicalType }) => CONTAINERS[String(logicalType)] ?? "scalar") as [
    string,
    string,
  ];
  if (from !== to) return [breaksBoth("type", `It was ${from}, and is ${to}.`, { field: "logicalType" })];
  if (from !== "scalar") return fields.map((field) => patch("type", "The store's word for the same type.", { field }));
  // Only a standard that is newer than we are lets another word through.
  const unknown = [before, after].find(({ logicalType = "string" }) => !SCALARS.has(logicalType));
  if (unknown)
    return [breaksBoth("type", `What ${String(unknown.logicalType)} holds isn't known.`, { field: "logicalType" })];
  const [old, fresh] = [scalar(before), scalar(after)];
  const [was, is] = [kindOf(old), kindOf(fresh)];
  const field = fields.includes("logicalType") ? "logicalType" : fields[0];
  const at = field === undefined ? {} : { field };
  // Avro reads bytes as text and a time as a number: the value is there, and what it means isn't.
  if (was.kind !== is.kind && !(NUMBERS.has(was.kind) && NUMBERS.has(is.kind)))
    return [breaksBoth("type", `A ${was.kind} became a ${is.kind}.`, at)];
  const [reader, writer] = [fresh, old].map((property) =>
    readAvro(JSON.stringify(avroSchema({ name: "v", properties: [property] }, { domain: "d" }))),
  );
  if (!reader || !writer) return [];
  const backward = avroClashes(reader, writer)[0];
  const forward = avroClashes(writer, reader)[0];
  if (backward || forward) {
    const grade = breaking({ reader: forward !== undefined, writer: backward !== undefined });
    const reason = backward
      ? forward
        ? `Neither side can take the other's values: ${backward.message}.`
        : `Values that were written don't fit any more: ${backward.message}.`
      : `Readers don't expect what may now come: ${forward?.message}.`;
    return [grade("type", reason, at)];
  }
  return formatChange({ before, after, fields });
}

/** The same type by what is stored; what its values look like may have changed. */
function formatChange({ before, after, fields }: Pick<Changed, "before" | "after" | "fields">): readonly Verdict[] {
  const format = "options.format";
  return fields.flatMap((field): readonly Verdict[] => {
    if (field !== format) return [patch("type", "The store's word for the same type.", { field })];
    const [from, to] = [before[format], after[format]];
    const bits = (value: unknown) => Number(/^[iu](\d+)$/.exec(String(value))?.[1] ?? 64);
    if (after.logicalType === "integer")
      return bits(to) < bits(from)
        ? [breaksWriter("bounds.tightened", "Greater numbers, which were allowed, are refused.", { field })]
        : [minor("bounds.loosened", "Greater numbers are allowed.", { field })];
    if (to === undefined) return [minor("format.loosened", "Any form is allowed.", { field })];
    if (from === undefined)
      return [breaksWriter("format.tightened", "Values in another form, which were allowed, are refused.", { field })];
    return [breaksBoth("format", "Values have another form than the one that is read and written.", { field })];
  });
}
