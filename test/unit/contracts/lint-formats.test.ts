/** The forms that other tools read. */
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { type LintFile, lint } from "../../../contracts/lint";
import { fix } from "../../../contracts/lint/fix";
import { FORMATS } from "../../../contracts/lint/formats";

const TEXT = `apiVersion: v3.1.0
kind: DataContract
id: a
version: v1
status: Active
x-steward: "<someone> & co"
schema: [{ name: a, properties: [{ name: id, logicalType: string, primaryKey: true }] }]
`;
const FILES: readonly LintFile[] = [
  { file: "domains/d e/a.odcs.yaml", text: TEXT },
  { file: "broken.odcs.yaml", text: "kind: [" },
];
const RESULT = lint(FILES, { mesh: true });

const text = { type: "object", required: ["text"], properties: { text: { type: "string", minLength: 1 } } };
const place = { type: "integer", minimum: 1 };
const artifactLocation = {
  type: "object",
  required: ["uri"],
  properties: { uri: { type: "string", format: "uri-reference" } },
};
const region = {
  type: "object",
  required: ["startLine"],
  properties: { startLine: place, startColumn: place, endLine: place, endColumn: place },
  additionalProperties: false,
};
/** What the OASIS schema of SARIF 2.1.0 says of the objects that are written; names that it doesn't have are refused. */
const SARIF = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool"],
        additionalProperties: false,
        properties: {
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          tool: {
            type: "object",
            required: ["driver"],
            additionalProperties: false,
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                additionalProperties: false,
                properties: {
                  name: { type: "string" },
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: {
                      type: "object",
                      required: ["id"],
                      additionalProperties: false,
                      properties: {
                        id: { type: "string" },
                        shortDescription: text,
                        help: text,
                        defaultConfiguration: {
                          type: "object",
                          properties: { level: { enum: ["none", "note", "warning", "error"] } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["message"],
              additionalProperties: false,
              properties: {
                ruleId: { type: "string" },
                ruleIndex: { type: "integer", minimum: -1 },
                level: { enum: ["none", "note", "warning", "error"] },
                message: text,
                locations: {
                  type: "array",
                  items: {
                    type: "object",
                    additionalProperties: false,
                    properties: {
                      physicalLocation: {
                        type: "object",
                        required: ["artifactLocation"],
                        additionalProperties: false,
                        properties: { artifactLocation, region },
                      },
                      logicalLocations: {
                        type: "array",
                        items: {
                          type: "object",
                          additionalProperties: false,
                          properties: { fullyQualifiedName: { type: "string" } },
                        },
                      },
                    },
                  },
                },
                fixes: {
                  type: "array",
                  items: {
                    type: "object",
                    required: ["artifactChanges"],
                    additionalProperties: false,
                    properties: {
                      description: text,
                      artifactChanges: {
                        type: "array",
                        minItems: 1,
                        items: {
                          type: "object",
                          required: ["artifactLocation", "replacements"],
                          additionalProperties: false,
                          properties: {
                            artifactLocation,
                            replacements: {
                              type: "array",
                              minItems: 1,
                              items: {
                                type: "object",
                                required: ["deletedRegion"],
                                additionalProperties: false,
                                properties: {
                                  deletedRegion: region,
                                  insertedContent: {
                                    type: "object",
                                    required: ["text"],
                                    properties: { text: { type: "string" } },
                                  },
                                },
                              },
                            },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly replacements: readonly {
        readonly deletedRegion: Region;
        readonly insertedContent: { readonly text: string };
      }[];
    }[];
  }[];
}
interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Result[];
  }[];
}

describe("sarif", () => {
  const log = JSON.parse(FORMATS.sarif(RESULT, FILES)) as Log;
  const results = log.runs[0]?.results ?? [];

  test("is what the standard's schema says", () => {
    const validate = new Ajv({ formats: { "uri-reference": /^[^\s<>"{}|\\^`]*$/ } }).compile(SARIF);
    validate(log);
    expect(validate.errors).toBeNull();
    expect(results.length).toBe(RESULT.findings.length);
    for (const { ruleId, ruleIndex } of results) expect(log.runs[0]?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(results.map(({ ruleId }) => ruleId)).toContain("schema/syntax");
  });

  test("each of its fixes, made by the region alone, is what --fix makes", () => {
    const offset = (line: number, column: number) =>
      TEXT.split("\n")
        .slice(0, line - 1)
        .reduce((sum, one) => sum + one.length + 1, 0) +
      column -
      1;
    const replacements = results
      .flatMap(({ fixes = [] }) =>
        fixes.flatMap(({ artifactChanges }) => artifactChanges.flatMap((one) => one.replacements)),
      )
      .map(({ deletedRegion: at, insertedContent }) => ({
        from: offset(at.startLine, at.startColumn),
        to: offset(at.endLine, at.endColumn),
        text: insertedContent.text,
      }))
      .sort((a, b) => b.from - a.from);
    expect(replacements.length).toBe(3);
    const after = replacements.reduce(
      (now, { from, to, text: next }) => now.slice(0, from) + next + now.slice(to),
      TEXT,
    );
    expect(after).toBe(fix({ file: "a.odcs.yaml", text: TEXT }).text);
    expect(after).not.toBe(TEXT);
  });
});

test("junit: a file is a case, errors fail it, warnings are its output, and its XML is well-formed", () => {
  const xml = FORMATS.junit(RESULT, FILES);
  expect(xml).toContain('<testsuite name="mesh lint" tests="2" failures="2" errors="0">');
  expect(xml).toContain('name="domains/d e/a.odcs.yaml"');
  expect(xml).toMatch(/<failure type="schema\/syntax"/);
  expect(xml).toMatch(/<system-out>[^<]*semantic\/owner: The contract has no owner\.[^<]*<\/system-out>/);
  // Every tag that is opened is closed, and what was given can't open one.
  const open: string[] = [];
  for (const [, close, name, alone] of xml.matchAll(/<(\/?)([a-z-]+)[^>]*?(\/?)>/g))
    if (close) expect(open.pop()).toBe(name);
    else if (!alone && name) open.push(name);
  expect(open).toEqual([]);
  expect(xml).not.toContain("<someone>");
});

test("json: the documented fields, and whether --fix has an answer", () => {
  const { files, findings } = JSON.parse(FORMATS.json(RESULT, FILES)) as {
    files: number;
    findings: Record<string, unknown>[];
  };
  expect(files).toBe(2);
  expect(findings.find(({ rule }) => rule === "semantic/version")).toEqual({
    file: "domains/d e/a.odcs.yaml",
    line: 4,
    column: 1,
    path: "version",
    rule: "semantic/version",
    severity: "error",
    message: "The version isn't a semantic version.",
    given: "v1",
    allowed: "MAJOR.MINOR.PATCH",
    fix: "write it like 1.0.0",
    fixable: true,
  });
  expect(findings.find(({ rule }) => rule === "semantic/owner")).toMatchObject({ fixable: false, fix: "add team" });
});

test("text: the source line with a caret, and what --fix does", () => {
  expect(FORMATS.text(RESULT, FILES)).toContain(
    "domains/d e/a.odcs.yaml:4:1 error semantic/version: The version isn't a semantic version.\n  version: v1\n  ^\n" +
      "  allowed: MAJOR.MINOR.PATCH\n  fix:     write it like 1.0.0 (--fix does it)\n",
  );
});

test("no form shows a password that a contract has", () => {
  const secret = "servers: [{ server: s, type: api, location: 'https://me:hunter2@example.com' }]\n";
  const files = [{ file: "a.odcs.yaml", text: TEXT.replace("v1\n", "1.0.0\n") + secret }];
  const result = lint(files);
  expect(result.findings.map(({ rule }) => rule)).toContain("semantic/secret");
  for (const format of Object.values(FORMATS)) expect(format(result, files)).not.toContain("hunter2");
});
