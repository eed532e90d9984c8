import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "image-registry",
  section: "kubernetes",
  source: "Gatekeeper library allowedreposv2",
  description: "Every image comes from an allowed registry, compared by whole path segments.",
  rationale: "A prefix compared as text also lets mesh.local.example.org in.",
  fix: "push the image to an allowed registry and name it in full",
  parameters: {
    allowed: {
      unit: "registries",
      default: ["mesh.local", "docker.io/openpolicyagent"],
      direction: "subset",
      description: "Registries, or registries with the first segments of a repository, that images may come from.",
    },
  },
  *container(container, { values }) {
    const image = container.spec.at("image").text() ?? "";
    const segments = image.split("@", 1)[0]?.split("/") ?? [];
    // Without a dot or port in its first segment, an image is Docker Hub's: its registry isn't said, so it isn't allowed.
    const allowed = values.allowed.some((entry) => {
      const wanted = entry.split("/");
      return segments.length > wanted.length && wanted.every((segment, index) => segments[index] === segment);
    });
    if (!allowed) yield `${called(container)}: image "${image}" is from none of ${values.allowed.join(", ")}`;
  },
});
