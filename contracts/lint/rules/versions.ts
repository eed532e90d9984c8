/** Rules about versions and states. */
import { SEMVER } from "../../names";
import type { ContractRule, Found } from "../rule";

const NUMBERS = /^\s*v?(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?\s*$/i;

export const VERSION_FIX =
  "writes `1.2` and `v1.2` as `1.2.0`: semantic versioning has no shorter form, and what is left out is 0.";

/** What is wrong with a version at `path`, or undefined. A version that only misses its zeros is fixed. */
export function versionFound(given: string, path: readonly (string | number)[]): Found | undefined {
  if (SEMVER.test(given)) return undefined;
  const [, major, minor = "0", patch = "0"] = NUMBERS.exec(given) ?? [];
  const value = major === undefined ? undefined : `${major}.${minor}.${patch}`;
  return {
    message: "The version isn't a semantic version.",
    given,
    allowed: "MAJOR.MINOR.PATCH",
    fix: `write it like ${value ?? "1.2.0"}`,
    ...(value === undefined ? {} : { edits: [{ kind: "set", path, value }] }),
  };
}

const STATES = ["proposed", "draft", "active", "deprecated", "retired"];

/** A state of the standard that was misspelt; words of one's own are allowed. */
export function stateMeant(status: string | undefined): string | undefined {
  if (status === undefined || STATES.includes(status)) return undefined;
  return STATES.find((one) => one === status.trim().toLowerCase());
}

export const VERSIONS: readonly ContractRule[] = [
  {
    id: "semantic/version",
    severity: "error",
    about: "Which changes break readers is said by the version, so it has to be semantic.",
    fixes: VERSION_FIX,
    check: ({ data }, report) => {
      const found = versionFound(data.version, ["version"]);
      if (found) report(["version"], found);
    },
  },
  {
    id: "semantic/status",
    severity: "warning",
    about: "Tools compare a state letter by letter: `Active` is none of the standard's.",
    fixes: "writes the standard's states in its own letters: the word stays the same.",
    check: ({ data }, report) => {
      const meant = stateMeant(data.status);
      if (meant === undefined) return;
      report(["status"], {
        message: "The status is written in a way that tools don't recognise.",
        given: data.status,
        allowed: STATES.join(", "),
        fix: `write ${meant}`,
        edits: [{ kind: "set", path: ["status"], value: meant }],
      });
    },
  },
];
