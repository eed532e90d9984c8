/** The contract as a whole. */
import { breaksBoth, breaksReader, type Grader, minor, patch, type Verdict } from "../change";
import { partsOf } from "./parts";

/** How far along a contract or product is; the standards name these. */
const STAGES = ["proposed", "draft", "active", "deprecated", "retired"];

/** Also of a product. */
export function statusChange(before: unknown, after: unknown): readonly Verdict[] {
  const [from, to] = [before, after].map((one) => STAGES.indexOf(String(one ?? "draft").toLowerCase())) as [
    number,
    number,
  ];
  if (from === to) return [patch("status", "The same status in other words.")];
  if (to === 4)
    return [
      breaksBoth("status.retired", "What is retired isn't kept running for those who use it.", {
        fix: "deprecate it first, and keep it until its endOfSupport",
      }),
    ];
  if (to === 3) return [minor("status.deprecated", "Those who use it have to plan for its end.")];
  if (from >= 2 && to < 2)
    return [breaksReader("status.withdrawn", "What was active is a draft again: nothing of it is promised.")];
  return [
    minor("status", to < 0 || from < 0 ? "It has another status." : "It is further along, and can be relied on."),
  ];
}

export const CONTRACT: readonly Grader[] = [
  {
    on: ["contract", "product"],
    fields: ["id"],
    grade: () => [
      breaksBoth("id", "Everything that refers to it refers to its id.", { fix: "keep the id; change its name" }),
    ],
  },
  {
    on: ["contract", "product"],
    fields: ["domain"],
    grade: () => [
      breaksBoth(
        "domain",
        "Its streams, subjects and principals are named after the domain, and its owners are others.",
      ),
    ],
  },
  {
    on: ["contract", "product"],
    fields: ["status"],
    grade: ({ before, after }) => statusChange(before.status, after.status),
  },
  {
    on: ["contract"],
    fields: ["dataProduct"],
    grade: ({ raw }) => {
      const tables = partsOf(raw[1], "servers").some(({ type }) => /^postgres(ql)?$/.test(String(type)));
      const reason = "It belongs to another product";
      return [
        tables
          ? breaksReader("product", `${reason}, and its tables are in that product's schema.`)
          : minor("product", `${reason}.`),
      ];
    },
  },
  {
    on: ["contract", "product"],
    fields: ["tenant", "type"],
    grade: ({ fields }) =>
      fields.map((field) => minor(field, "Who it is for, or what it is, has another name.", { field })),
  },
  {
    on: ["contract"],
    fields: ["custom.acknowledgement"],
    grade: () => [minor("acknowledgement", "What is asked of consumers before a breaking change is another.")],
  },
  {
    on: ["price"],
    fields: ["priceAmount", "priceCurrency", "priceUnit"],
    grade: ({ before, after, fields }) => {
      const isLower = fields.length === 1 && Number(after.priceAmount) < Number(before.priceAmount);
      return [
        isLower
          ? minor("price", "It costs less.")
          : breaksReader("price", "It costs more, or is paid for otherwise: what readers agreed to doesn't hold."),
      ];
    },
  },
];
