import guardrail from "../../policy-pack/policies/db-no-public-grants";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    { title: "PUBLIC", edits: [["database", ["roles", 0, "name"], "PUBLIC"]], says: /roles\[0\] grants to "PUBLIC"/ },
    { title: "the superuser", edits: [["database", ["roles", 0, "name"], "postgres"]], says: /"postgres"/ },
    {
      title: "another's role",
      edits: [["database", ["roles", 0, "name"], "stock_write"]],
      says: /not the schema's own/,
    },
    { title: "every access", edits: [["database", ["roles", 0, "access"], "all"]], says: /access is "all"/ },
    {
      title: "two writers",
      edits: [["database", ["roles", 1, "access"], "write"]],
      says: /2 roles may write, at most 1/,
    },
    {
      title: "the shared schema",
      edits: [
        ["database", ["schema"], "public"],
        ["database", ["roles"], []],
      ],
      says: /shared with everybody/,
    },
  ],
  unknown: [
    { title: "role", edits: [["database", ["roles", 0, "name"], UNKNOWN]], reads: /roles\[0\]\.name/ },
    { title: "password", edits: [["database", ["roles", 0, "password"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "a role",
      edits: [["database", ["roles", 0, "name"], "stock_write"]],
      says: /role "\[secret\]" is not the schema's own/,
    },
  ],
  notApplicable: [
    {
      title: "not a schema",
      types: { database: "mesh:index:Catalog" },
      edits: [["database", ["roles", 0, "name"], "PUBLIC"]],
    },
  ],
});
