/** Products: their ports, and what they may use. */
import { breaking, breaksBoth, breaksReader, type Grader, minor, type Presence, patch, type Verdict } from "../change";
import { bumpOf } from "../version";
import { numberOf, textsOf, without } from "./parts";

/** A port's version stands for the contract's own changes. */
function offered(before: unknown, after: unknown): Verdict {
  switch (bumpOf(before, after)) {
    case "major":
      return breaksReader("port.version", "The contract's new major version breaks those who read by the old one.", {
        fix: "offer both versions, each at a port of its own, until the old one's endOfSupport",
      });
    case "minor":
      return minor("port.version", "The contract offers more.");
    case "patch":
      return patch("port.version", "The contract is the same but for its words.");
    default:
      return breaksReader(
        "port.version",
        "The port goes back to an earlier version, or to one that can't be compared.",
      );
  }
}

export const PRODUCT: readonly Grader[] = [
  {
    on: ["outputPort"],
    fields: ["contractId"],
    grade: () => [
      breaksBoth("port.contract", "Another contract is offered at the port.", { fix: "add a port for it" }),
    ],
  },
  {
    on: ["outputPort"],
    fields: ["version"],
    grade: ({ before, after }) => [offered(before.version, after.version)],
  },
  {
    on: ["outputPort"],
    fields: ["custom.clearedFor"],
    grade: ({ before, after }) => {
      const [from, to] = [textsOf(before["custom.clearedFor"]), textsOf(after["custom.clearedFor"])];
      const [gone, come] = [without(from, to), without(to, from)];
      const grade = breaking({ reader: gone.length > 0, writer: come.length > 0 });
      return [grade("clearance", "What everybody at the port sees in clear is another than was promised.")];
    },
  },
  {
    on: ["outputPort", "managementPort"],
    fields: ["type", "url", "channel"],
    grade: ({ fields }) =>
      fields.map((field) => breaksReader("address", "Readers look for it where it was.", { field })),
  },
  {
    on: ["inputPort"],
    fields: ["contractId", "version", "custom.role", "custom.datasets"],
    grade: ({ fields }) =>
      fields.map((field) =>
        minor("input", "The product reads something else; what it offers is its own to keep.", { field }),
      ),
  },
  {
    on: ["product", "inputPort", "outputPort", "managementPort"],
    fields: ["deprecated"],
    grade: ({ after }) => [
      minor("deprecated", after.deprecated === true ? "Who uses it has to plan for its end." : "It stays."),
    ],
  },
  {
    on: ["product"],
    fields: ["custom.producerByteRate", "custom.consumerByteRate"],
    grade: ({ before, after, fields }) =>
      fields.map((field) => {
        const isLess = (numberOf(after[field]) ?? 0) < (numberOf(before[field]) ?? 0);
        return minor("quota", `The product itself may write or read ${isLess ? "less" : "more"}.`, { field });
      }),
  },
];

export const PRODUCT_PRESENCE: readonly Presence[] = [
  {
    on: "outputPort",
    came: () => [minor("port.added", "The product offers more.")],
    went: () => [breaksBoth("port.removed", "What was offered isn't any more.", { fix: "deprecate the port first" })],
  },
  {
    on: "managementPort",
    came: () => [minor("port.added", "The product can be managed in one way more.")],
    went: () => [breaksReader("port.removed", "Who looks after the product loses a way to it.")],
  },
  {
    on: "inputPort",
    came: () => [minor("input.added", "The product depends on more.")],
    went: () => [minor("input.removed", "The product depends on less.")],
  },
];
