/**
 * Preview of a domain's stack under our policy pack, against the same resources written flat in one program under an
 * empty pack: same engine, same providers, both programs TypeScript through tsx, both packs compiled. In turns, nothing
 * running and nothing deployed. Rounds: `BENCH_ROUNDS` (default 9). The figure is the median over the rounds.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build as bundle } from "esbuild";
import { buildAll } from "../cli/build";
import { pulumiEnvironment } from "../cli/project";
import { ensureToolchain } from "../toolchain";
import { median, note, print } from "./figure";
import { customResources, flatProgram, nameOf, type Registered } from "./preview-flat";

const ROOT = resolve(__dirname, "..");
const STACK = "orders-local";

/** One of the two that are compared. */
interface Side {
  readonly name: string;
  /** The project's folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function main(): Promise<void> {
  const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
  const scratch = mkdtempSync(join(tmpdir(), "mesh-bench-preview-"));
  try {
    const toolchain = await ensureToolchain();
    await buildAll(toolchain);
    const env = { ...process.env, ...pulumiEnvironment(toolchain) };
    const ours = { name: "ours", folder: ROOT, env: { ...env, ...state(scratch, "ours") } };
    await stack(ours);
    const registered = await registeredBy(ours);
    const flat = await flatSide(scratch, registered, env);
    same(registered, await registeredBy(flat));
    await measure({ ours, flat, rounds });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Where one side keeps its state. */
function state(scratch: string, name: string): NodeJS.ProcessEnv {
  const home = join(scratch, `${name}-home`);
  mkdirSync(join(home, "state"), { recursive: true });
  return { MESH_HOME: home, PULUMI_BACKEND_URL: `file://${join(home, "state")}` };
}

async function stack(side: Side): Promise<void> {
  await pulumi(side, ["stack", "init", STACK, "--no-select"]);
}

/** The flat program and the empty pack, each in a folder of its own. */
async function flatSide(scratch: string, registered: readonly Registered[], env: NodeJS.ProcessEnv): Promise<Side> {
  const [folder, pack] = [join(scratch, "flat"), join(scratch, "empty-pack")];
  for (const made of [folder, pack]) {
    mkdirSync(made);
    symlinkSync(join(ROOT, "node_modules"), join(made, "node_modules"));
  }
  for (const file of ["Pulumi.yaml", "package.json", "tsconfig.json", `Pulumi.${STACK}.yaml`])
    cpSync(join(ROOT, file), join(folder, file));
  const project = join(folder, "Pulumi.yaml");
  writeFileSync(project, readFileSync(project, "utf8").replace("./toolchain/program.cjs", "tsx/cjs"));
  symlinkSync(join(ROOT, "provider"), join(folder, "provider"));
  writeFileSync(join(folder, "index.ts"), flatProgram(registered, "./provider/sdk"));
  for (const file of ["PulumiPolicy.yaml", "package.json"]) cpSync(join(ROOT, "policy-pack", file), join(pack, file));
  await bundle({
    entryPoints: [join(__dirname, "baseline", "empty-pack", "index.ts")],
    outfile: join(pack, "bin", "index.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["@pulumi/*"],
  });
  const side = { name: "flat", folder, env: { ...env, ...state(scratch, "flat"), PULUMI_OPTION_POLICY_PACK: pack } };
  await stack(side);
  return side;
}

/** What a side registers. */
async function registeredBy(side: Side): Promise<Registered[]> {
  const { steps } = JSON.parse(await pulumi(side, ["preview", "--stack", STACK, "--json"])) as {
    readonly steps: readonly { readonly newState: Registered }[];
  };
  return steps.map(({ newState }) => newState);
}

/** @throws Error unless both sides make the very same things. */
function same(ours: readonly Registered[], flat: readonly Registered[]): void {
  const told = (all: readonly Registered[]) =>
    customResources(all)
      .map((one) => `${one.type} ${nameOf(one)} ${JSON.stringify(one.inputs)}`)
      .sort();
  const [mine, theirs] = [told(ours), told(flat)];
  const odd = mine.findIndex((one, index) => one !== theirs[index]);
  if (mine.length !== theirs.length || odd >= 0)
    throw new Error(
      `the flat program makes other resources: ${theirs[odd] ?? "too few or too many"}, not ${mine[odd]}`,
    );
  note(
    `bench: both sides make the same ${mine.length} resources; ours groups them in ${ours.length - flat.length} more`,
  );
}

async function measure({ ours, flat, rounds }: { ours: Side; flat: Side; rounds: number }): Promise<void> {
  const seconds = { ours: [] as number[], flat: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    // Turn about, so that neither always comes after the other.
    const order = round % 2 === 0 ? (["ours", "flat"] as const) : (["flat", "ours"] as const);
    for (const name of order) {
      const taken = await timed(name === "ours" ? ours : flat);
      if (round > 0) seconds[name].push(taken);
    }
    if (round > 0)
      note(
        `bench: round ${round}: ours ${seconds.ours.at(-1)?.toFixed(2)} s, flat ${seconds.flat.at(-1)?.toFixed(2)} s`,
      );
  }
  print({ name: "preview", value: median(seconds.ours), unit: "s", baseline: median(seconds.flat) });
}

async function timed(side: Side): Promise<number> {
  const began = performance.now();
  await pulumi(side, ["preview", "--stack", STACK]);
  return (performance.now() - began) / 1000;
}

/** Runs `pulumi` for one side. @throws Error with all it said, unless it succeeds. @returns its standard output */
async function pulumi({ name, folder, env }: Side, args: readonly string[]): Promise<string> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const code = await new Promise<number>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done(code ?? -1));
  });
  if (code !== 0) throw new Error(`${name}: pulumi ${args.join(" ")} ended with ${code}:\n${out}${said}`);
  return out;
}
