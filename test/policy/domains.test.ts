import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { formatProblems, loadMesh } from "../../contracts";
import { guardrails } from "../../policy-pack/guardrails";
import { judgeResource } from "../../policy-pack/lib/judge";
import { Stage } from "../../policy-pack/lib/stage";
import { loadTightenings } from "../../policy-pack/lib/tighten";
import { DATA_PRODUCT } from "../../policy-pack/lib/types";
import { UNKNOWN } from "./support";

const root = resolve(__dirname, "../..");

describe("the domains of this repository", () => {
  const mesh = loadMesh(root);
  const loaded = loadTightenings(root, guardrails);

  it("load", () => {
    expect(mesh.ok ? "" : formatProblems(mesh.problems)).toBe("");
    expect(loaded.ok).toBe(true);
    expect(mesh.ok && mesh.value.products.length).toBe(3);
  });

  it.each(mesh.ok ? mesh.value.products.map((model) => ({ model })) : [])(
    "$model.id keeps the core's guardrails and its domain's own",
    ({ model }) => {
      const stage = new Stage(loaded.ok ? loaded.tightenings : {});
      const urn = `urn:pulumi:${model.domain}-production::data-mesh::${DATA_PRODUCT}::${model.id}`;
      const opts = { protect: false } as Parameters<Stage["note"]>[0]["opts"];
      const resource = stage.note({ urn, type: DATA_PRODUCT, name: model.id, props: { model }, opts });
      const found = guardrails.flatMap((one) => judgeResource(one, resource, stage.context(one, urn)));
      expect(found.map(({ guardrail, message }) => `${guardrail}: ${message}`)).toEqual([]);
      expect(JSON.stringify(model)).not.toContain(UNKNOWN);
    },
  );
});
