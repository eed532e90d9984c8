/** Properties at any depth: what they are called, what they hold, who may see it. */
import { keyOf } from "../../shared";
import {
  breaksBoth,
  breaksReader,
  breaksWriter,
  type Changed,
  type Grader,
  minor,
  type Pair,
  type Presence,
  patch,
  type Verdict,
} from "../change";
import type { Fields } from "../shapes";
import { aliasesOf } from "../walk";
import { owner, partsOf, without } from "./parts";
import { CONTAINERS, typeChange } from "./types";

/** From what anybody may see. */
const CLASSES = ["public", "internal", "confidential", "restricted"];

function keyChange(pair: Pair): readonly Verdict[] {
  const dataset = owner(pair, "dataset");
  const isTop = pair.around[0]?.kind === "dataset";
  const [before, after] = (dataset?.raw ?? []).map((raw) => keyOf(partsOf(raw, "properties") as never).join(", "));
  if (!isTop || before === after) return [patch("key", "The key stays the same.")];
  return [
    breaksBoth(
      "key",
      `The key was (${before}), and is (${after}): records are found, ordered and compacted by another value.`,
      {
        field: "primaryKey",
        fix: "keep the key, or publish a new dataset",
      },
    ),
  ];
}

function classificationChange({ before, after }: Changed): Verdict {
  const [from, to] = [before.classification, after.classification].map((one) =>
    CLASSES.indexOf(String(one ?? "").toLowerCase()),
  ) as [number, number];
  if (before.classification === undefined) return minor("classification.stated", "What was not classified is.");
  if (after.classification === undefined || (to >= 0 && to < from))
    return breaksWriter("classification.lowered", "Whoever wrote it did so for fewer eyes: it is now protected less.", {
      fix: "keep the classification, or ask the owner of the data",
    });
  if (from < 0 || to < 0) return minor("classification", "Another class, which isn't one of ours.");
  if (from === to) return patch("classification", "The same class.");
  return to === CLASSES.length - 1
    ? breaksReader("classification.raised", "What is restricted is masked for readers that aren't cleared for it.")
    : minor("classification.raised", "It is protected more.");
}

function nameChange({ before, after }: Changed): Verdict {
  // Avro names a record after the way to it: under another name it isn't the same record.
  const isScalar = CONTAINERS[String(after.logicalType)] === undefined;
  const isAlias = isScalar && aliasesOf(after).includes(String(before.name));
  return isAlias
    ? breaksReader(
        "renamed",
        "What was written under the old name is still read by its alias; readers look for the old name in vain.",
        {
          fix: "add the new property, fill both, and remove the old one with the next major version",
        },
      )
    : breaksBoth("renamed", "Neither what was written nor what is read goes by the new name.", {
        fix: "keep the old name in customProperties: - { property: aliases, value: [old name] }",
      });
}

/** Names under which the old version has a property, of those that the new one goes by: with two it can't be told which is read. */
function ambiguous(after: Fields, pair: Pair): readonly Verdict[] {
  const names = [...new Set([String(after.name), ...aliasesOf(after)])];
  const written = partsOf(pair.around[0]?.raw[0], "properties").map(({ name }) => String(name));
  const found = names.filter((name) => written.includes(name));
  if (found.length < 2) return [];
  return [
    breaksWriter(
      "alias.ambiguous",
      `Old records have ${found.join(" and ")}: it can't be told which of them is meant.`,
      {
        field: "custom.aliases",
        fix: "name only what the property itself was called",
      },
    ),
  ];
}

