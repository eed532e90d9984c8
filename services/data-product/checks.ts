/** What has to be there before records can be taken. */

/** One such thing. */
export interface Check {
  readonly name: string;
  /** The one endpoint that needs it. @default all do */
  readonly endpoint?: string;
  /** Why it is not there; `undefined` when it is. */
  readonly missing: () => string | undefined;
  /** What should be looked after although the service goes on. */
  readonly note?: () => string | undefined;
}

/** The service is ready when one of its endpoints is: one stream that is missing doesn't take the others away. */
export function isReady(checks: readonly Check[]): boolean {
  const endpoints = new Set(checks.flatMap(({ endpoint }) => endpoint ?? []));
  const failed = checks.filter(({ missing }) => missing() !== undefined);
  const down = new Set(failed.map(({ endpoint }) => endpoint));
  return !down.has(undefined) && (endpoints.size === 0 || down.size < endpoints.size);
}
