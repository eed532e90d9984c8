/** Semantic versions: how far one is from the next, and whether that is far enough. */
import { parse } from "semver";
import { BUMPS, type Bump } from "./change";

/**
 * From one version to the next. `none` where it is the same, went back, or one of them is no semantic version: then no
 * change is allowed for.
 */
export function bumpOf(before: unknown, after: unknown): Bump {
  const [from, to] = [parse(String(before)), parse(String(after))];
  if (!from || !to || to.compare(from) <= 0) return "none";
  if (to.major !== from.major) return "major";
  return to.minor !== from.minor ? "minor" : "patch";
}

/**
 * Whether a version says enough. Before 1.0.0 a minor version may break, as Semantic Versioning has it; and what follows a
 * pre-release may be anything, since that promised nothing.
 */
export function isEnough(required: Bump, before: unknown, after: unknown): boolean {
  const actual = bumpOf(before, after);
  if (required === "none" || (actual !== "none" && parse(String(before))?.prerelease.length)) return true;
  const demanded = parse(String(before))?.major === 0 && required === "major" ? "minor" : required;
  return BUMPS.indexOf(actual) >= BUMPS.indexOf(demanded);
}

/** The least version that says it: `1.2.0` and major → `2.0.0`. Undefined where the old one is no version. */
export function leastVersion(required: Bump, before: unknown): string | undefined {
  const from = parse(String(before));
  if (!from || required === "none") return undefined;
  const demanded = from.major === 0 && required === "major" ? "minor" : required;
  return from.prerelease.length > 0 ? from.inc("patch").version : from.inc(demanded).version;
}
