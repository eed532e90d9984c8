import { guardrail } from "../lib/guardrail";
import { DATABASE_SCHEMA } from "../lib/types";

const BUILT_IN = /^(public|postgres|pg_.*|rds.*|all|current_user|session_user)$/i;
const ACCESS = ["read", "write"];

export default guardrail({
  id: "db-no-public-grants",
  section: "databases",
  source: "PostgreSQL privileges; CIS PostgreSQL Benchmark",
  description: "A database schema grants to its own roles only, each with one named access, and never to PUBLIC.",
  rationale: "A grant to PUBLIC is a grant to every product of every domain.",
  fix: "give the schema roles of its own, named <schema>_<access>, with access read or write",
  parameters: {
    maximumWriters: { unit: "roles", default: 1, direction: "down", description: "Most roles that may write." },
  },
  resource: {
    types: [DATABASE_SCHEMA],
    *check({ props }, { values }) {
      const schema = props.at("schema").text() ?? "";
      if (BUILT_IN.test(schema)) yield `schema "${schema}" is shared with everybody`;
      let writers = 0;
      for (const role of props.at("roles").list()) {
        const name = role.at("name").text() ?? "";
        const access = role.at("access").text() ?? "";
        if (BUILT_IN.test(name)) yield `${role.path} grants to "${name}"`;
        else if (!name.startsWith(`${schema}_`)) yield `${role.path}: role "${name}" is not the schema's own`;
        if (!ACCESS.includes(access)) yield `${role.path}: access is "${access}", allowed are ${ACCESS.join(", ")}`;
        if (access === "write") writers++;
      }
      if (writers > values.maximumWriters)
        yield `${writers} roles may write, at most ${values.maximumWriters} are allowed`;
    },
  },
});
