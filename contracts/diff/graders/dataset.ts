/** Datasets and their streams: what a topic, its name and its keys promise. */
import { directionsOf, MODES } from "../../compatibility/modes";
import {
  breaksBoth,
  breaksReader,
  type Changed,
  type Grader,
  minor,
  type Presence,
  patch,
  type Verdict,
} from "../change";
import type { Fields } from "../shapes";
import { documentOf, numberOf, partsOf } from "./parts";

/** Formats in which a value is known by its place. */
const POSITIONAL = /^(csv|tsv|psv|ssv|delimited|fixed[-_ ]?(width|length)?|txt|text)$/i;
const DEFAULT_MODE = "BACKWARD_TRANSITIVE";

/** What a mode demands: directions, and each of them of all versions. */
function demands(mode: unknown): ReadonlySet<string> {
  const name = String(mode ?? DEFAULT_MODE);
  const isTransitive = name.endsWith("_TRANSITIVE");
  return new Set(directionsOf(name).flatMap((one) => (isTransitive ? [one, `${one} of all`] : [one])));
}

export const hasKey = (dataset: Fields | undefined) =>
  partsOf(dataset, "properties").some((one) => one.primaryKey === true);

function partitions({ before, after, raw }: Changed): Verdict {
  const [from, to] = [numberOf(before["custom.partitions"]) ?? 3, numberOf(after["custom.partitions"]) ?? 3];
  if (from === to) return patch("partitions", "As many as the default.");
  if (to < from)
    return breaksBoth("partitions", "Kafka can't take partitions away: the stream would have to be made anew, empty.", {
      fix: `leave ${from} partitions`,
    });
  return hasKey(raw[0])
    ? breaksReader(
        "partitions",
        "Keys move to other partitions: the records of a key are no longer in order, and joins by partition fail.",
        {
          fix: "move to a new stream where order matters",
        },
      )
    : minor("partitions", "There are more, and no key whose records would be spread over two.");
}

function compatibility({ before, after }: Changed): Verdict {
  const [from, to] = [demands(before["custom.compatibility"]), demands(after["custom.compatibility"])];
  const isKnown = MODES.some((mode) => mode === String(after["custom.compatibility"] ?? DEFAULT_MODE));
  if (isKnown && [...from].every((one) => to.has(one)))
    return from.size === to.size
      ? patch("compatibility", "The same mode.")
      : minor("compatibility.strengthened", "More is promised of later versions.");
  return breaksReader("compatibility.weakened", "Later versions may break what the old mode excluded.", {
    fix: "keep the mode",
  });
}

export const DATASET: readonly Grader[] = [
  {
    on: ["dataset"],
    fields: ["name"],
    grade: () => [
      breaksBoth(
        "dataset.renamed",
        "Table, record and, where nothing else names them, stream and address are named after it.",
        {
          fix: "keep the name; change businessName",
        },
      ),
    ],
  },
  {
    on: ["dataset"],
    fields: ["custom.entity", "custom.legacyStreamName"],
    grade: ({ fields }) => [
      breaksBoth("stream.renamed", "Readers and writers are at the old stream, subject and address.", {
        field: fields.includes("custom.legacyStreamName") ? "custom.legacyStreamName" : "custom.entity",
        fix: "keep the name, or run both streams until the old one's endOfSupport",
      }),
    ],
  },
  { on: ["dataset"], fields: ["custom.partitions"], grade: (changed) => [partitions(changed)] },
  {
    on: ["dataset"],
    fields: ["custom.cleanupPolicy"],
    grade: ({ after }) => [
      after["custom.cleanupPolicy"] === "compact"
        ? breaksReader(
            "compaction",
            "Only the last record of each key is kept: whoever reads the history misses the rest.",
          )
        : breaksReader("compaction", "Records go by age: whoever rebuilds a state from the stream misses old keys."),
    ],
  },
  {
    on: ["dataset"],
    fields: ["custom.replicas", "custom.minInsyncReplicas"],
    grade: ({ before, after, fields }) =>
      fields.map((field) => {
        const isLess = (numberOf(after[field]) ?? 0) < (numberOf(before[field]) ?? 0);
        return minor(
          "durability",
          isLess ? "A record is on fewer brokers." : "A record is on more brokers, or as many as the target has.",
          { field },
        );
      }),
  },
  { on: ["dataset"], fields: ["custom.compatibility"], grade: (changed) => [compatibility(changed)] },
  {
    on: ["dataset"],
    fields: ["custom.deadLetterRetention"],
    grade: () => [patch("dead-letter", "Refused records are the product's own to look after.")],
  },
  {
    on: ["dataset"],
    fields: ["order"],
    grade: (changed) => {
      const [before, after] = changed.raw.map((raw) => partsOf(raw, "properties").map(({ name }) => String(name))) as [
        string[],
        string[],
      ];
      const common = after.filter((name) => before.includes(name));
      // What is added at the end moves nothing.
      const isMoved = before.filter((name) => after.includes(name)).join() !== common.join();
      const isInserted = after.slice(0, before.length).join() !== before.join();
      if (!isMoved && !isInserted) return [];
      const positional = documentOf(changed)
        .raw.flatMap((raw) => partsOf(raw, "servers"))
        .find(({ format, delimiter }) => POSITIONAL.test(String(format)) || delimiter !== undefined);
      if (positional)
        return [
          breaksBoth(
            "order",
            `In ${String(positional.format ?? "delimited text")} a value is known by its place: others are read in its stead.`,
            {
              fix: "leave the order, and add properties at the end",
            },
          ),
        ];
      return isMoved ? [patch("order", "The order of properties, which none of the contract's formats goes by.")] : [];
    },
  },
  {
    on: ["dataset"],
    fields: ["physicalName"],
    grade: () => [breaksReader("address", "Readers look for it under its old name in the store.")],
  },
  {
    on: ["dataset"],
    fields: ["physicalType"],
    grade: () => [breaksReader("store", "It is another thing in the store: a table isn't read as a topic.")],
  },
  {
    on: ["dataset"],
    fields: ["logicalType"],
    grade: () => [patch("standard", "A dataset is an object, stated or not.")],
  },
  {
    on: ["dataset", "property"],
    fields: ["deprecated"],
    grade: ({ after }) => [
      minor("deprecated", after.deprecated === true ? "Who uses it has to plan for its end." : "It stays."),
    ],
  },
];

export const DATASET_PRESENCE: readonly Presence[] = [
  {
    on: "dataset",
    came: () => [minor("dataset.added", "There is more, and nothing of what was is less.")],
    went: () => [
      breaksBoth("dataset.removed", "Its readers have nothing to read, and its writers nowhere to write.", {
        fix: "deprecate it first",
      }),
    ],
  },
];
