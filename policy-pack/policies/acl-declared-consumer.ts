import type { DataProduct, InputPort } from "../../contracts/model";
import { ownStreams } from "../lib/contracts";
import { type Finding, guardrail } from "../lib/guardrail";
import { ACL } from "../lib/types";

export default guardrail({
  id: "acl-declared-consumer",
  section: "streams",
  source: "design.md: access follows from declared ports only",
  description:
    "A product gets at another's stream only by a declared input port whose role the producer's contract lists.",
  rationale: "An undeclared reader breaks unseen when the stream changes, and reads what nobody allowed it.",
  fix: "declare an input port with a `role` of the contract; the producer adds the product to the role's `consumers`",
  product: function* (model) {
    for (const port of model.inputPorts) {
      const message = refusal(port, model);
      if (message) yield { message, at: port.source };
    }
  },
  *stack(stack, { products }) {
    const byPrincipal = new Map(products.map(({ model }) => [`User:${model.principal}`, model]));
    for (const { urn, props } of stack.ofType(ACL)) {
      if (props.at("aclPermissionType").text() === "Deny") continue;
      const principal = props.at("aclPrincipal").text() ?? "";
      const model = byPrincipal.get(principal);
      if (!model) {
        yield { urn, message: `grants to "${principal}", which is no product of this stack` };
        continue;
      }
      const name = props.at("aclResourceName").text() ?? "";
      const operation = props.at("aclOperation").text() ?? "";
      const type = props.at("aclResourceType").text() ?? "";
      const prefixed = props.at("resourcePatternTypeFilter").text() === "Prefixed";
      yield* grant(model, { urn, name, operation, type, prefixed });
    }
  },
});

interface Grant {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: string;
  readonly prefixed: boolean;
}

function* grant(model: DataProduct, { urn, type, name, operation, prefixed }: Grant): Generator<Finding> {
  const { principal, source } = model;
  if (type !== "Topic") {
    // The prefix `orders.order` would get at the groups of `orders.order-events`: a dot has to end it.
    const own = name.startsWith(`${principal}.`) || (name === principal && !prefixed);
    const allowed = `"${principal}" or what begins with "${principal}."`;
    if (!own)
      yield { urn, at: source, message: `${type} "${name}"${prefixed ? " as a prefix" : ""} is not ${allowed}` };
    return;
  }
  if (ownStreams(model).some(({ topic }) => topic === name)) return;
  const port = model.inputPorts.find(({ contract }) => contract.datasets.some(({ stream }) => stream?.topic === name));
  if (!port)
    yield {
      urn,
      at: source,
      message: `${operation} on topic "${name}", which no input port of "${model.id}" declares`,
    };
  else if (!["Read", "Describe"].includes(operation)) {
    yield { urn, at: port.source, message: `${operation} on topic "${name}": an input port only reads` };
  }
}

/** Why the producer's contract does not let this port in. */
function refusal({ name, role, contract }: InputPort, { id }: DataProduct): string | undefined {
  const listed = contract.roles.find((one) => one.role === role);
  const offered = contract.roles.map((one) => one.role).join(", ") || "none";
  if (role === undefined)
    return `input port "${name}" asks for no role; the contract "${contract.id}" offers ${offered}`;
  if (!listed) return `input port "${name}" asks for role "${role}"; the contract "${contract.id}" offers ${offered}`;
  if (listed.consumers && !listed.consumers.includes(id)) {
    return `input port "${name}": role "${role}" of contract "${contract.id}" is not open to "${id}"`;
  }
  return undefined;
}
