/** Rules about one contract as a whole. */
import { isMapping } from "../../fields";
import { SEMVER } from "../../names";
import { quantity, TIME_UNITS } from "../../quantity";
import { duplicates } from "../../shared";
import type { ContractTarget, Report, Rule } from "../rule";

const duplicate = (report: Report, path: readonly PropertyKey[], given: unknown, what: string) =>
  report(path, {
    message: `Another ${what} has this name already.`,
    given,
    allowed: "a name of its own",
    fix: "rename one of the two",
  });

const NEEDS_TIME = ["freshness", "latency", "retention"];
const PAST = ["endOfSupport", "endOfLife"];

export const CONTRACT_RULES: readonly Rule<ContractTarget>[] = [
  {
    id: "semantic/version",
    severity: "error",
    about: "Which changes break readers is said by the version, so it has to be semantic.",
    check: ({ data }, report) => {
      if (SEMVER.test(data.version)) return;
      const message = "The version isn't a semantic version.";
      const allowed = "MAJOR.MINOR.PATCH";
      report(["version"], { message, given: data.version, allowed, fix: "write it like 1.2.0" });
    },
  },
  {
    id: "semantic/duplicate",
    severity: "error",
    about: "Two things of one name can't be told apart by what is derived from them.",
    check: ({ data, properties }, report) => {
      for (const at of duplicates((data.schema ?? []).map(({ name }) => name)))
        duplicate(report, ["schema", at, "name"], data.schema?.[at]?.name, "dataset");
      for (const at of duplicates((data.servers ?? []).map(({ server }) => server)))
        duplicate(report, ["servers", at, "server"], data.servers?.[at]?.server, "server");
      for (const at of duplicates((data.roles ?? []).map(({ role }) => role)))
        duplicate(report, ["roles", at, "role"], data.roles?.[at]?.role, "role");
      const seen = new Set<string>();
      for (const { property, path } of properties) {
        if (typeof path.at(-1) !== "number") continue;
        const key = `${path.slice(0, -1).join(".")} ${property.name}`;
        if (seen.has(key)) duplicate(report, [...path, "name"], property.name, "property");
        seen.add(key);
      }
    },
  },
  {
    id: "semantic/sla",
    severity: "error",
    about: "An objective is measured: it needs a number, and a unit that fits.",
    check: ({ data }, report) => {
      for (const [at, { property, value, unit = "" }] of (data.slaProperties ?? []).entries()) {
        const number = Number(value);
        const given = `${String(value)} ${unit}`.trim();
        if (NEEDS_TIME.includes(property)) {
          if (Number.isFinite(number) && number >= 0 && quantity(number, unit).ms !== undefined) continue;
          const message = `The objective ${property} isn't a number with a unit of time.`;
          report(["slaProperties", at], {
            message,
            given,
            allowed: `units: ${TIME_UNITS}`,
            fix: "correct value and unit",
          });
        }
        if (property === "availability" && !(Number.isFinite(number) && number >= 0 && number <= 100)) {
          const message = "An availability is a share of time.";
          report(["slaProperties", at, "value"], {
            message,
            given,
            allowed: "0 to 100 percent",
            fix: "correct the value",
          });
        }
      }
    },
  },
  {
    id: "semantic/sla-element",
    severity: "error",
    about: "An objective on something that isn't in the contract promises nothing.",
    check: ({ data, properties }, report) => {
      const known = new Set((data.schema ?? []).map(({ name }) => name));
      for (const { property, path } of properties) {
        known.add(property.name);
        known.add(`${data.schema?.[path[1] as number]?.name ?? ""}.${property.name}`);
      }
      for (const [at, { element }] of (data.slaProperties ?? []).entries())
        for (const name of element?.split(",").map((one) => one.trim()) ?? [])
          if (!known.has(name))
            report(["slaProperties", at, "element"], {
              message: "The objective is about something that the contract doesn't have.",
              given: name,
              allowed: "a dataset, a property, or dataset.property",
              fix: "correct the name",
            });
    },
  },
  {
    id: "semantic/relationship",
    severity: "error",
    about: "A relationship to a property that isn't there can't be followed.",
    check: ({ data, properties }, report) => {
      const datasets = new Set((data.schema ?? []).map(({ name }) => name));
      const known = new Set(
        properties.map(({ property, path }) => `${data.schema?.[path[1] as number]?.name ?? ""}.${property.name}`),
      );
      for (const { property, path } of properties)
        for (const [at, { to }] of (property.relationships ?? []).entries())
          for (const target of typeof to === "string" ? [to] : to) {
            // Paths with slashes may lead into other files; a dataset of another contract isn't ours to judge here.
            const [dataset = ""] = target.split(".");
            if (target.includes("/") || !datasets.has(dataset) || known.has(target)) continue;
            const message = "The relationship points to a property that isn't there.";
            const allowed = [...known].filter((name) => name.startsWith(`${dataset}.`)).join(", ");
            report([...path, "relationships", at, "to"], { message, given: target, allowed, fix: "correct the name" });
          }
    },
  },
  {
    id: "semantic/quality-element",
    severity: "error",
    about: "A quality rule that names a property which isn't there never runs.",
    check: ({ data }, report) => {
      for (const [index, { quality, properties }] of (data.schema ?? []).entries())
        for (const [at, { arguments: given }] of (quality ?? []).entries())
          for (const name of isMapping(given) && Array.isArray(given.properties) ? given.properties : [])
            if (!properties?.some((one) => one.name === name))
              report(["schema", index, "quality", at, "arguments"], {
                message: "The rule is about a property that the dataset doesn't have.",
                given: name,
                allowed: (properties ?? []).map((one) => one.name).join(", "),
                fix: "correct the name",
              });
    },
  },
  {
    id: "semantic/end-of-support",
    severity: "warning",
    about: "A contract whose support has ended shouldn't be offered as if it hadn't.",
    check: ({ data, today }, report) => {
      for (const [at, { property, value }] of (data.slaProperties ?? []).entries()) {
        if (!PAST.includes(property) || typeof value !== "string" || value.slice(0, 10) >= today) continue;
        if (data.status === "retired" || data.status === "deprecated") continue;
        const message = `The ${property} is in the past.`;
        const allowed = `a date from ${today}`;
        report(["slaProperties", at, "value"], {
          message,
          given: value,
          allowed,
          fix: "move it, or deprecate the contract",
        });
      }
    },
  },
  {
    id: "semantic/owner",
    severity: "warning",
    about: "A contract that nobody owns is kept by nobody.",
    check: ({ data }, report) => {
      const team = data.team ?? [];
      const members = "length" in team ? team : (team.members ?? []);
      if (members.length > 0 || ("name" in team && team.name)) return;
      report(["team"], {
        message: "The contract has no owner.",
        allowed: "a team with a name or members",
        fix: "add team",
      });
    },
  },
  {
    id: "semantic/support",
    severity: "warning",
    about: "Whoever reads the data has to know where to ask.",
    check: ({ data }, report) => {
      if ((data.support ?? []).length > 0) return;
      report(["support"], {
        message: "The contract names no support channel.",
        allowed: "one or more",
        fix: "add support",
      });
    },
  },
  {
    id: "semantic/description",
    severity: "warning",
    about: "Data that nobody described is misread.",
    check: ({ data }, report) => {
      if (data.description?.purpose === undefined)
        report(["description", "purpose"], {
          message: "The contract doesn't say what it is for.",
          fix: "add description.purpose",
        });
      for (const [at, { description, name }] of (data.schema ?? []).entries())
        if (description === undefined)
          report(["schema", at], { message: `The dataset ${name} has no description.`, fix: "add description" });
    },
  },
];
