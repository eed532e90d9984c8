import { guardrail } from "../lib/guardrail";
import { ACL } from "../lib/types";

const SERVICE_RESOURCES = ["Topic", "Group", "TransactionalID"];

export default guardrail({
  id: "acl-no-wildcard-principal",
  section: "streams",
  source: "Kafka authorization documentation",
  description:
    "An ACL that allows names one user, one kind of resource, one name and one operation; nothing stands for all.",
  rationale: "`User:*`, resource `*` and operation All hand out what no contract lists.",
  fix: "grant through a declared input port; AccessGrant makes one ACL for each topic and operation",
  resource: {
    types: [ACL],
    *check({ props }) {
      if (props.at("aclPermissionType").text() === "Deny") return;
      const [principal = "", name = "", operation = "", type = "", pattern = "Literal"] = [
        "aclPrincipal",
        "aclResourceName",
        "aclOperation",
        "aclResourceType",
        "resourcePatternTypeFilter",
      ].map((key) => props.at(key).text());
      if (!/^User:[^*]+$/.test(principal)) yield `aclPrincipal is "${principal}", it has to be User:<domain>.<product>`;
      if (name === "" || name.includes("*")) yield `aclResourceName is "${name}", it has to name one resource`;
      if (["", "All", "Any"].includes(operation)) yield `aclOperation is "${operation}", it has to be one operation`;
      if (!SERVICE_RESOURCES.includes(type)) {
        yield `aclResourceType is "${type}", a service may have ${SERVICE_RESOURCES.join(", ")}`;
      }
      // A prefix of topic names is a wildcard over topics that nobody has made yet; consumer groups carry a prefix.
      if (pattern !== "Literal" && !(pattern === "Prefixed" && type === "Group")) {
        yield `resourcePatternTypeFilter is "${pattern}" on a ${type}, it has to be Literal`;
      }
    },
  },
});
