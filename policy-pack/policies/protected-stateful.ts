import { guardrail } from "../lib/guardrail";
import { CATALOG, DATABASE_SCHEMA, SUBJECT, TOPIC } from "../lib/types";

export default guardrail({
  id: "protected-stateful",
  section: "gate",
  source: "design.md: stateful things survive accidents",
  description:
    "Topics, subjects, database schemas and catalogs are protected, except in the throw-away environment local.",
  rationale: "A renamed resource or a wrong stack must not take the data with it.",
  fix: "set `protect: true` on the resource itself (components/shared/stateful.ts); a component's option doesn't reach it",
  resource: {
    types: [TOPIC, SUBJECT, DATABASE_SCHEMA, CATALOG],
    *check({ protect }, { throwAway }) {
      if (!protect && !throwAway) yield "holds data and is not protected";
    },
  },
});
