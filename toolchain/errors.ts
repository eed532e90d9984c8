/** Failures, worded for the person who must fix them. */

/** What went wrong, what was looked for, and what to do; shown without a stack. */
export class UserError extends Error {
  override readonly name: string = "UserError";

  /**
   * @param what what is missing or failed, in one sentence
   * @param looked where was looked, and what was found there; one line each
   * @param fix commands or actions that help, any of them; one line each
   */
  constructor(
    readonly what: string,
    readonly looked: readonly string[] = [],
    readonly fix: readonly string[] = [],
  ) {
    super(
      [
        what,
        ...looked.map((line) => `  - ${line}`),
        ...(fix.length ? ["Fix (one of):"] : []),
        ...fix.map((line) => `  $ ${line}`),
      ].join("\n"),
    );
  }
}

/** A tool is missing and could not be made. */
export class ToolchainError extends UserError {
  override readonly name = "ToolchainError";
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
