/** Shows long work: one moving line on a terminal, a line a minute in a log. */

/** Where lines go. */
export type Log = (line: string) => void;

/** Work that is being shown. */
export interface Task {
  /** What it is doing just now. */
  detail(text: string): void;
  /** It is over; the last line tells how it went and how long it took. */
  end(how: string): void;
}

/** How often a log gets a line about unfinished work, in milliseconds. */
const LOG_EVERY = 60_000;
const REDRAW_EVERY = 1_000;

/** Lines and tasks of one run. */
export class Progress {
  constructor(
    private readonly log?: Log,
    private readonly terminal: NodeJS.WriteStream = process.stderr,
    private readonly logEvery = LOG_EVERY,
  ) {}

  /** A line that stays. */
  line(text: string): void {
    if (this.log) this.log(text);
    else this.terminal.write(`${this.isMoving ? "\r\x1b[2K" : ""}${text}\n`);
  }

  /** Starts to show a task. */
  start(name: string, note: string): Task {
    const began = Date.now();
    let detail = "";
    const now = () => `${name}: ${note}, ${elapsed(began)}${detail ? ` (${detail})` : ""}`;
    if (!this.isMoving) this.line(`${name}: ${note}`);
    const draw = () => {
      const width = this.terminal.columns ?? 80;
      this.terminal.write(`\r\x1b[2K${now().slice(0, width - 1)}`);
    };
    const timer = setInterval(
      this.isMoving ? draw : () => this.line(now()),
      this.isMoving ? REDRAW_EVERY : this.logEvery,
    );
    timer.unref();
    if (this.isMoving) draw();
    return {
      detail: (text) => {
        detail = text;
      },
      end: (how) => {
        clearInterval(timer);
        this.line(`${name}: ${how} after ${elapsed(began)}`);
      },
    };
  }

  /** With a log function of the caller's the terminal isn't ours to redraw. */
  private get isMoving(): boolean {
    return this.log === undefined && this.terminal.isTTY === true;
  }
}

/** Time since a moment as `1m05s`. */
export function elapsed(since: number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m${String(seconds % 60).padStart(2, "0")}s` : `${seconds}s`;
}
