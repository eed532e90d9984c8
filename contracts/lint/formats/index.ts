/** Forms that findings are given out in. Each is a pure function of the result and the files' texts. */
import type { LintFile, LintResult } from "..";
import { json } from "./json";
import { junit } from "./junit";
import { sarif } from "./sarif";
import { text } from "./text";

export type Format = (result: LintResult, files: readonly LintFile[]) => string;

export const FORMATS: Readonly<Record<"text" | "json" | "sarif" | "junit", Format>> = { text, json, sarif, junit };
