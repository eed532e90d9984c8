import { afterEach, beforeEach, vi } from "vitest";

/** What a command prints, and the exit code that it sets, taken in instead of given to this process. */
export function capture() {
  let stdout = "";
  let stderr = "";
  const into = (take: (text: string) => void) => (text: unknown) => {
    take(String(text));
    return true;
  };
  const clear = () => {
    stdout = "";
    stderr = "";
    process.exitCode = undefined;
  };
  beforeEach(() => {
    clear();
    vi.spyOn(process.stdout, "write").mockImplementation(into((text) => (stdout += text)));
    vi.spyOn(process.stderr, "write").mockImplementation(into((text) => (stderr += text)));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
  return {
    clear,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    /** As the process would end now. */
    get code() {
      return process.exitCode ?? 0;
    },
  };
}
