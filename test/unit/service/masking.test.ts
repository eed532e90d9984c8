/** No way out for protected values: they are planted in every field, every kind of answer is provoked, all is searched. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DataProduct, jsonSchema, type Property } from "../../../contracts";
import { contract, dataset, product, property } from "./fixture";
import { bundleIn, FakeBroker, running } from "./support";

/** Every planted value holds this. */
const MARK = "planted";

const AVRO = JSON.stringify({
  type: "record",
  name: "Secret",
  fields: [
    { name: "id", type: "string" },
    { name: "iban", type: ["null", "string"], default: null },
    { name: "born", type: ["null", { type: "int", logicalType: "date" }], default: null },
    { name: "count", type: ["null", "long"], default: null },
    { name: "tags", type: ["null", { type: "array", items: "string" }], default: null },
    {
      name: "home",
      type: ["null", { type: "record", name: "Home", fields: [{ name: "city", type: "string" }] }],
      default: null,
    },
  ],
});

const hidden = (name: string, type: Property["logicalType"], more: Partial<Property> = {}) =>
  property(name, type, { classification: "restricted", ...more });

/** The fixture's product with nothing but restricted properties, the key among them. */
const secrets: DataProduct = (() => {
  const [port] = product.outputPorts;
  if (!port || !dataset.subject) throw new Error("no port");
  const properties = [
    hidden("id", "string", { required: true, primaryKey: true, options: { maxLength: 60 } }),
    hidden("iban", "string", { options: { pattern: "^[A-Z]{2}", maxLength: 20 } }),
    hidden("born", "date"),
    hidden("count", "integer", { options: { maximum: 10 } }),
    hidden("tags", "array", { items: property("tag", "string", { classification: "restricted" }) }),
    hidden("home", "object", { properties: [hidden("city", "string", { options: { maxLength: 5 } })] }),
  ];
  const datasets = [{ ...dataset, properties, key: "id", subject: { ...dataset.subject, schema: AVRO } }];
  return { ...product, outputPorts: [{ ...port, contract: { ...contract, datasets } }] };
})();

const RULES = `package mesh.policies

violation contains {"msg": sprintf("IBAN %v of %v in %v", [input.body.iban, input.body.id, input.body.home.city])} if {
	startswith(input.body.iban, "deny")
}

violation contains {"msg": sprintf("Noted %v", [input.body.id]), "mode": "log"} if startswith(input.body.iban, "note")
`;

describe("values of restricted properties", () => {
  it("are in no answer, no header, no log line and no metric, whatever happens to their record", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mesh-mask-"));
    const broker = new FakeBroker();
    const bundle = await bundleIn(folder, { name: "leaky", rego: RULES });
    const one = await running({ broker, bundle, model: secrets, schemaOf: jsonSchema, env: { LOG_LEVEL: "debug" } });
    const outputs: string[] = [];
    const post = async (status: number, body: unknown) => {
      const response = await one.post(body);
      outputs.push(await response.text(), JSON.stringify([...response.headers]));
      expect(response.status, outputs.at(-2)).toBe(status);
    };
    const id = `${MARK}-id`;
    const valid = { id, iban: "DE-ok", tags: [`${MARK}-tag`] };
    try {
      await post(201, valid);
      await post(422, { ...valid, iban: `${MARK}-iban`, home: { city: `${MARK}-city` }, tags: [1] });
      await post(422, { ...valid, born: `${MARK}-date`, count: `${MARK}-count` });
      await post(422, { ...valid, extra: `${MARK}-value` });
      await post(422, { ...valid, home: { city: `${MARK}` } });
      await post(403, { ...valid, iban: `deny-${MARK}`, home: { city: `${MARK}-x` } });
      await post(422, { ...valid, iban: `note-${MARK}` });
      await post(422, `{"id":"${id}","count":90071992547409931234}`);
      await post(400, `{"id":"${id}"`);
      await post(400, `{"id":"${id}","__proto__":{"iban":"${MARK}"}}`);
      broker.limit = 10;
      await post(413, valid);
      broker.limit = Number.POSITIVE_INFINITY;
      broker.answers = [{ failed: "invalid", reason: "INVALID_RECORD", shared: false }];
      await post(422, valid);
      broker.answers = [{ failed: "unknown", reason: "REQUEST_TIMED_OUT", shared: false }];
      await post(503, valid);
      broker.answer = async () => {
        throw new Error("Connection closed");
      };
      await post(503, valid);
      for (const path of ["/metrics", "/readyz", "/"]) outputs.push(await (await fetch(one.url + path)).text());
    } finally {
      await one.stop();
      await rm(folder, { recursive: true });
    }
    // They did get through, to where they belong.
    expect(broker.written[0]?.key?.toString()).toBe(id);
    expect(broker.written[0]?.value.toString()).toContain(`${MARK}-tag`);
    const events = one.log.map((line) => (JSON.parse(line) as { event: string }).event);
    for (const event of ["policy.denied", "policy.noted", "produce.refused", "produce.failed"])
      expect(events).toContain(event);
    expect(outputs[0]).toContain('"id":"[masked]"');
    for (const text of [...outputs, ...one.log]) expect(text).not.toContain(MARK);
    expect([...outputs, ...one.log].join("")).not.toContain("90071992547409931234");
  });
});
