import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "no-cross-type-alias",
  section: "gate",
  source: "Pulumi resource option aliases",
  description: "No alias turns a resource of one type into one of another.",
  rationale: "Under another type's name a resource goes on with a state that was never judged as what it now is.",
  fix: "take the alias out, and import the resource under its own type",
  exemptible: false,
  resource: {
    *check({ type, aliases }) {
      // The engine names an alias only where the state has a resource under it.
      for (const alias of aliases) {
        const before = typeOf(alias);
        if (before !== undefined && !isSame(before, type)) yield `was a ${before} before, and is now a ${type}`;
      }
    },
  },
});

/** `kafka:index/topic:Topic` of `urn:pulumi:stack::project::mesh:components:EventStream$kafka:index/topic:Topic::name`. */
function typeOf(urn: string): string | undefined {
  return urn.split("::")[2]?.split("$").at(-1);
}

/** The same kind of the same package: providers rename modules and API versions, and alias the old names themselves. */
function isSame(before: string, now: string): boolean {
  const parts = (type: string) => [type.split(":", 1)[0], type.slice(type.lastIndexOf(":") + 1).replace(/V\d+$/, "")];
  return before === now || parts(before).join() === parts(now).join();
}
