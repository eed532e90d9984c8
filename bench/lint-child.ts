/** Lints in a process of its own, whose time and memory are nobody else's; prints one JSON document. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../contracts/document";
import { lint } from "../contracts/lint";

export interface Measured {
  readonly files: number;
  /** By the published schema. */
  readonly errors: number;
  /** CPU time of reading and judging, of each round. */
  readonly cpuMs: readonly number[];
  /** The process's most, in MB. */
  readonly memory: number;
}

const [folder = "", rounds = "1", warm = ""] = process.argv.slice(2);

function judge(from: string) {
  const names = readdirSync(from);
  const started = process.cpuUsage();
  const files = names.map((file) => ({ file, ...readText(join(from, file), file) }));
  const { findings } = lint(files, { mesh: true, today: "2026-06-01" });
  const { user, system } = process.cpuUsage(started);
  // Our own rules aren't the standard's, which the other linter judges by.
  const errors = findings.filter(({ rule }) => rule.startsWith("schema/")).length;
  return { files: names.length, errors, cpuMs: (user + system) / 1000 };
}

// Warm: what is compiled and built at the first use is there.
if (warm !== "") judge(warm);
const all = Array.from({ length: Number(rounds) }, () => judge(folder));
const { files = 0, errors = 0 } = all[0] ?? {};
const memory = process.resourceUsage().maxRSS / 1024;
const measured: Measured = { files, errors, cpuMs: all.map(({ cpuMs }) => cpuMs), memory };
process.stdout.write(JSON.stringify(measured));