export const PROPERTY: readonly Grader[] = [
  {
    on: ["property"],
    fields: ["name"],
    // An array's items and a map's values have names for people only.
    grade: (changed) => (changed.slot ? [patch("documentation", "Nothing goes by this name.")] : [nameChange(changed)]),
  },
  {
    on: ["property"],
    fields: ["custom.aliases"],
    grade: (changed) => {
      const { before, after } = changed;
      const unclear = ambiguous(after, changed);
      if (unclear.length > 0) return unclear;
      const gone = without(aliasesOf(before), aliasesOf(after)).filter((name) => name !== after.name);
      return [
        gone.length > 0
          ? breaksWriter("alias.removed", `Records that were written with ${gone.join(", ")} aren't read any more.`)
          : minor("alias.added", "Records with the former name are read."),
      ];
    },
  },
  {
    on: ["property"],
    fields: [
      "logicalType",
      "physicalType",
      "options.format",
      "options.timezone",
      "options.defaultTimezone",
      "options.elementType",
      "options.dimensions",
    ],
    grade: (changed) => {
      const vector = changed.fields.find((field) => field === "options.dimensions" || field === "options.elementType");
      if (changed.after.logicalType === "vector" && changed.before.logicalType === "vector" && vector)
        return [breaksBoth("type", "Vectors of another length or type can't be compared.", { field: vector })];
      return typeChange(changed);
    },
  },
  {
    on: ["property"],
    fields: ["options.distanceMetric", "options.embeddingModel", "options.embeddingModelVersion", "options.normalized"],
    grade: ({ fields }) =>
      fields.map((field) => breaksBoth("meaning", "Vectors of two models or metrics can't be compared.", { field })),
  },
  {
    on: ["property"],
    fields: ["required"],
    grade: ({ before, after, slot }) => {
      if ((before.required === true) === (after.required === true)) return [patch("nullability", "It is only stated.")];
      if (slot) return [minor("nullability", "Items and values are there or not by their number.")];
      return [
        after.required === true
          ? breaksWriter(
              "nullability",
              "Records without it, which were allowed, are refused, and old ones can't be read.",
              {
                fix: "leave it optional",
              },
            )
          : breaksReader("nullability", "Readers that count on it meet records without it.", {
              fix: "leave it required",
            }),
      ];
    },
  },
  { on: ["property"], fields: ["primaryKey", "primaryKeyPosition"], grade: keyChange },
  {
    on: ["property"],
    fields: ["unique"],
    grade: ({ before, after }) => {
      if ((before.unique === true) === (after.unique === true)) return [patch("unique", "It is only stated.")];
      return [
        after.unique === true
          ? breaksWriter("unique", "Values that are there already, which was allowed, are refused.")
          : breaksReader("unique", "Readers that count on it meet a value twice."),
      ];
    },
  },
  { on: ["property"], fields: ["classification"], grade: (changed) => [classificationChange(changed)] },
  {
    on: ["property"],
    fields: ["custom.masking"],
    grade: ({ after }) => [
      after["custom.masking"] === undefined
        ? breaksWriter("masking.removed", "Whoever wrote it did so for a port that hides it.")
        : breaksReader("masking", "Readers that aren't cleared see something else than they did."),
    ],
  },
  {
    on: ["property"],
    fields: ["encryptedName"],
    grade: () => [
      breaksReader("encryption", "Readers that are cleared look for the encrypted value under its old name."),
    ],
  },
  {
    on: ["property"],
    fields: ["physicalName"],
    grade: () => [breaksReader("address", "Readers look for it under its old name in the store.")],
  },
  {
    on: ["property"],
    fields: ["partitioned", "partitionKeyPosition"],
    grade: ({ fields }) =>
      fields.map((field) => minor("layout", "How it lies in the store; queries may be slower or faster.", { field })),
  },
];

export const PROPERTY_PRESENCE: readonly Presence[] = [
  {
    on: "property",
    came: (after, pair) => {
      if (pair.slot)
        return [breaksBoth("type", "What it holds is said now, and may be another than was taken for granted.")];
      if (after.primaryKey === true && keyChange(pair)[0]?.bump === "major") return keyChange(pair);
      return [
        ...ambiguous(after, pair),
        after.required === true
          ? breaksWriter(
              "property.added",
              "It is required: writers that don't know it are refused, and old records can't be read.",
              {
                fix: "make it optional",
              },
            )
          : minor("property.added", "It is optional: old records and old readers do without it."),
      ];
    },
    went: (_before, pair) => [
      pair.slot
        ? breaksBoth("type", "What it holds isn't said any more.")
        : breaksBoth("property.removed", "Readers lose it, and writers that still send it are refused.", {
            fix: "deprecate it first; where it was only renamed, say so at the new one: customProperty aliases",
          }),
    ],
  },
];
