import { isCredentialName, looksLikeCredential } from "../lib/credentials";
import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "secret-not-in-env",
  section: "kubernetes",
  source: "CKV_K8S_35",
  description: "No environment variable holds a credential as a plain value.",
  rationale: "A plain value stands in the manifest, in its history and in every describe.",
  fix: "take it from a Secret: `valueFrom.secretKeyRef`",
  *container(container) {
    for (const variable of container.spec.at("env").list()) {
      const name = variable.at("name").text() ?? "";
      const secretName = isCredentialName(name);
      // What is called a password is refused whatever it holds, so it isn't even read.
      const plain = variable.keys().includes("value");
      const found = plain && (secretName || looksLikeCredential(variable.at("value").text() ?? ""));
      if (found) yield `${called(container)}: variable ${name} holds a credential as a plain value`;
    }
  },
});
