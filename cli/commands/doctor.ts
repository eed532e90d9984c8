import { diagnose } from "../../toolchain";
import { print } from "../log";

export async function doctor(): Promise<void> {
  const findings = await diagnose();
  for (const { name, ok, found, source, needed, fix } of findings) {
    print(`${ok ? "ok     " : "missing"}  ${name.padEnd(14)} ${found ?? "not found"}${source ? ` (${source})` : ""}`);
    if (!ok) print(`         needed: ${needed}\n         fix:    ${fix}`);
  }
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}
