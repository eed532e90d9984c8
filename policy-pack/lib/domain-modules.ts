import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
// Also where no loader is registered for TypeScript, as in tests.
import { require as load } from "tsx/cjs/api";
import { domainNames } from "../../contracts/domains";

/** A domain's rule in TypeScript: `domains/<domain>/guardrails/<id>.ts`, whose default export is a guardrail. */
export interface DomainModule {
  readonly domain: string;
  /** Relative to the project's root. */
  readonly file: string;
  readonly load: () => unknown;
}

/** Every domain's modules under `root`. In the compiled pack they are part of it (build.ts). */
export function domainModules(root: string): readonly DomainModule[] {
  return moduleFiles(root).map(({ domain, file }) => ({
    domain,
    file,
    load: () => load(join(root, file), __filename),
  }));
}

/** Where they are. */
export function moduleFiles(root: string): readonly Omit<DomainModule, "load">[] {
  return domainNames(root).flatMap((domain) => {
    const folder = join(root, "domains", domain, "guardrails");
    const files = existsSync(folder) ? readdirSync(folder).sort() : [];
    return files.flatMap((name) =>
      name.endsWith(".ts") && !name.endsWith(".d.ts") ? { domain, file: `domains/${domain}/guardrails/${name}` } : [],
    );
  });
}
