import { ensureToolchain } from "../../toolchain";
import { buildAll } from "../build";
import { print } from "../log";
import { pulumiEnvironment } from "../project";

/** Prints what a shell needs so that `pulumi` by hand does what `mesh` does. */
export async function env(): Promise<void> {
  const toolchain = await ensureToolchain();
  await buildAll(toolchain);
  const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const lines = Object.entries(pulumiEnvironment(toolchain)).map(([name, value]) => `export ${name}=${quoted(value)}`);
  print(lines.join("\n"));
}
