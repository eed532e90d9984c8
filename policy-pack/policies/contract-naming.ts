import type { Property, Source } from "../../contracts/model";
import { PROPERTY } from "../../contracts/names";
import { datasetsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "contract-naming",
  section: "contracts",
  source: "datacontract-cli's Avro export, which writes names that Avro refuses",
  description:
    "Property names are legal in JSON, Avro, Protobuf and SQL alike, and no two of one object become one name in any of them.",
  rationale: "A name that one format can't hold is renamed on the way, and readers of the two forms no longer agree.",
  fix: "name the property in letters, digits and _, beginning with a letter; keep an older name in `physicalName`",
  parameters: {
    maximumLength: { unit: "characters", default: 63, direction: "down", description: "Longest name of a property." },
  },
  product: function* (model, { values }) {
    for (const { properties } of datasetsOf(model)) {
      for (const { name, at } of namesOf(properties)) {
        // An object's own elements have no name of their own in any format.
        if (!PROPERTY.test(name)) yield { message: `"${name}" is not legal in JSON, Avro, Protobuf and SQL`, at };
        else if (name.length > values.maximumLength) {
          yield { message: `"${name}" has ${name.length} characters, at most ${values.maximumLength} are allowed`, at };
        }
      }
      for (const siblings of objectsOf(properties)) yield* collisions(siblings);
    }
  },
});

interface Named {
  readonly name: string;
  readonly at: Source;
}

function* namesOf(properties: readonly Property[]): Generator<Named> {
  for (const siblings of objectsOf(properties)) {
    for (const property of siblings) yield { name: property.name, at: field(property, "name") };
  }
}

/** The properties of the dataset itself, and of each object in it. */
function* objectsOf(properties: readonly Property[]): Generator<readonly Property[]> {
  yield properties;
  for (const property of properties) {
    if (property.properties) yield* objectsOf(property.properties);
    for (const inner of [property.items, property.values]) if (inner?.properties) yield* objectsOf(inner.properties);
  }
}

/** SQL folds case; Protobuf's JSON form drops underscores: `unit_price`, `unitPrice` and `Unit_Price` are one name. */
function* collisions(properties: readonly Property[]) {
  const seen = new Map<string, string>();
  for (const property of properties) {
    const folded = property.name.toLowerCase().replaceAll("_", "");
    const other = seen.get(folded);
    if (other !== undefined) {
      yield {
        message: `"${property.name}" and "${other}" become one name in SQL or Protobuf`,
        at: field(property, "name"),
      };
    }
    seen.set(folded, property.name);
  }
}
