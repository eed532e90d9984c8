import { resolve } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { guardrails } from "./guardrails";
import { Ledger } from "./lib/ledger";
import { formatMistakes } from "./lib/mistakes";
import { policies } from "./lib/pack";
import { loadRuleBook } from "./lib/rule-book";

// Runs as bin/index.js; the domains lie beside the pack's folder.
const loaded = loadRuleBook(resolve(__dirname, "../.."), guardrails);
if (loaded.ok) {
  const { guardrails, tightenings, exemptions } = loaded.book;
  const ledger = new Ledger(new Date().toISOString().slice(0, 10), exemptions);
  new PolicyPack("data-mesh", {
    enforcementLevel: "mandatory",
    policies: policies(guardrails, { tightenings, ledger }),
  });
} else {
  // No policy pack, no run: the engine stops when its pack does, and shows what it said.
  console.error(formatMistakes(loaded.mistakes));
  process.exitCode = 1;
}
