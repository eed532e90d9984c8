/** The `runtime.options` of Pulumi.yaml, PulumiPolicy.yaml and PulumiPlugin.yaml. */
import { join } from "node:path";
import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** Those of the official host's options that mean something for plain Node. */
export interface RuntimeOptions {
  /** Let the SDK register ts-node (slow: it loads the compiler, see lazy-sdk.ts). @default true, as in the official host */
  readonly typescript: boolean;
  /** Extra arguments for node, before the script. @default none */
  readonly nodeArgs: readonly string[];
  /** Path of the tsconfig for ts-node. @default tsconfig.json of the program */
  readonly tsconfig?: string;
}

/** Reads the options the engine sends; a value of a wrong type is an error that names the option. */
export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  return parseOptions((info?.getOptions()?.toJavaScript() ?? {}) as Record<string, unknown>);
}

/** The pure part of {@link runtimeOptions}. */
export function parseOptions(raw: Record<string, unknown>): RuntimeOptions {
  const { typescript, nodeargs, tsconfig } = raw;
  if (typescript !== undefined && typeof typescript !== "boolean") {
    throw new Error(`runtime option "typescript" must be true or false, not ${JSON.stringify(typescript)}`);
  }
  if (nodeargs !== undefined && typeof nodeargs !== "string") {
    throw new Error(`runtime option "nodeargs" must be one string, not ${JSON.stringify(nodeargs)}`);
  }
  if (tsconfig !== undefined && typeof tsconfig !== "string") {
    throw new Error(`runtime option "tsconfig" must be a path, not ${JSON.stringify(tsconfig)}`);
  }
  return { typescript: typescript ?? true, nodeArgs: splitWords(nodeargs ?? ""), ...(tsconfig ? { tsconfig } : {}) };
}

/**
 * Splits a command line as a POSIX shell does for plain words, quotes and
 * backslashes; the official host does the same with "nodeargs".
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (char === "\\" && quote !== "'" && i + 1 < line.length) {
      word = (word ?? "") + line[++i];
    } else if (quote) {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote) throw new Error(`runtime option "nodeargs" has an unclosed ${quote}: ${line}`);
  if (word !== undefined) words.push(word);
  return words;
}

/** Arguments for node that keep the SDK from loading what isn't used; not with `typescript: true`, which uses it. */
export function lazySdk(options: RuntimeOptions): string[] {
  return options.typescript ? [] : ["--require", join(__dirname, "lazy-sdk.cjs")];
}
