import { describe, expect, it } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import valueKnown from "../../policy-pack/policies/value-known";
import { CONTAINER, POD } from "./fixtures/workload";
import { type Case, judge, UNKNOWN } from "./support";

// value-known has no check of its own: it reports what all the others could not read, so all of them run here.
const found = (one: Case) =>
  guardrails.flatMap((guardrail) => judge(guardrail, one)).filter((violation) => violation.guardrail === valueKnown.id);

const cases: Readonly<Record<"valid" | "invalid" | "unknown" | "secret" | "notApplicable", readonly Case[]>> = {
  valid: [{ title: "everything known" }],
  invalid: [
    { title: "a topic's partitions", edits: [["topic", ["partitions"], UNKNOWN]] },
    { title: "an image", edits: [["deployment", [...CONTAINER, "image"], UNKNOWN]] },
  ],
  unknown: [
    { title: "all containers", edits: [["deployment", [...POD, "containers"], UNKNOWN]] },
    { title: "a whole pod", edits: [["deployment", ["spec", "template"], UNKNOWN]] },
    { title: "a whole model", edits: [["product", ["model"], UNKNOWN]] },
    { title: "a stack's ACL", edits: [["read", ["aclPrincipal"], UNKNOWN]] },
  ],
  secret: [
    {
      title: "an unknown image beside a secret",
      edits: [
        ["deployment", [...CONTAINER, "image"], UNKNOWN],
        ["deployment", [...CONTAINER, "name"], "hidden"],
      ],
      secretly: true,
    },
  ],
  notApplicable: [
    { title: "a Secret's password", edits: [["secret", ["stringData", "kafka-password"], UNKNOWN]] },
    { title: "a role's password", edits: [["database", ["roles", 0, "password"], UNKNOWN]] },
    { title: "a port", edits: [["networkPolicy", ["spec", "egress"], [{ ports: [{ port: UNKNOWN }] }]]] },
  ],
};

describe("value-known", () => {
  it.each([...cases.valid, ...cases.notApplicable])("passes: $title", (one) => {
    expect(found(one)).toEqual([]);
  });

  it.each([...cases.invalid, ...cases.unknown, ...cases.secret])("violated: $title", (one) => {
    const violations = found(one);
    expect(violations.length).toBeGreaterThan(0);
    for (const { level, urn, message } of violations) {
      expect(level).toBe("mandatory");
      expect(urn).toMatch(/^urn:pulumi:/);
      expect(message).toMatch(/needs the value of \S+, which is unknown at preview\. Fix: /);
      expect(message).not.toContain("hidden");
    }
  });

  it("names the guardrail, the resource and the property", () => {
    const [violation] = found({ title: "x", edits: [["deployment", [...CONTAINER, "image"], UNKNOWN]] });
    expect(violation?.message).toMatch(
      /^deployment: .* needs the value of spec\.template\.spec\.containers\[0\]\.image,/,
    );
  });

  it("doesn't hide what is wrong with the next container", () => {
    const edits = [
      ["deployment", [...CONTAINER, "securityContext"], UNKNOWN],
      ["deployment", [...POD, "containers", 1], { name: "second", securityContext: { privileged: true } }],
    ] as const;
    const privileged = guardrails.filter(({ id }) => id === "pod-privileged");
    const all = privileged.flatMap((guardrail) => judge(guardrail, { title: "x", edits }));
    expect(all.map(({ guardrail }) => guardrail)).toEqual(["value-known", "pod-privileged"]);
  });
});
