import guardrail from "../../policy-pack/policies/pod-host-namespaces";
import { POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }, { title: "false", edits: [["deployment", [...POD, "hostNetwork"], false]] }],
  invalid: [
    { title: "network", edits: [["deployment", [...POD, "hostNetwork"], true]], says: /hostNetwork is true/ },
    {
      title: "processes and memory",
      edits: [
        ["deployment", [...POD, "hostPID"], true],
        ["deployment", [...POD, "hostIPC"], true],
      ],
      says: /host(PID|IPC) is true/,
      times: 2,
    },
  ],
  unknown: [{ title: "network", edits: [["deployment", [...POD, "hostNetwork"], UNKNOWN]], reads: /hostNetwork/ }],
  secret: [{ title: "a flag", edits: [["deployment", [...POD, "hostNetwork"], true]], says: /hostNetwork is/ }],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...POD, "hostNetwork"], true]],
    },
  ],
});
