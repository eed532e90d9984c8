import { relative, resolve } from "node:path";
import { EXPORTS } from "../../contracts/exports";
import { UserError } from "../../toolchain";
import type { ExportFormat } from "../formats";
import { products, ROOT } from "../project";

/** Prints a contract in another format. */
export function exportContract(format: ExportFormat, path: string): void {
  const file = relative(ROOT, resolve(path));
  const contracts = products().flatMap(({ outputPorts }) => outputPorts.map(({ contract }) => contract));
  const contract = contracts.find(({ source }) => source.file === file);
  if (!contract)
    throw new UserError(`path: given ${path}, which is no contract of an output port.`, [
      `allowed: ${[...new Set(contracts.map(({ source }) => source.file))].join(", ")}`,
    ]);
  const texts = EXPORTS[format](contract);
  if (texts.length === 0)
    throw new UserError(`${file}: none of its datasets has a form in ${format}.`, [
      "sql: the contract has to have a server of type postgres",
    ]);
  process.stdout.write(texts.join("\n"));
}
