/** Rules about people: who owns a contract, where to ask, what it means, whose data it is. */
import { personalWord } from "../personal";
import { type ContractRule, each, type Report } from "../rule";
import type { Placed } from "../target";

interface Named {
  readonly team?:
    | { readonly name?: string | undefined; readonly members?: readonly unknown[] | undefined }
    | readonly unknown[]
    | undefined;
}

export function hasOwner({ team = [] }: Named): boolean {
  if ("length" in team) return team.length > 0;
  return (team.members ?? []).length > 0 || (team.name !== undefined && team.name !== "");
}

export const noOwner = (report: Report, what: string) =>
  report(["team"], { message: `The ${what} has no owner.`, allowed: "a team with a name or members", fix: "add team" });
export const noSupport = (report: Report, what: string) =>
  report(["support"], { message: `The ${what} names no support channel.`, allowed: "one or more", fix: "add support" });
export const noPurpose = (report: Report, what: string) =>
  report(["description", "purpose"], {
    message: `The ${what} doesn't say what it is for.`,
    allowed: "a sentence",
    fix: "add description.purpose",
  });

const isBlank = (text: string | undefined) => text === undefined || text.trim() === "";

/** The closest classification: a property's own, else that of what it is inside of. */
function classificationOf({ property, parent }: Placed): string | undefined {
  return property.classification ?? (parent && classificationOf(parent));
}

/** Yes or no about somebody, or an object whose own properties are judged, tells nobody's data by itself. */
const HARMLESS = ["boolean", "object", "map", "array"];

/** What a list or map is made of is described by it; only an object has more to say. */
const speaksForItself = ({ kind, property }: Placed) => kind !== "property" && property.logicalType !== "object";

export const PEOPLE: readonly ContractRule[] = [
  {
    id: "semantic/owner",
    severity: "warning",
    about: "A contract that nobody owns is kept by nobody.",
    check: ({ data }, report) => {
      if (!hasOwner(data)) noOwner(report, "contract");
    },
  },
  {
    id: "semantic/support",
    severity: "warning",
    about: "Whoever reads the data has to know where to ask.",
    check: ({ data }, report) => {
      if ((data.support ?? []).length === 0) noSupport(report, "contract");
    },
  },
  {
    id: "semantic/description",
    severity: "warning",
    about: "Data that nobody described is misread.",
    check: ({ data }, report) => {
      if (isBlank(data.description?.purpose)) noPurpose(report, "contract");
      for (const [at, { description, name }] of (data.schema ?? []).entries())
        if (isBlank(description))
          report(["schema", at], {
            message: `The dataset ${name} has no description.`,
            given: name,
            fix: "add description",
          });
    },
  },
  {
    id: "semantic/property-description",
    severity: "warning",
    about: "A name alone is read in as many ways as there are readers.",
    check: each((placed, report) => {
      const { property, path, kind, name } = placed;
      if (!isBlank(property.description) || speaksForItself(placed)) return;
      const message =
        kind === "property" ? "The property has no description." : "The objects in here have no description.";
      report(path, { message, given: name, allowed: "a sentence", fix: "add description" });
    }),
  },
  {
    id: "semantic/personal-data",
    severity: "warning",
    about: "What looks like personal data and is open to all most likely wasn't thought about.",
    check: each((placed, report) => {
      const { property, path, name } = placed;
      if (HARMLESS.includes(property.logicalType ?? "")) return;
      const classification = classificationOf(placed);
      if (classification !== undefined && classification !== "public") return;
      const word = property.logicalTypeOptions?.format === "email" ? "email" : personalWord(property.name ?? "");
      if (word === undefined) return;
      report([...path, "classification"], {
        message: `The property ${name} looks like personal data (${word}) and is ${classification ?? "not classified"}.`,
        given: classification,
        allowed: "internal, confidential, restricted",
        fix: "set classification",
      });
    }),
  },
  {
    id: "semantic/member-dates",
    severity: "error",
    about: "Who left before they came, or was replaced by somebody unknown, is written down wrongly.",
    check: ({ data }, report) => {
      const team = data.team ?? [];
      const [members, path] = "length" in team ? [team, ["team"]] : [team.members ?? [], ["team", "members"]];
      for (const [at, member] of members.entries()) {
        const { dateIn, dateOut, replacedByUsername }: Readonly<Record<string, unknown>> = { ...member };
        if (typeof dateIn === "string" && typeof dateOut === "string" && dateOut < dateIn)
          report([...path, at, "dateOut"], {
            message: "The member left before joining.",
            given: dateOut,
            allowed: `from ${dateIn}`,
            fix: "exchange the two",
          });
        if (typeof replacedByUsername === "string" && !members.some(({ username }) => username === replacedByUsername))
          report([...path, at, "replacedByUsername"], {
            message: "The successor isn't in the team.",
            given: replacedByUsername,
            allowed: members.map(({ username }) => username).join(", "),
            fix: "add the successor, or correct the name",
          });
      }
    },
  },
];
