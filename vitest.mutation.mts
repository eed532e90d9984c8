import { defineConfig } from "vitest/config";

/** The tests that say case by case what is compatible: those with Java or with many generated cases would take hours. */
export default defineConfig({
  test: {
    include: ["test/unit/compatibility/{avro,json-schema,modes,protobuf}.test.ts"],
    testNamePattern: /^(?!on generated schemas)/,
  },
});
