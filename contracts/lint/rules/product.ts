/** Rules about one product, and about products and contracts together. */
import { SEMVER } from "../../names";
import { custom, duplicates } from "../../shared";
import type { MeshRule, ProductTarget, Rule } from "../rule";

export const PRODUCT_RULES: readonly Rule<ProductTarget>[] = [
  {
    id: "semantic/product-version",
    severity: "warning",
    about: "Consumers read from a product's version what an upgrade costs them.",
    check: ({ data }, report) => {
      if (data.version === undefined || SEMVER.test(data.version)) return;
      const message = "The version isn't a semantic version.";
      report(["version"], { message, given: data.version, allowed: "MAJOR.MINOR.PATCH", fix: "write it like 1.2.0" });
    },
  },
  {
    id: "semantic/duplicate-port",
    severity: "error",
    about: "The name and the version of a port are its key.",
    check: ({ data }, report) => {
      for (const kind of ["inputPorts", "outputPorts"] as const) {
        const ports = data[kind] ?? [];
        for (const at of duplicates(ports.map(({ name, version = "" }) => `${name} ${version}`)))
          report([kind, at, "name"], {
            message: "Another port has this name and version already.",
            given: ports[at]?.name,
            allowed: "a name of its own",
            fix: "rename one of the two",
          });
      }
    },
  },
  {
    id: "semantic/port-contract",
    severity: "error",
    about: "A port without a contract promises nothing.",
    check: ({ data }, report) => {
      for (const [at, { contractId, name }] of (data.outputPorts ?? []).entries())
        if (contractId === undefined)
          report(["outputPorts", at], {
            message: `The port ${name} names no contract.`,
            allowed: "the id of an ODCS contract",
            fix: "add contractId",
          });
    },
  },
  {
    id: "semantic/product-owner",
    severity: "warning",
    about: "A product that nobody owns is kept by nobody.",
    check: ({ data }, report) => {
      if (data.team?.name === undefined && (data.team?.members ?? []).length === 0)
        report(["team"], {
          message: "The product has no owner.",
          allowed: "a team with a name or members",
          fix: "add team",
        });
    },
  },
];

export const MESH_RULES: readonly MeshRule[] = [
  {
    id: "mesh/duplicate",
    severity: "error",
    about: "Ids are references: two files of one id make every reference to it ambiguous.",
    check: ({ contracts, products }, report) => {
      for (const targets of [contracts, products])
        for (const at of duplicates(targets.map(({ data }) => data.id))) {
          const target = targets[at];
          if (!target) continue;
          const message = "Another file has this id already.";
          report(target.document)(["id"], {
            message,
            given: target.data.id,
            allowed: "an id of its own",
            fix: "change one",
          });
        }
    },
  },
  {
    id: "mesh/contract",
    severity: "error",
    about: "A port's contract has to be in the mesh.",
    check: ({ contracts, products }, report) => {
      const known = new Set(contracts.map(({ data }) => data.id));
      for (const { document, data } of products)
        for (const kind of ["inputPorts", "outputPorts"] as const)
          for (const [at, { contractId }] of (data[kind] ?? []).entries())
            if (contractId !== undefined && !known.has(contractId))
              report(document)([kind, at, "contractId"], {
                message: "The port names no contract that the mesh has.",
                given: contractId,
                allowed: [...known].sort().join(", "),
                fix: "add the contract's file, or correct the id",
              });
    },
  },
  {
    id: "mesh/orphan",
    severity: "warning",
    about: "A contract that no output port offers reaches nobody.",
    check: ({ contracts, products }, report) => {
      const offered = new Set(
        products.flatMap(({ data }) => (data.outputPorts ?? []).map(({ contractId }) => contractId)),
      );
      for (const { document, data } of contracts)
        if (!offered.has(data.id)) {
          const message = "No output port offers this contract.";
          report(document)(["id"], {
            message,
            given: data.id,
            allowed: "one port or more",
            fix: "add it to a product",
          });
        }
    },
  },
  {
    id: "mesh/topic",
    severity: "error",
    about: "Kafka takes . and _ for the same in its metrics, and one topic can have one producer.",
    check: ({ contracts }, report) => {
      const owners = new Map<string, string>();
      for (const { document, data } of contracts)
        for (const [at, { customProperties }] of (data.schema ?? []).entries()) {
          const topic = custom(customProperties, "legacyStreamName");
          if (typeof topic !== "string") continue;
          const key = topic.replaceAll("_", ".");
          const owner = owners.get(key);
          owners.set(key, document.file);
          if (owner === undefined) continue;
          const message = `The stream is claimed by ${owner} as well.`;
          report(document)(["schema", at], { message, given: topic, allowed: "a name of its own", fix: "rename one" });
        }
    },
  },
  {
    id: "mesh/cycle",
    severity: "error",
    about: "Products that read each other in a circle can't be deployed in any order.",
    check: ({ products }, report) => {
      const producer = new Map<string, string>();
      for (const { data } of products)
        for (const { contractId } of data.outputPorts ?? []) if (contractId) producer.set(contractId, data.id);
      const byId = new Map(products.map((product) => [product.data.id, product]));
      const done = new Set<string>();
      const visit = (id: string, way: readonly string[]) => {
        const product = byId.get(id);
        if (!product || done.has(id)) return;
        for (const [at, { contractId = "" }] of (product.data.inputPorts ?? []).entries()) {
          const next = producer.get(contractId);
          if (next === undefined) continue;
          const circle = [...way, id];
          if (!circle.includes(next)) visit(next, circle);
          else {
            const given = [...circle.slice(circle.indexOf(next)), next].join(" → ");
            const message = "Products read each other in a circle.";
            report(product.document)(["inputPorts", at], {
              message,
              given,
              allowed: "no circle",
              fix: "remove one input port",
            });
          }
        }
        done.add(id);
      };
      for (const { data } of products) visit(data.id, []);
    },
  },
];
