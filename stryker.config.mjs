/** `npm run mutate`: how many faults, planted in the rules of compatibility, their tests find. */
export default {
  mutate: ["contracts/compatibility/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.mts", related: false },
  plugins: ["@stryker-mutator/vitest-runner"],
  coverageAnalysis: "perTest",
  // Words of messages are for people; tests hold those that tell one case from another.
  mutator: { excludedMutations: ["StringLiteral"] },
  reporters: ["clear-text", "progress-append-only", "json"],
  jsonReporter: { fileName: "node_modules/.cache/mutation.json" },
  tempDirName: "node_modules/.cache/stryker",
  // Only what the tests import is copied.
  ignorePatterns: [
    "bench",
    "cli",
    "components",
    "domains",
    "embedded",
    "policy-pack",
    "provider",
    "services",
    "toolchain",
    ".mesh",
  ],
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 90 },
};
