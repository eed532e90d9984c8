/** Runs a program that ends by itself. */
import { spawn } from "node:child_process";

export interface Ran {
  /** 127 where it could not be started. */
  readonly code: number;
  /** Both streams. */
  readonly output: string;
}

export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly env: Record<string, string>; readonly uid?: number; readonly gid?: number },
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { ...options, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
