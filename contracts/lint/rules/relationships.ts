/** Rules about relationships within a contract. Those that lead into other contracts are judged across the mesh. */
import type { RelationshipData } from "../../odcs/parts";
import { followed, parseReference } from "../references";
import type { ContractRule, Report } from "../rule";
import type { ContractTarget } from "../target";

export interface End {
  readonly reference: string;
  readonly path: readonly PropertyKey[];
}

/** The two ends of each relationship; `from` is absent on a property, where it starts. */
export function endsOf({ data, properties }: ContractTarget) {
  const side = (given: RelationshipData["to"] | undefined, path: readonly PropertyKey[]): End[] =>
    given === undefined
      ? []
      : typeof given === "string"
        ? [{ reference: given, path }]
        : given.map((reference, at) => ({ reference, path: [...path, at] }));
  const all = (list: readonly RelationshipData[] | undefined, path: readonly PropertyKey[]) =>
    (list ?? []).map((one, at) => ({
      from: side(one.from, [...path, "relationships", at, "from"]),
      to: side(one.to, [...path, "relationships", at, "to"]),
      path: [...path, "relationships", at],
    }));
  return [
    ...(data.schema ?? []).flatMap(({ relationships }, at) => all(relationships, ["schema", at])),
    ...properties.flatMap(({ property, path }) => all(property.relationships, path)),
  ];
}

function judge({ data }: ContractTarget, { reference, path }: End, report: Report): void {
  const parsed = parseReference(reference);
  if (parsed.file !== undefined || followed(parsed, data) !== "property") return;
  const dataset = data.schema?.find((one) => (parsed.byId ? one.id : one.name) === parsed.parts[0]);
  const known = (dataset?.properties ?? []).map((one) => String((parsed.byId ? one.id : one.name) ?? ""));
  report(path, {
    message: "The relationship points to a property that isn't there.",
    given: reference,
    allowed: known.filter((one) => one !== "").join(", "),
    fix: "correct the name",
  });
}

export const RELATIONSHIPS: readonly ContractRule[] = [
  {
    id: "semantic/relationship",
    severity: "error",
    about: "A relationship to a property that isn't there can't be followed.",
    check: (target, report) => {
      for (const { from, to } of endsOf(target)) for (const end of [...from, ...to]) judge(target, end, report);
    },
  },
  {
    id: "semantic/relationship-ends",
    severity: "error",
    about: "A key of several properties points to as many others, each of the same type.",
    check: (target, report) => {
      for (const { from, to, path } of endsOf(target)) {
        if (from.length > 0 && from.length !== to.length) {
          const [given, allowed] = [`${from.length} to ${to.length}`, "as many on each side"];
          report(path, {
            message: "The two sides have different lengths.",
            given,
            allowed,
            fix: "name the missing ones",
          });
          continue;
        }
        for (const [at, end] of to.entries()) {
          const start = from[at];
          if (!start) continue;
          const [a, b] = [start, end].map(({ reference }) => followed(parseReference(reference), target.data));
          if (typeof a !== "object" || typeof b !== "object") continue;
          const types = [a.property.logicalType, b.property.logicalType];
          if (types[0] === undefined || types[1] === undefined || types[0] === types[1]) continue;
          report(end.path, {
            message: `The types differ: ${start.reference} is ${types[0]}, ${end.reference} is ${types[1]}.`,
            given: types[1],
            allowed: types[0],
            fix: "correct one of the two",
          });
        }
      }
    },
  },
];
