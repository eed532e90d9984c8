import { resolve } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { guardrails } from "./guardrails";
import { policies } from "./lib/pack";
import { formatMistakes, loadTightenings } from "./lib/tighten";

// Runs as bin/index.js; the domains lie beside the pack's folder.
const loaded = loadTightenings(resolve(__dirname, "../.."), guardrails);
if (loaded.ok) {
  new PolicyPack("data-mesh", {
    enforcementLevel: "mandatory",
    policies: policies(guardrails, { tightenings: loaded.tightenings }),
  });
} else {
  // No policy pack, no run: the engine stops when its pack does, and shows what it said.
  console.error(formatMistakes(loaded.mistakes));
  process.exitCode = 1;
}
