import guardrail from "../../policy-pack/policies/acl-declared-consumer";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "a group below the principal", edits: [["group", ["aclResourceName"], "orders.order-events.audit"]] },
    {
      title: "the group of its own name",
      edits: [
        ["group", ["aclResourceName"], "orders.order-events"],
        ["group", ["resourcePatternTypeFilter"], "Literal"],
      ],
    },
    { title: "as it is" },
    {
      title: "a role for everybody",
      edits: [["product", ["model", "inputPorts", 0, "contract", "roles", 0, "consumers"], undefined]],
    },
    {
      title: "a denial",
      edits: [
        ["read", ["aclResourceName"], "secret.topic.v1"],
        ["read", ["aclPermissionType"], "Deny"],
      ],
    },
  ],
  invalid: [
    {
      title: "no port",
      edits: [["read", ["aclResourceName"], "inventory.stock.v1"]],
      says: /no input port of "order-events" declares/,
    },
    {
      title: "Strimzi's user, without a port",
      more: {
        user: {
          type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaUser",
          props: {
            metadata: { name: "orders.order-events" },
            spec: {
              authorization: { acls: [{ resource: { type: "topic", name: "inventory.stock.v1" }, operation: "Read" }] },
            },
          },
        },
      },
      says: /^user: Read on topic "inventory\.stock\.v1", which no input port/,
    },
    { title: "writing to an input", edits: [["read", ["aclOperation"], "Write"]], says: /only reads/ },
    {
      title: "somebody else",
      edits: [["read", ["aclPrincipal"], "User:inventory.stock-levels"]],
      says: /no product of this stack/,
    },
    {
      title: "another's group",
      edits: [["group", ["aclResourceName"], "customers.x"]],
      says: /Group "customers\.x".* is not ".*" or what begins with/,
    },
    {
      title: "a group beside it",
      edits: [["group", ["aclResourceName"], "orders.order-events-audit"]],
      says: /Group "orders\.order-events-audit".* is not/,
    },
    {
      title: "a prefix that covers other products' groups",
      edits: [
        ["group", ["aclResourceName"], "orders.order-events"],
        ["group", ["resourcePatternTypeFilter"], "Prefixed"],
      ],
      says: /as a prefix is not/,
    },
    {
      title: "a role that isn't offered",
      edits: [["product", ["model", "inputPorts", 0, "role"], "admin"]],
      says: /role "admin".*offers reader/,
    },
    { title: "no role", edits: [["product", ["model", "inputPorts", 0, "role"], undefined]], says: /asks for no role/ },
    {
      title: "a role for others",
      edits: [["product", ["model", "inputPorts", 0, "contract", "roles", 0, "consumers"], ["other"]]],
      says: /not open to "order-events"/,
    },
  ],
  unknown: [
    { title: "principal", edits: [["read", ["aclPrincipal"], UNKNOWN]], reads: /aclPrincipal/ },
    { title: "topic", edits: [["read", ["aclResourceName"], UNKNOWN]], reads: /aclResourceName/ },
    {
      title: "role",
      edits: [["product", ["model", "inputPorts", 0, "role"], UNKNOWN]],
      reads: /inputPorts\[0\]\.role/,
    },
  ],
  secret: [
    {
      title: "another's topic",
      edits: [["read", ["aclResourceName"], "inventory.stock.v1"]],
      says: /on topic "\[secret\]", which no input port/,
    },
  ],
  notApplicable: [
    {
      title: "no ACL and no port",
      without: ["read", "write", "group"],
      edits: [["product", ["model", "inputPorts"], []]],
    },
  ],
});
