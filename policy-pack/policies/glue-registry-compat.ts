import { GLUE_SCHEMAS, registryInput } from "../lib/aws-glue";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "glue-registry-compat",
  section: "aws",
  source: "AWS Glue Schema Registry compatibility modes; contract-compatibility",
  description: "A schema of Glue's registry states a mode that checks something, and a registry of its own.",
  rationale: "By NONE any schema is taken, by DISABLED none; in the default registry everybody's schemas lie together.",
  fix: "set compatibility to BACKWARD_ALL or stricter, and registryArn (aws-native: registry)",
  parameters: {
    allowed: {
      unit: "modes",
      default: ["BACKWARD", "BACKWARD_ALL", "FORWARD", "FORWARD_ALL", "FULL", "FULL_ALL"],
      direction: "subset",
      description: "Modes that a schema may have.",
    },
  },
  resource: {
    types: GLUE_SCHEMAS,
    *check(schema, { values }) {
      const mode = schema.props.at("compatibility").text();
      if (mode === undefined || !values.allowed.includes(mode)) {
        yield `compatibility is ${mode ?? "not set"}, allowed are ${values.allowed.join(", ")}`;
      }
      // A registry's ARN is AWS's to make and unknown at first: whichever it is, it isn't the default one.
      const registry = registryInput(schema);
      if (!schema.props.keys().includes(registry)) yield `${registry} is not set`;
    },
  },
});
