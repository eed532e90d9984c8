import { ensureToolchain } from "../../toolchain";
import { buildAll } from "../build";

export async function build(): Promise<void> {
  await buildAll(await ensureToolchain());
}
