import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "pod-volumes",
  section: "kubernetes",
  source: "Pod Security Standards, restricted",
  description:
    "A pod mounts only volumes of kinds that are its own: none of its node's, and no storage server's directly.",
  rationale: "A directory of the node is a way out of the container, and into every other on that node.",
  fix: "take the volume out, or use a kind that is allowed; storage comes by a persistentVolumeClaim",
  parameters: {
    allowed: {
      unit: "kinds of volumes",
      default: [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "persistentVolumeClaim",
        "projected",
        "secret",
      ],
      direction: "subset",
      description: "Kinds of volumes that a pod may have.",
    },
  },
  *pod({ spec }, { values }) {
    for (const volume of spec.at("volumes").list()) {
      const kinds = volume.keys().filter((key) => key !== "name" && volume.at(key).exists);
      // Without a kind it is an emptyDir.
      for (const kind of kinds) {
        if (!values.allowed.includes(kind)) {
          yield `${volume.path} is a ${kind}, allowed are ${values.allowed.join(", ")}`;
        }
      }
    }
  },
});
