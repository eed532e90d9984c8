/** Backstage: each entity passes the policies of Backstage's own catalog model, and every reference leads somewhere. */
import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  domainEntityV1alpha1Validator,
  type Entity,
  EntityPolicies,
  entityKindSchemaValidator,
  FieldFormatEntityPolicy,
  getCompoundEntityRef,
  groupEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  parseEntityRef,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
  systemEntityV1alpha1Validator,
} from "@backstage/catalog-model";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { contractFrom, contracts, exported, head, load, PRODUCTS } from "./exports-support";

const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);
const KINDS = {
  API: apiEntityV1alpha1Validator,
  Component: componentEntityV1alpha1Validator,
  Domain: domainEntityV1alpha1Validator,
  Group: groupEntityV1alpha1Validator,
  Resource: resourceEntityV1alpha1Validator,
  System: systemEntityV1alpha1Validator,
};

async function entitiesOf(text: string): Promise<Entity[]> {
  const all: Entity[] = [];
  for (const document of parseAllDocuments(text)) {
    const entity = (await policy.enforce(document.toJS() as Entity)) as Entity;
    expect(await KINDS[entity.kind as keyof typeof KINDS].check(entity)).toBe(true);
    all.push(entity);
  }
  const refs = all.map((entity) => stringifyEntityRef(entity));
  expect(new Set(refs).size).toBe(refs.length);
  return all;
}

const REFERENCES = ["owner", "system", "domain", "providesApis", "consumesApis", "dependsOn"];
const referencesOf = ({ spec = {} }: Entity) => REFERENCES.flatMap((field) => (spec[field] ?? []) as string | string[]);

const owned = contracts().filter(({ source }) => source.contract.team?.name || source.contract.team?.owner);

describe.each(owned)("$name", ({ source }) => {
  test("is valid", async () => {
    const entities = await entitiesOf(exported("backstage", source).text);
    expect(entities.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["Group", "API"]));
  });
});

test("every entity that the mesh's products refer to is there", async () => {
  const all: Entity[] = [];
  for (const { file } of PRODUCTS) all.push(...(await entitiesOf(exported("backstage", load(file)).text)));
  const known = new Set(all.map((entity) => stringifyEntityRef(getCompoundEntityRef(entity))));
  const asked = all.flatMap(referencesOf).map((ref) => stringifyEntityRef(parseEntityRef(ref)));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((ref) => !known.has(ref))).toEqual([]);
  expect([...known].filter((ref) => ref.startsWith("component:"))).toHaveLength(PRODUCTS.length);
});

test("names and tags are made fit", async () => {
  const team = { name: "Team of Zoë & co", members: [] };
  const text = JSON.stringify({ ...head("an id/with all"), team, tags: ["Two Words", "ok", "_"], dataProduct: "x y" });
  const [group, api] = await entitiesOf(exported("backstage", contractFrom(text)).text);
  expect(group?.metadata.name).toBe("Team-of-Zo-co");
  expect(api?.metadata).toMatchObject({ name: "an-id-with-all", tags: ["two-words", "ok"] });
});

test("a contract that nobody owns is refused", () => {
  expect(() => exported("backstage", contractFrom(JSON.stringify(head("a"))))).toThrow(
    /a\.odcs\.yaml: team: Backstage has nothing without an owner; fix: add team/,
  );
});

test("the validators do refuse", () => {
  const broken = {
    apiVersion: "backstage.io/v1alpha1",
    kind: "API",
    metadata: { name: "a" },
    spec: { type: "asyncapi" },
  };
  expect(() => entityKindSchemaValidator({ type: "object", required: ["x"] })(broken)).toThrow();
  return expect(apiEntityV1alpha1Validator.check(broken as Entity)).rejects.toThrow(/owner|lifecycle/);
});
