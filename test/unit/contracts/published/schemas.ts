/** The published schemas of the standards, where they are on this machine: beside the project, not in it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv2019 from "ajv/dist/2019";
import addFormats from "ajv-formats";
import type { Standard } from "../../../../contracts/structure";

export const FOLDER = resolve(__dirname, "../../../../../shared/standards");
export const MISSING = !existsSync(FOLDER);
/** For the name of a suite: why it is skipped. */
export const REASON = MISSING ? ` (skipped: no ${join("..", "shared", "standards")} with the published schemas)` : "";

export type Schema = { readonly [keyword: string]: unknown };

export interface Published {
  readonly standard: Standard;
  /** Like `v3.1.0`. */
  readonly version: string;
  readonly schema: Schema;
  readonly accepts: (data: unknown) => boolean;
}

export function published(): Published[] {
  if (MISSING) return [];
  return readdirSync(FOLDER).flatMap((file) => {
    const [, standard, version] = /^(od[cp]s)-json-schema-(v[\d.]+)\.json$/.exec(file) ?? [];
    if (standard === undefined || version === undefined) return [];
    const schema = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Schema;
    const ajv = addFormats(new Ajv2019({ strict: false, logger: false }));
    const validate = ajv.compile(schema);
    return [{ standard: standard as Standard, version, schema, accepts: (data: unknown) => validate(data) === true }];
  });
}

export function examples(): { readonly name: string; readonly text: string }[] {
  if (MISSING) return [];
  const folder = join(FOLDER, "examples");
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

/** Every name under a `properties` keyword. */
export function propertyNames(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return names;
  for (const [keyword, part] of Object.entries(schema)) {
    // A property may itself be called "properties": below the keyword every key is a name.
    if (keyword === "properties" && typeof part === "object" && part !== null)
      for (const [name, property] of Object.entries(part)) {
        names.add(name);
        propertyNames(property, names);
      }
    else propertyNames(part, names);
  }
  return names;
}
