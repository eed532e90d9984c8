/** Rules about primary keys and partition keys. */
import { custom } from "../../shared";
import { type ContractRule, each, type Found } from "../rule";
import type { ContractTarget, Placed } from "../target";

const KEYS = {
  primary: { flag: "primaryKey", position: "primaryKeyPosition" },
  partition: { flag: "partitioned", position: "partitionKeyPosition" },
} as const;

/** Positions that two properties of one dataset claim, and positions of properties that aren't part of the key. */
function positions({ properties }: ContractTarget, { flag, position }: (typeof KEYS)[keyof typeof KEYS]) {
  const found: { readonly path: readonly PropertyKey[]; readonly finding: Found }[] = [];
  const taken = new Map<string, string>();
  for (const { property, path, dataset } of properties) {
    const given = property[position];
    // -1 is the standard's way to say none.
    if (given === undefined || given < 0) continue;
    const at = [...path, position];
    if (property[flag] !== true) {
      const finding = { message: `The property has a place in a key that it isn't part of.`, given };
      found.push({
        path: at,
        finding: { ...finding, allowed: "-1, or nothing", fix: `add ${flag}: true, or remove it` },
      });
      continue;
    }
    const other = taken.get(`${dataset} ${given}`);
    taken.set(`${dataset} ${given}`, property.name ?? "");
    if (other === undefined) continue;
    const message = `The property ${other} has this place in the key already.`;
    found.push({ path: at, finding: { message, given, allowed: "a place of its own", fix: "number them 1, 2, 3, …" } });
  }
  return found;
}

const isNested = ({ parent }: Placed) => parent !== undefined;

export const KEY_RULES: readonly ContractRule[] = [
  {
    id: "semantic/key-required",
    severity: "error",
    about: "A record without its key can't be found, compacted or joined.",
    fixes:
      "adds `required: true` where the key says nothing of it: a key is never null anyway. A stated `required: false` contradicts the key, and which of the two is meant only a person knows.",
    check: each(({ property, path }, report) => {
      if (property.primaryKey !== true || property.required === true) return;
      const isUnstated = property.required === undefined;
      report([...path, "required"], {
        message: "A primary key has to be required.",
        given: property.required,
        allowed: "true",
        fix: isUnstated ? "add required: true" : "set required: true, or take it out of the key",
        ...(isUnstated ? { edits: [{ kind: "set", path: [...path, "required"], value: true }] } : {}),
      });
    }),
  },
  {
    id: "semantic/key-position",
    severity: "error",
    about: "The order of a key's parts is part of its meaning.",
    check: (target, report) => {
      for (const { path, finding } of positions(target, KEYS.primary)) report(path, finding);
    },
  },
  {
    id: "semantic/key-type",
    severity: "error",
    about:
      "A key is a plain value of the record itself: what is inside of an object, or holds several values, is none.",
    check: each((placed, report) => {
      const { property, path } = placed;
      if (property.primaryKey !== true) return;
      const isPlain = !["object", "array", "map", "vector"].includes(property.logicalType ?? "");
      if (isPlain && !isNested(placed)) return;
      report([...path, "primaryKey"], {
        message: isPlain
          ? "The key is inside of another property."
          : `A value of type ${property.logicalType} can't be a key.`,
        given: placed.name,
        allowed: "plain properties of the dataset itself",
        fix: "take it out of the key",
      });
    }),
  },
  {
    id: "semantic/partition-key",
    severity: "error",
    about:
      "A partition key that isn't there, or isn't one property's alone, sends records of one thing to different places.",
    check: (target, report) => {
      for (const { path, finding } of positions(target, KEYS.partition)) report(path, finding);
      for (const [at, { customProperties, properties = [] }] of (target.data.schema ?? []).entries()) {
        const named = custom(customProperties, "partitionKey");
        const names = properties.map(({ name }) => name);
        for (const name of named === undefined ? [] : [named].flat())
          if (!names.includes(String(name)))
            report(["schema", at, "customProperties"], {
              message: "The partition key is a property that the dataset doesn't have.",
              given: name,
              allowed: names.join(", "),
              fix: "correct the name",
            });
      }
    },
  },
];
