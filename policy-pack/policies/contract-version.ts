import { NotASchema } from "../../contracts/compatibility/clash";
import { demandOf } from "../../contracts/diff/demand";
import { bumpOf, isEnough, leastVersion } from "../../contracts/diff/version";
import type { Contract, Dataset, Subject } from "../../contracts/model";
import { SEMVER } from "../../contracts/names";
import { contractsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "contract-version",
  section: "contracts",
  source: "The article's versioned contracts; Semantic Versioning 2.0.0; Confluent schema evolution",
  description:
    "A contract's version is semantic, and at least what its schemas' changes against the newest kept version demand.",
  rationale: "Readers decide by the version whether they can upgrade: one that says too little breaks them unwarned.",
  fix: "set the contract's `version` (and its port's) to what is demanded, or undo the change; `mesh diff` names each one",
  product: function* (model) {
    for (const contract of contractsOf(model)) {
      const { id, version } = contract;
      const at = field(contract, "version");
      if (!SEMVER.test(version)) {
        yield { message: `version "${version}" of "${id}" isn't semantic (MAJOR.MINOR.PATCH)`, at };
        continue;
      }
      for (const dataset of contract.datasets) {
        const message = dataset.subject && tooLittle(contract, dataset, dataset.subject);
        if (message) yield { message, at };
      }
    }
  },
});

/** What the version leaves unsaid, against the newest version that is kept of the subject. */
function tooLittle({ version }: Contract, { name }: Dataset, subject: Subject): string | undefined {
  const newest = subject.kept.reduce<Subject["kept"][number] | undefined>(
    (found, one) => (found === undefined || bumpOf(found.version, one.version) !== "none" ? one : found),
    undefined,
  );
  if (newest === undefined) return undefined;
  const kept = `version ${newest.version} kept of "${subject.subject}"`;
  if (bumpOf(version, newest.version) !== "none") return `version ${version} is behind ${kept}`;
  try {
    const { bump, reasons } = demandOf(subject.schemaType, newest.schema, subject.schema);
    if (isEnough(bump, newest.version, version)) return undefined;
    const why = reasons.length > 0 ? `: ${reasons.slice(0, 3).join("; ")}` : "";
    return `"${name}" differs from ${kept}, which demands version ${leastVersion(bump, newest.version)}, not ${version}${why}`;
  } catch (error) {
    if (!(error instanceof NotASchema || error instanceof SyntaxError)) throw error;
    return `${kept} can't be compared with: ${error.message}`;
  }
}
