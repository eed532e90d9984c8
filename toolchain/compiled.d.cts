export function compiledFile(name: string, root?: string): string;
export function sourcesLine(sources: readonly string[], root?: string): string;
export function compiled(name: string, root?: string): string | undefined;
