/** The commands of `mesh`. Results go to standard output, progress to standard error. */
import { diagnose, ensureToolchain } from "../toolchain";
import { buildAll } from "./build";
import { products, pulumiEnvironment, waves } from "./project";
import { reportJson, reportText } from "./report";
import { type StackResult, Stacks } from "./stacks";

const log = (line: string) => void process.stderr.write(`${line}\n`);
const print = (text: string) => void process.stdout.write(text === "" ? "" : `${text}\n`);

/** How many stacks are previewed at once; the engine itself uses every core. */
const AT_ONCE = 2;

export async function preview(
  domains: readonly string[],
  { format }: { readonly format: "text" | "json" },
): Promise<void> {
  const chosen = waves(products(), domains).flat();
  const toolchain = await ensureToolchain();
  await buildAll(toolchain);
  const stacks = new Stacks(toolchain, log);
  const names = (domains.length === 0 ? ["platform", ...chosen] : chosen).map((domain) => `${domain}-local`);
  const results = await inParallel(names, (name) => stacks.run("preview", name));
  print(format === "json" ? reportJson(results) : reportText(results));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}

export const env = {
  async build(): Promise<void> {
    await buildAll(await ensureToolchain());
  },
  async print(): Promise<void> {
    const toolchain = await ensureToolchain();
    await buildAll(toolchain);
    const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
    const lines = Object.entries(pulumiEnvironment(toolchain)).map(
      ([name, value]) => `export ${name}=${quoted(value)}`,
    );
    print(lines.join("\n"));
  },
};

export async function doctor(): Promise<void> {
  const findings = await diagnose();
  for (const { name, ok, found, source, needed, fix } of findings) {
    print(`${ok ? "ok     " : "missing"}  ${name.padEnd(14)} ${found ?? "not found"}${source ? ` (${source})` : ""}`);
    if (!ok) print(`         needed: ${needed}\n         fix:    ${fix}`);
  }
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function inParallel(
  names: readonly string[],
  work: (name: string) => Promise<StackResult>,
): Promise<StackResult[]> {
  const results: StackResult[] = [];
  const left = names.map((name, index) => ({ name, index }));
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next.index] = await work(next.name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
