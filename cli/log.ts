/** Results go to standard output, progress to standard error. */
export const log = (line: string) => void process.stderr.write(`${line}\n`);
export const print = (text: string) => void process.stdout.write(text === "" ? "" : `${text}\n`);

export type Format = "text" | "json";
