/** The names that options allow. They are here, and not with what they name, so that `mesh --help` loads nothing else. */
export { MODES as SCHEMA_MODES } from "../contracts/compatibility/modes";

export const REPORT_FORMATS = ["text", "json"] as const;
export const LINT_FORMATS = ["text", "json", "sarif", "junit"] as const;
export type LintFormat = (typeof LINT_FORMATS)[number];
export const GUARDRAILS_FORMATS = ["text", "md", "json"] as const;
export type GuardrailsFormat = (typeof GUARDRAILS_FORMATS)[number];
export const DIFF_FORMATS = ["text", "json", "markdown"] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];
export const EXPORT_FORMATS = [
  "jsonschema",
  "avro",
  "protobuf",
  "sql",
  "asyncapi",
  "openapi",
  "datahub",
  "openlineage",
  "backstage",
  "dpds",
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const IMPORT_FORMATS = ["jsonschema", "avro", "protobuf", "sql", "registry"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];
