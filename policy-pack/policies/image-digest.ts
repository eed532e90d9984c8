import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "image-digest",
  section: "kubernetes",
  source: "CKV_K8S_43",
  description: "Every image is named by its sha256 digest.",
  rationale: "A tag can be moved after the gate has passed; a digest is what was built, tested and judged.",
  fix: "name the image as registry/repository@sha256:<64 hex digits>",
  *container(container) {
    const image = container.spec.at("image").text();
    if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image ?? "")) {
      yield `${called(container)}: image "${image ?? ""}" has no sha256 digest`;
    }
  },
});
