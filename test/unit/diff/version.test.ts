/** What a version has to say, and which do. */
import { expect, test } from "vitest";
import { diff } from "../../../contracts/diff";
import { contract, drop } from "./fixture";

const gone = (version: string, old = "1.2.0") => {
  const after = { ...contract(), version };
  drop("roles", 0)(after as never);
  return diff("contract", { ...contract(), version: old }, after);
};

test.each([
  ["1.2.0", "1.2.0", "none", false, "2.0.0"],
  ["1.2.0", "1.2.1", "patch", false, "2.0.0"],
  ["1.2.0", "1.3.0", "minor", false, "2.0.0"],
  ["1.2.0", "2.0.0", "major", true, undefined],
  ["1.2.0", "2.0.0-rc.1", "major", true, undefined],
  ["2.0.0-rc.1", "2.0.0", "patch", true, undefined],
  ["1.2.0", "1.1.0", "none", false, "2.0.0"],
  ["0.3.1", "0.4.0", "minor", true, undefined],
  ["0.3.1", "0.3.2", "patch", false, "0.4.0"],
  ["1.2.0", "two", "none", false, "2.0.0"],
  ["one", "1.0.0", "none", false, undefined],
])("a breaking change from %s to %s is %s, passes: %s", (old, version, actual, ok, least) => {
  const { least: said, ...found } = gone(version, old);
  expect(found).toMatchObject({ required: "major", actual, ok });
  expect(said).toBe(least);
});

test("without a change any version is enough", () => {
  expect(diff("contract", contract(), contract())).toMatchObject({
    changes: [],
    required: "none",
    actual: "none",
    ok: true,
  });
  expect(diff("contract", contract(), { ...contract(), version: "1.2.1" })).toMatchObject({ changes: [], ok: true });
});

test("words demand a patch, and no less", () => {
  const named = (version: string) => diff("contract", contract(), { ...contract(), version, name: "All orders" });
  expect(named("1.2.0")).toMatchObject({ required: "patch", ok: false, least: "1.2.1" });
  expect(named("1.2.1")).toMatchObject({ required: "patch", ok: true });
});
