import { guardrail, type Resource } from "../lib/guardrail";

const PROVIDER = /^pulumi:providers:(.+)$/;
/** The engine's own, for stack references. */
const ENGINE = "pulumi";
/** What says where a provider goes; without one of these it goes where the machine's environment points. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  kafka: ["bootstrapServers"],
  kubernetes: ["kubeconfig", "context", "cluster", "renderYamlToDirectory"],
  mesh: ["registryUrl", "databaseUrl"],
  aws: ["region"],
  "aws-native": ["region"],
};

export default guardrail({
  id: "provider-explicit",
  section: "gate",
  source: "design.md: a target says how and where things are made",
  description:
    "Each resource is made by its target's provider: one for each package, named as its package, that says itself where it goes.",
  rationale:
    "A default provider goes where the environment points, a second one past the target: both unseen by the gate.",
  fix: "pass `target.providers` to the component, or `{ provider: target.providers.<package> }` to the resource",
  exemptible: false,
  resource: {
    *check({ type, name, props, provider }) {
      const made = PROVIDER.exec(type)?.[1];
      if (made !== undefined && made !== ENGINE) {
        if (name !== made) yield `is a second provider of ${made}: the target's is called "${made}"`;
        const places = PLACES[made];
        if (places && !places.some((place) => props.keys().includes(place))) {
          yield `doesn't say where it goes: one of ${places.join(", ")} has to be set`;
        }
      }
      if (provider === undefined) return;
      const used = PROVIDER.exec(provider.type)?.[1];
      if (used === undefined || used === ENGINE || made !== undefined) return;
      if (provider.name !== used) yield `is made by provider "${provider.name}", the target's is called "${used}"`;
    },
  },
  *stack(stack) {
    const seen = new Map<string, Resource>();
    for (const resource of stack.resources) {
      const made = PROVIDER.exec(resource.type)?.[1];
      if (made === undefined || made === ENGINE || resource.name !== made) continue;
      // Two of one name have different parents.
      if (seen.has(made)) yield { urn: resource.urn, message: `is a second provider of ${made}` };
      else seen.set(made, resource);
    }
  },
});
