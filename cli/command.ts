/** What all commands of `mesh` are made with. */
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../toolchain/errors";

/** An action whose file is loaded when its command is run: a hook that lints shouldn't wait for what deploys. */
export const lazily =
  <A extends readonly unknown[]>(load: () => (...args: A) => void | Promise<void>) =>
  (...args: A) =>
    load()(...args);

export const meshCommand = () => new Command("mesh").description("Data mesh as code.").showHelpAfterError();

/** Runs what the command line says. What goes wrong is told in words, where it is nobody's mistake in this program. */
export function run(program: Command): void {
  program.parseAsync().catch((error: unknown) => {
    process.stderr.write(`${textOf(error)}\n`);
    process.exitCode = 1;
  });
}

function textOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC")
    return new UserError(
      `The disk is full: ${error.message}.`,
      [],
      [`df -h ${path ?? "."}`, "free some space, then run it again"],
    ).message;
  return error instanceof UserError ? error.message : error.stack;
}

export function countable(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("a whole number from 0 is needed.");
  return value;
}
