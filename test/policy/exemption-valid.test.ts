import exemptionValid from "../../policy-pack/policies/exemption-valid";
import { exemption } from "./fixtures/exemption";
import { prove, UNKNOWN } from "./support";

prove(exemptionValid, {
  valid: [
    { title: "none" },
    { title: "one that is needed", exemptions: [exemption()], needed: [0] },
    { title: "one on its last day", exemptions: [exemption({ expiry: "2026-06-15" })], needed: [0] },
    { title: "one that starts later", exemptions: [exemption({ start: "2026-06-16" })] },
  ],
  invalid: [
    { title: "expired", exemptions: [exemption({ expiry: "2026-06-14" })], says: /expired on 2026-06-14/ },
    {
      title: "expired, of a resource that is gone",
      exemptions: [exemption({ expiry: "2026-06-14" })],
      without: ["topic"],
      says: /expired/,
    },
    {
      title: "not needed",
      exemptions: [exemption()],
      says: /Topic::topic from stream-partitions is not needed.*\(policy-pack\/exemptions\.yaml: exemptions\[0\]\)/,
    },
    { title: "of no resource", exemptions: [exemption()], without: ["topic"], says: /matches no resource/ },
    { title: "proposed", exemptions: [exemption({ approver: undefined })], says: /has no approver/ },
    {
      title: "two, each by itself",
      exemptions: [exemption(), exemption({ guardrail: "stream-name" })],
      says: /is not needed/,
      times: 2,
    },
  ],
  unknown: [
    {
      title: "a value of the resource",
      exemptions: [exemption()],
      needed: [0],
      edits: [["topic", ["partitions"], UNKNOWN]],
      passes: "it goes by URNs and dates, and reads no values",
    },
  ],
  secret: [
    {
      title: "a name of the resource",
      exemptions: [exemption()],
      edits: [["topic", ["name"], "orders.hidden.v1"]],
      says: /Topic::topic from stream-partitions is not needed/,
    },
  ],
  notApplicable: [
    {
      title: "of another stack",
      exemptions: [exemption({ urn: "urn:pulumi:customers-production::data-mesh::a:b:C::d", expiry: "2026-06-02" })],
    },
  ],
});
