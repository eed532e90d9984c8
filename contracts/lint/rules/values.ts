/** Rules about values that a contract writes down: examples, defaults, allowed values. */
import { canonical } from "../../fields";
import { duplicates } from "../../shared";
import { type ContractRule, each } from "../rule";
import { enumOf, type Misfit, misfitOf } from "../values";

const DEFAULTS = ["default", "defaultValue"];

const place = ({ path }: Misfit) => (path.length === 0 ? "" : ` at ${path.join(".")}`);

export const VALUES: readonly ContractRule[] = [
  {
    id: "semantic/example",
    severity: "warning",
    about: "An example that breaks its own contract misleads whoever reads it.",
    check: each(({ property, path }, report) => {
      for (const [at, value] of (property.examples ?? []).entries()) {
        const found = misfitOf(property, value);
        if (!found) continue;
        report([...path, "examples", at, ...found.path], {
          message: `The example doesn't fit the property${place(found)}.`,
          given: value,
          allowed: found.allowed,
          fix: "correct the example",
        });
      }
    }),
  },
  {
    id: "semantic/default",
    severity: "error",
    about: "A default that the property doesn't allow makes every record that leaves it out invalid.",
    check: each(({ property, path }, report) => {
      for (const [at, { property: name, value }] of (property.customProperties ?? []).entries()) {
        if (!DEFAULTS.includes(name) || (value === null && property.required !== true)) continue;
        const found = misfitOf(property, value);
        if (!found) continue;
        report([...path, "customProperties", at, "value", ...found.path], {
          message: `The default isn't a value that the property allows${place(found)}.`,
          given: value,
          allowed: found.allowed,
          fix: "correct the default, or allow it",
        });
      }
    }),
  },
  {
    id: "semantic/enum",
    severity: "error",
    about:
      "An allowed value that the property's type or bounds refuse is never seen; one that is there twice is a slip.",
    check: each(({ property, path }, report) => {
      const values = enumOf(property) ?? [];
      const own = property.customProperties?.findIndex((one) => one.property === "enum") ?? -1;
      const way = (at: number) => (property.enum ? ["enum", at, "value"] : ["customProperties", own, "value", at]);
      for (const [at, value] of values.entries()) {
        const found = value === null ? undefined : misfitOf(property, value, false);
        if (!found) continue;
        report([...path, ...way(at)], {
          message: "The allowed value doesn't fit the property.",
          given: value,
          allowed: found.allowed,
          fix: "correct the value, or the property",
        });
      }
      for (const at of duplicates(values.map(canonical)))
        report([...path, ...way(at)], {
          message: "The value is allowed twice.",
          given: values[at],
          allowed: "each value once",
          fix: "remove one of the two",
        });
    }),
  },
];
