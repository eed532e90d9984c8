/** What is said for people: a change of it changes no data. */
import { type Grader, patch } from "../change";
import { type ElementKind, SHAPES } from "../shapes";

const EVERYWHERE = Object.keys(SHAPES) as ElementKind[];

export const WORDS: readonly Grader[] = [
  {
    on: EVERYWHERE,
    fields: [
      ...["name", "description", "businessName", "tags", "examples", "authoritativeDefinitions", "synonyms", "context"],
      ...[
        "dataGranularityDescription",
        "contractCreatedTs",
        "productCreatedTs",
        "transformSourceObjects",
        "transformLogic",
      ],
      ...[
        "transformDescription",
        "semanticType",
        "criticalDataElement",
        "driver",
        "businessImpact",
        "method",
        "severity",
      ],
      ...["schedule", "scheduler", "sbom", "inputContracts", "content", "dateIn", "dateOut", "replacedByUsername"],
      ...["firstLevelApprovers", "secondLevelApprovers", "environment", "slaDefaultElement"],
    ],
    grade: ({ fields }) =>
      fields.map((field) => patch("documentation", "Words for people; the data stays as it is.", { field })),
  },
  {
    on: EVERYWHERE,
    fields: ["apiVersion", "kind", "id"],
    grade: ({ fields }) =>
      fields.map((field) => patch("standard", "How the file is written, not what it promises.", { field })),
  },
];
