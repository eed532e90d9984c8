/** What `mesh doctor` says about this machine. */
import semver from "semver";
import { Layout } from "./cache";
import { type Engine, findEngine, findOpa, type Refused } from "./find";
import { DISK_NEEDED_GB, freeGigabytes, goVersion } from "./go";
import { findJava } from "./java";
import { GO_RANGE, JAVA_RANGE, NODE_RANGE, OPA_RANGE, PLUGINS, PULUMI_RANGE } from "./pins";
import { installCommand } from "./platform-help";

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What is there: a version, an amount, or "not found". */
  readonly found: string;
  /** Where it comes from, or where it was looked for. */
  readonly source: string;
  /** What is needed. */
  readonly needed: string;
  /** The command that helps; empty when all is well. */
  readonly fix: string;
}

/** The facts a diagnosis is made from; separate, so that the wording can be tested. */
export interface Facts {
  readonly node: string;
  readonly java?: string | undefined;
  readonly go?: string | undefined;
  readonly engine?: Engine | undefined;
  readonly opa?: { readonly version: string; readonly source: string } | undefined;
  /** Why an engine or OPA on PATH was not taken. */
  readonly refusals: readonly string[];
  readonly freeGb: number;
  readonly cache: string;
}

/** Looks at this machine; changes nothing on it. */
export async function diagnose(environment: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  const layout = new Layout(environment);
  const refusals: string[] = [];
  const refused: Refused = (reason) => void refusals.push(reason);
  const [java, go, engine, opa] = await Promise.all([
    findJava(environment),
    goVersion(),
    findEngine(layout, environment, refused),
    findOpa(layout, environment, refused),
  ]);
  const freeGb = freeGigabytes(layout.root);
  return findings({
    node: process.versions.node,
    java: java?.version,
    go,
    engine,
    opa,
    refusals,
    freeGb,
    cache: layout.root,
  });
}

/** The pure part of {@link diagnose}. */
export function findings(facts: Facts): Finding[] {
  const isComplete = facts.engine !== undefined && facts.opa !== undefined;
  const whyNot = (name: string) => facts.refusals.filter((reason) => reason.includes(name)).join("; ");
  return [
    versioned("node", facts.node, NODE_RANGE, { source: process.execPath, fix: installCommand("node") }),
    versioned("java", facts.java, JAVA_RANGE, { source: "PATH or JAVA_HOME", fix: installCommand("java") }),
    isComplete
      ? finding("go", true, {
          found: facts.go ?? "not found",
          source: "PATH",
          needed: "nothing: all is built",
          fix: "",
        })
      : versioned("go", facts.go, GO_RANGE, { source: "PATH", fix: installCommand("go") }),
    finding("pulumi", facts.engine !== undefined, {
      found: facts.engine?.pulumi.version ?? (whyNot("pulumi") || "not found"),
      source: facts.engine?.pulumi.source ?? `PATH, ${facts.cache}`,
      needed: PULUMI_RANGE,
      fix: "npm start   # downloads or builds it",
    }),
    ...pluginFindings(facts),
    finding("opa", facts.opa !== undefined, {
      found: facts.opa?.version ?? (whyNot("opa") || "not found"),
      source: facts.opa?.source ?? `PATH, ${facts.cache}`,
      needed: OPA_RANGE,
      fix: "npm start   # builds it",
    }),
    finding("disk space", facts.freeGb >= (isComplete ? 1 : DISK_NEEDED_GB), {
      found: `${facts.freeGb.toFixed(0)} GB free`,
      source: facts.cache,
      needed: `${isComplete ? 1 : DISK_NEEDED_GB} GB`,
      fix: "export MESH_CACHE=/a/folder/on/a/larger/disk",
    }),
  ];
}

function pluginFindings(facts: Facts): Finding[] {
  return PLUGINS.map(({ name, version }) => {
    const plugin = facts.engine?.plugins.find((candidate) => candidate.name === name);
    const isEngines = facts.engine?.pulumi.source === "path";
    return finding(`plugin ${name}`, plugin !== undefined || isEngines, {
      found: plugin?.version ?? (isEngines ? "got by the engine when needed" : "not found"),
      source: plugin?.source ?? (isEngines ? "engine" : facts.cache),
      needed: version,
      fix: "npm start   # downloads or builds it",
    });
  });
}

function versioned(
  name: string,
  found: string | undefined,
  range: string,
  where: { source: string; fix: string },
): Finding {
  const version = semver.coerce(found);
  const ok = version !== null && semver.satisfies(version, range);
  return finding(name, ok, { found: found ?? "not found", needed: range, ...where });
}

function finding(name: string, ok: boolean, rest: Omit<Finding, "name" | "ok">): Finding {
  return { name, ok, ...rest, fix: ok ? "" : rest.fix };
}
