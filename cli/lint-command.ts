/** `mesh lint`, for `mesh` and for its compiled form (lint.ts). */
import { type Command, Option } from "commander";
import { countable, lazily } from "./command";
import { LINT_FORMATS } from "./formats";

export function addLint(program: Command): Command {
  return program
    .command("lint")
    .description("judge contracts and products by their standards and by the mesh's rules; exit 1 on findings")
    .argument("[path...]", "files, folders, or - for standard input; the whole mesh where none is named")
    .addOption(new Option("--format <format>", "how findings are printed").choices(LINT_FORMATS).default("text"))
    .option("--mesh", "judge what is named together, as the whole mesh")
    .option("--fix", "write what is certain to be right into the files, and judge what is left")
    .option("--dry-run", "with --fix: show the changes as a diff, and write nothing; exit 1 where there are any")
    .option("--quiet", "errors only: warnings are neither shown nor counted")
    .option("--max-warnings <number>", "so many warnings still exit with 0", countable, 0)
    .option("--rules", "print every rule, as Markdown")
    .action(lazily(() => (require("./commands/lint") as typeof import("./commands/lint")).lint));
}
