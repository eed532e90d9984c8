import { expect, test } from "vitest";
import { SchemaSubject, type SchemaSubjectArgs } from "../../../components/schema-subject";
import { subject } from "./fixture";
import { register, settledValue } from "./support";

const [COMPONENT, SUBJECT] = ["SchemaSubject stock", "Subject stock-subject"] as const;
const run = (more: Partial<SchemaSubjectArgs> = {}) => register(() => new SchemaSubject("stock", { subject, ...more }));

test("a subject has the contract's schema, mode and kept versions, oldest first", async () => {
  const mesh = await run();
  expect(mesh.one(COMPONENT).type).toBe("mesh:components:SchemaSubject");
  expect(mesh.childrenOf(COMPONENT)).toEqual([SUBJECT]);
  expect(mesh.all).toHaveLength(2);
  expect(mesh.one(SUBJECT).type).toBe("mesh:index:Subject");
  expect(mesh.one(SUBJECT).inputs).toEqual({
    subject: "inventory.stock.v1-value",
    schemaType: "AVRO",
    schema: '{"type":"record","name":"Stock","fields":[]}',
    compatibility: "FULL_TRANSITIVE",
    kept: [
      { version: "1.0.0", schema: '"string"' },
      { version: "1.1.0", schema: '"long"' },
    ],
    allowDelete: false,
  });
});

test("the registry's id of the schema is an output", async () => {
  const mesh = await run();
  expect(await settledValue(mesh.result.schemaId)).toEqual({ value: 7, secret: false });
  expect(mesh.one(COMPONENT).outputs).toEqual({ subject: subject.subject, schemaId: 7 });
});

test("in a preview the id is unknown, and everything that is judged is known", async () => {
  const mesh = await register(() => new SchemaSubject("stock", { subject }), { preview: true });
  expect(mesh.one(COMPONENT).outputs).toEqual({ subject: subject.subject, schemaId: "<unknown>" });
  expect(JSON.stringify(mesh.all.map(({ inputs }) => inputs))).not.toContain("<unknown>");
});

test.each([
  [undefined, true],
  [false, true],
  [true, false],
])("throwAway %s: the subject is protected, retained and not deletable: %s", async (throwAway, kept) => {
  const mesh = await run(throwAway === undefined ? {} : { throwAway });
  expect(mesh.one(SUBJECT)).toMatchObject({ protect: kept, retainOnDelete: kept, inputs: { allowDelete: !kept } });
});

test("a transform changes the subject, not the model", async () => {
  const mesh = await run({ transform: { subject: { compatibility: "NONE" } } });
  expect(mesh.input(SUBJECT, "compatibility")).toBe("NONE");
  expect(mesh.input(COMPONENT, "subject.compatibility")).toBe("FULL_TRANSITIVE");
  expect(subject.compatibility).toBe("FULL_TRANSITIVE");
});
