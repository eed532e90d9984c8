import type { Contract } from "../../contracts/model";
import { contractsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { SUBJECT, TOPIC } from "../lib/types";

const LEAVING = ["deprecated", "retired"];
const DATE = /^\d{4}-\d{2}-\d{2}/;

export default guardrail({
  id: "contract-deprecation",
  section: "contracts",
  source: "ODCS slaProperties `endOfSupport`, `endOfLife`; ODCS status",
  description:
    "A contract that is deprecated or retired says until when it is supported, and its streams and subjects keep running until that day.",
  rationale: "Readers plan their move by that date; a version that stops before it stops them.",
  fix: "add an slaProperty `endOfSupport` with a date, and keep the version's port until it has passed",
  product: function* (model, { today }) {
    for (const contract of contractsOf(model)) {
      if (!LEAVING.includes(contract.status)) continue;
      const { id, status, objectives } = contract;
      const { endOfSupport, endOfLife } = objectives;
      const at = field(contract, "slaProperties");
      if (endOfSupport === undefined || !DATE.test(endOfSupport)) {
        yield { message: `contract "${id}" is ${status} and promises no date as endOfSupport`, at };
      } else if (endOfLife !== undefined && endOfLife < endOfSupport) {
        yield { message: `contract "${id}" ends on ${endOfLife}, before its endOfSupport ${endOfSupport}`, at };
      } else if (status === "retired" && isSupported(contract, today)) {
        const message = `contract "${id}" is retired, but is supported until ${endOfSupport}; until then it is deprecated`;
        yield { message, at: field(contract, "status") };
      }
    }
  },
  *stack(stack, { products, today }) {
    const leaving = products.flatMap(({ urn, model }) =>
      contractsOf(model).flatMap((contract) =>
        LEAVING.includes(contract.status) && isSupported(contract, today) ? [{ urn, contract }] : [],
      ),
    );
    if (leaving.length === 0) return;
    const names = new Set([
      ...stack.ofType(TOPIC).map(({ props }) => props.at("name").text()),
      ...stack.ofType(SUBJECT).map(({ props }) => props.at("subject").text()),
    ]);
    for (const { urn, contract } of leaving) {
      for (const { stream, subject } of contract.datasets) {
        for (const name of [stream?.topic ?? [], subject?.subject ?? []].flat()) {
          if (names.has(name)) continue;
          const until = contract.objectives.endOfSupport;
          const message = `"${name}" is not in this stack, but contract "${contract.id}" is supported until ${until}`;
          yield { urn, message, at: contract.source };
        }
      }
    }
  },
});

/** Through the whole of its last day. */
function isSupported({ objectives }: Contract, today: string): boolean {
  const { endOfSupport } = objectives;
  return endOfSupport !== undefined && endOfSupport.slice(0, 10) >= today;
}
