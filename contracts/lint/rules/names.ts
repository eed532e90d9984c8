/** Rules about names: legal everywhere that they go, and each its own. */
import { PROPERTY, pascalCase, snakeCase } from "../../names";
import { duplicates } from "../../shared";
import { type ContractRule, each, type Report } from "../rule";
import type { ContractTarget, Placed } from "../target";

/** Avro 1.12, "Names"; Protobuf's are the same. */
const TYPE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Postgres cuts identifiers off after so many bytes. */
const LONGEST_IDENTIFIER = 63;

export const twice = (
  report: Report,
  path: readonly PropertyKey[],
  { given, what }: { given: unknown; what: string },
) =>
  report(path, {
    message: `Another ${what} has this name already.`,
    given,
    allowed: "a name of its own",
    fix: "rename one of the two",
  });

/** Each object's own properties: a list for the dataset's, one for each object inside. */
function siblings({ properties }: ContractTarget): Placed[][] {
  const found = new Map<Placed | number, Placed[]>();
  for (const placed of properties) {
    if (placed.kind !== "property") continue;
    const key = placed.parent ?? placed.dataset;
    const known = found.get(key);
    if (known) known.push(placed);
    else found.set(key, [placed]);
  }
  return [...found.values()];
}

/** As Protobuf writes a name in JSON: `order_id` and `orderId` are the same there. */
const jsonName = (name: string) =>
  name.replace(/_+([A-Za-z0-9])?/g, (_all, letter = "") => letter.toUpperCase()).toLowerCase();

export const NAMES: readonly ContractRule[] = [
  {
    id: "semantic/property-name",
    severity: "error",
    about: "A property's name goes into JSON, Avro, Protobuf and SQL, and has to be legal in all of them.",
    check: each(({ property: { name = "" }, path, kind }, report) => {
      if (kind !== "property" || PROPERTY.test(name)) return;
      report([...path, "name"], {
        message: "The property's name isn't legal everywhere that it goes (JSON, Avro, Protobuf, SQL).",
        given: name,
        allowed: "a letter or _, then letters, digits and _, at most 63",
        fix: "rename it; keep the old name in physicalName",
      });
    }),
  },
  {
    id: "semantic/dataset-name",
    severity: "error",
    about: "A dataset's name becomes that of an Avro record, a Protobuf message and an SQL table.",
    check: ({ data }, report) => {
      for (const [at, { name }] of (data.schema ?? []).entries()) {
        if (TYPE_NAME.test(pascalCase(name)) && snakeCase(name).length <= LONGEST_IDENTIFIER) continue;
        report(["schema", at, "name"], {
          message: "The dataset's name makes none for an Avro record, a Protobuf message and an SQL table.",
          given: name,
          allowed: `a letter first, and at most ${LONGEST_IDENTIFIER} in all`,
          fix: "rename it; keep the old name in physicalName",
        });
      }
    },
  },
  {
    id: "semantic/duplicate",
    severity: "error",
    about: "Two things of one name can't be told apart by what is derived from them.",
    check: (target, report) => {
      const { schema = [], servers = [], roles = [] } = target.data;
      for (const at of duplicates(schema.map(({ name }) => name)))
        twice(report, ["schema", at, "name"], { given: schema[at]?.name, what: "dataset" });
      // One server may be there once for each environment.
      for (const at of duplicates(servers.map(({ server, environment = "" }) => `${server}\n${environment}`)))
        twice(report, ["servers", at, "server"], { given: servers[at]?.server, what: "server" });
      for (const at of duplicates(roles.map(({ role }) => role)))
        twice(report, ["roles", at, "role"], { given: roles[at]?.role, what: "role" });
      for (const group of siblings(target))
        for (const at of duplicates(group.map(({ property }) => property.name)))
          twice(report, [...(group[at]?.path ?? []), "name"], { given: group[at]?.property.name, what: "property" });
    },
  },
  {
    id: "semantic/name-collision",
    severity: "error",
    about: "Names that differ only in case and underscores are the same in Protobuf's JSON and in SQL without quotes.",
    check: (target, report) => {
      for (const group of siblings(target)) {
        const first = new Map<string, string>();
        for (const { property, path } of group) {
          const { name = "" } = property;
          const taken = first.get(jsonName(name));
          if (taken === undefined) first.set(jsonName(name), name);
          else if (taken !== name)
            report([...path, "name"], {
              message: `The name can't be told from ${taken} in Protobuf's JSON or in SQL.`,
              given: name,
              allowed: "a name that differs in more than case and underscores",
              fix: "rename one of the two",
            });
        }
      }
    },
  },
  {
    id: "semantic/physical-name",
    severity: "error",
    about: "Two things can't be stored in one place.",
    check: (target, report) => {
      for (const group of siblings(target))
        for (const at of duplicates(group.map(({ property }) => property.physicalName)))
          report([...(group[at]?.path ?? []), "physicalName"], {
            message: "Another property is stored under this name already.",
            given: group[at]?.property.physicalName,
            allowed: "a place of its own",
            fix: "correct one of the two",
          });
    },
  },
  {
    id: "semantic/duplicate-id",
    severity: "error",
    about: "An id is what references hold on to: within one contract's section it can name one thing only.",
    check: (target, report) => {
      const { schema = [], servers = [], roles = [], support = [], slaProperties = [] } = target.data;
      const lists: (readonly [readonly PropertyKey[], unknown])[][] = [
        ...Object.entries({ schema, servers, roles, support, slaProperties }).map(([section, list]) =>
          list.map(({ id }, at) => [[section, at, "id"], id] as const),
        ),
        ...siblings(target).map((group) => group.map(({ property, path }) => [[...path, "id"], property.id] as const)),
      ];
      for (const list of lists)
        for (const at of duplicates(list.map(([, id]) => (typeof id === "string" ? id : undefined))))
          report(list[at]?.[0] ?? [], {
            message: "Another entry of this list has this id already.",
            given: list[at]?.[1],
            allowed: "an id of its own",
            fix: "change one of the two",
          });
    },
  },
];
