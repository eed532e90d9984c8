import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { labelValue, platformLabels, productLabels, selectorLabels } from "../../../components/shared/labels";
import { inputDeadLetters, ownDatasets } from "../../../components/shared/model";
import { stateful } from "../../../components/shared/stateful";
import { type Child, child, type Transform } from "../../../components/shared/transform";
import { bare, inputDeadLetter, product, stock } from "./fixture";

/** Kubernetes: labels and selectors, syntax and character set. */
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

describe("labels", () => {
  test.each([
    ["Orders", "Orders"],
    ["1.4.0+build.7", "1.4.0-build.7"],
    ["Inventory & logistics", "Inventory-logistics"],
    [" -a_b.c- ", "a_b.c"],
    ["Fakturování", "Fakturov-n"],
    ["注文", ""],
    ["", ""],
    [`${"a".repeat(62)}-b`, "a".repeat(62)],
    ["a".repeat(80), "a".repeat(63)],
  ])("%j becomes the legal value %j", (text, value) => {
    expect(labelValue(text)).toBe(value);
    expect(value).toMatch(LABEL_VALUE);
    expect(value.length).toBeLessThanOrEqual(63);
  });

  test("of a product say domain, product, version and owner", () => {
    expect(productLabels(product)).toEqual({
      "app.kubernetes.io/name": "stock-levels",
      "app.kubernetes.io/managed-by": "pulumi",
      "mesh.domain": "inventory",
      "mesh.product": "stock-levels",
      "mesh.version": "1.4.0-build.7",
      "mesh.owner": "Inventory-logistics",
    });
    const { team: _, ...ownerless } = product;
    expect(productLabels(ownerless)["mesh.owner"]).toBe("");
  });

  test("that select stay the same when version and owner change", () => {
    const later = { ...product, version: "9.0.0", team: { name: "Others", members: [] } };
    expect(selectorLabels(later)).toEqual(selectorLabels(product));
    expect(productLabels(product)).toMatchObject(selectorLabels(product));
    expect(selectorLabels({ ...product, id: "other" })).not.toEqual(selectorLabels(product));
  });

  test("of the platform have the same keys, but for the product's name", () => {
    const { "app.kubernetes.io/name": _, ...rest } = productLabels(product);
    expect(Object.keys(platformLabels("orders")).sort()).toEqual(Object.keys(rest).sort());
  });
});

test("what holds data is protected and retained, but where it may be thrown away", () => {
  expect(stateful(false)).toEqual({ protect: true, retainOnDelete: true });
  expect(stateful(true)).toEqual({});
});

describe("the model", () => {
  test("gives each dataset and each dead letter of what is read once, however many ports name it", () => {
    const doubled = {
      ...product,
      outputPorts: [...product.outputPorts, ...product.outputPorts],
      inputPorts: [...product.inputPorts, ...product.inputPorts],
    };
    for (const model of [product, doubled]) {
      expect(ownDatasets(model)).toEqual([stock]);
      expect(inputDeadLetters(model)).toEqual([inputDeadLetter]);
    }
    expect(inputDeadLetters(bare)).toEqual([]);
  });
});

describe("a transform", () => {
  interface Args {
    plain: string;
    other?: string;
    nested: { list: { value: string }[] };
    late: pulumi.Output<string>;
  }
  const late = pulumi.output("x");
  const given = (): Child<Args> => ["n", { plain: "a", nested: { list: [{ value: "b" }] }, late }, { protect: true }];

  test.each<[string, Transform<Args> | undefined, Partial<Args>]>([
    ["that is not given changes nothing", undefined, {}],
    ["of values sets them", { plain: "z", other: "y" }, { plain: "z", other: "y" }],
    [
      "that is a function edits in place",
      (args) => {
        args.plain = "f";
      },
      { plain: "f" },
    ],
  ])("%s", (_, transform, changed) => {
    const [, args, opts] = given();
    expect(child(transform, given())).toEqual(["n", { ...args, ...changed }, opts]);
  });

  test("that is a function is told the child's name and edits its options", () => {
    const [name, , opts] = child<Args>((_args, opts, name) => {
      opts.protect = name !== "n";
      opts.aliases = [{ name: "old" }];
    }, given());
    expect(name).toBe("n");
    expect(opts).toEqual({ protect: false, aliases: [{ name: "old" }] });
  });

  test("leaves what it was given as it was, to any depth, and keeps Outputs", () => {
    const before = given();
    const values = Object.freeze({ plain: "z" });
    const [, args] = child<Args>((args) => {
      for (const one of args.nested.list) one.value = "changed";
    }, before);
    child(values, before);
    expect(args.nested).toEqual({ list: [{ value: "changed" }] });
    expect(before).toEqual(given());
    expect(args.late).toBe(late);
  });

  test("may edit what came from a frozen model", () => {
    const frozen = Object.freeze({ list: Object.freeze([Object.freeze({ value: "b" })]) });
    const [, args] = child<{ nested: { list: readonly { value: string }[] } }>(
      ({ nested }) => Object.assign(nested.list[0] ?? {}, { value: "c" }),
      ["n", { nested: frozen }, {}],
    );
    expect(args.nested.list).toEqual([{ value: "c" }]);
  });
});
