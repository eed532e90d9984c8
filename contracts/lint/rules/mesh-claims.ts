/** Rules across products and contracts: ids, topics and tables that are claimed once, and products that wait for each other. */
import { hasStreams, hasTables, legacyTopicOf, tableNameOf, topicOf } from "../../deployed";
import { deadLetterName } from "../../names";
import { duplicates } from "../../shared";
import type { MeshRule } from "../rule";
import type { ContractTarget, ProductTarget } from "../target";

/** Kafka takes `.` and `_` for the same in its metrics, so names that differ in nothing else clash. */
const topicKey = (topic: string) => topic.replaceAll("_", ".");

interface Claim {
  readonly key: string;
  readonly name: string;
  readonly what: string;
}

/** What each dataset is deployed under. Without its domain a contract's streams have no names yet. */
function claimsOf({ data, folder }: ContractTarget, at: number): Claim[] {
  const dataset = data.schema?.[at];
  if (!dataset) return [];
  const isStream = hasStreams(data) || legacyTopicOf(dataset) !== undefined;
  const topic = legacyTopicOf(dataset) ?? (folder === undefined ? undefined : topicOf(dataset, folder, data.version));
  const { schema, name } = tableNameOf(dataset, data);
  const streams = isStream && topic !== undefined ? [topic, deadLetterName(topic)] : [];
  return [
    ...streams.map((one) => ({ key: `topic ${topicKey(one)}`, name: one, what: "stream" })),
    ...(hasTables(data) && folder !== undefined
      ? [{ key: `table ${schema}.${name}`, name: `${schema}.${name}`, what: "table" }]
      : []),
  ];
}

export const CLAIMS: readonly MeshRule[] = [
  {
    id: "mesh/duplicate",
    severity: "error",
    about: "Ids are references: two files of one id make every reference to it ambiguous.",
    check: ({ contracts, products }, report) => {
      for (const targets of [contracts, products])
        for (const at of duplicates(targets.map(({ data }) => data.id))) {
          const target = targets[at];
          const first = targets.find(({ data }) => data.id === target?.data.id);
          if (!target) continue;
          report(target.document)(["id"], {
            message: `The file ${first?.document.file} has this id already.`,
            given: target.data.id,
            allowed: "an id of its own",
            fix: "change one",
          });
        }
    },
  },
  {
    id: "mesh/producer",
    severity: "error",
    about: "A contract is one product's promise: of two that offer it, nobody knows which is to keep it.",
    check: ({ outputs }, report) => {
      const producers = new Map<string, ProductTarget>();
      for (const { product, kind, at, contractId } of outputs) {
        const first = producers.get(contractId) ?? product;
        producers.set(contractId, first);
        if (first === product) continue;
        report(product.document)([kind, at, "contractId"], {
          message: `The product ${first.data.id} offers this contract already.`,
          given: contractId,
          allowed: "a contract of its own",
          fix: "read the other product's port, and offer what is made of it",
        });
      }
    },
  },
  {
    id: "mesh/topic",
    severity: "error",
    about: "One topic or table can have one owner; Kafka takes . and _ for the same in its metrics.",
    check: ({ contracts }, report) => {
      const owners = new Map<string, string>();
      for (const contract of contracts)
        for (const at of contract.data.schema?.keys() ?? [])
          for (const { key, name, what } of claimsOf(contract, at)) {
            const owner = owners.get(key);
            if (owner === undefined) owners.set(key, contract.document.file);
            else
              report(contract.document)(["schema", at], {
                message: `The ${what} is claimed by ${owner} as well.`,
                given: name,
                allowed: "a name of its own",
                fix: "rename one, with the customProperty entity or legacyStreamName",
              });
          }
    },
  },
  {
    id: "mesh/domain",
    severity: "error",
    about: "A file belongs to the domain whose folder it lies in.",
    check: ({ contracts, products }, report) => {
      for (const { document, data, folder } of [...contracts, ...products])
        if (folder !== undefined && data.domain !== undefined && data.domain !== folder)
          report(document)(["domain"], {
            message: "The file names another domain than its folder.",
            given: data.domain,
            allowed: folder,
            fix: "move the file, or correct the field",
          });
    },
  },
  {
    id: "mesh/cycle",
    severity: "error",
    about: "Products that read each other in a circle can't be deployed in any order.",
    check: (target, report) => {
      const producer = new Map(target.outputs.map(({ contractId, product }) => [contractId, product.data.id]));
      const known = new Map(target.products.map((product) => [product.data.id, product]));
      const done = new Set<string>();
      const visit = (id: string, way: readonly string[]) => {
        const product = known.get(id);
        if (!product || done.has(id)) return;
        const circle = [...way, id];
        for (const [at, { contractId = "" }] of (product.data.inputPorts ?? []).entries()) {
          const next = producer.get(contractId);
          if (next === undefined) continue;
          if (!circle.includes(next)) visit(next, circle);
          else
            report(product.document)(["inputPorts", at], {
              message: "Products read each other in a circle.",
              given: [...circle.slice(circle.indexOf(next)), next].join(" → "),
              allowed: "no circle",
              fix: "remove one input port",
            });
        }
        done.add(id);
      };
      for (const { data } of target.products) visit(data.id, []);
    },
  },
];
