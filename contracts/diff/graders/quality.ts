/** Quality rules and relationships: promises about the values. */
import { breaksReader, type Grader, minor, type Presence } from "../change";
import { numberOf } from "./parts";

/** How a bound gets weaker: the greatest that is allowed goes up, the least goes down. */
const LOOSER: Readonly<Record<string, 1 | -1>> = {
  ...{ mustBeLessThan: 1, mustBeLessOrEqualTo: 1 },
  ...{ mustBeGreaterThan: -1, mustBeGreaterOrEqualTo: -1 },
};
const OPERATORS = [
  ...["mustBe", "mustNotBe", "mustBeBetween", "mustNotBeBetween", "mustBeLessThan", "mustBeLessOrEqualTo"],
  ...["mustBeGreaterThan", "mustBeGreaterOrEqualTo"],
];

export const QUALITY: readonly Grader[] = [
  {
    on: ["quality"],
    fields: [...OPERATORS, "unit"],
    grade: ({ before, after, fields }) => {
      const [field = ""] = fields;
      const [from, to] = [numberOf(before[field]), numberOf(after[field])];
      const direction = LOOSER[field];
      const isOne = fields.length === 1 && from !== undefined && to !== undefined && direction !== undefined;
      if (isOne && direction * (to - from) < 0)
        return [minor("quality.strengthened", "More is promised of the values.", { field })];
      return [
        breaksReader("quality.weakened", "Values that the old rule refused may come.", {
          field,
          fix: "keep the rule's bound",
        }),
      ];
    },
  },
  {
    on: ["quality"],
    fields: ["type", "metric", "rule", "query", "engine", "implementation", "arguments", "dimension"],
    grade: ({ fields }) =>
      fields.map((field) => minor("quality", "The rule is another, and can't be compared.", { field })),
  },
];

export const QUALITY_PRESENCE: readonly Presence[] = [
  {
    on: "quality",
    came: () => [minor("quality.added", "More is promised of the values.")],
    went: () => [breaksReader("quality.dropped", "Values that the rule refused may come.", { fix: "keep the rule" })],
  },
  {
    on: "relationship",
    came: () => [minor("relationship.added", "It is said what the values refer to.")],
    went: () => [breaksReader("relationship.removed", "The values needn't refer to anything: joins may find nothing.")],
  },
];
