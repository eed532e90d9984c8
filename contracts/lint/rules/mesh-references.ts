/** Rules across products and contracts: references that lead to something, and to something that can be relied on. */
import { basename } from "node:path/posix";
import { SEMVER, satisfies } from "../../names";
import { quantity } from "../../quantity";
import { custom, texts } from "../../shared";
import { followed, parseReference } from "../references";
import type { MeshRule } from "../rule";
import type { ContractTarget, ProductTarget } from "../target";
import { endsOf } from "./relationships";

function freshnessOf({
  data,
}: ContractTarget): { readonly at: number; readonly text: string; readonly ms: number } | undefined {
  const at = data.slaProperties?.findIndex(({ property }) => property === "freshness") ?? -1;
  const { value, unit = "" } = data.slaProperties?.[at] ?? {};
  const { ms } = quantity(Number(value), unit);
  return ms === undefined ? undefined : { at, ms, text: `${String(value)} ${unit}` };
}

const isFile = ({ document }: ContractTarget, named: string) => basename(document.file) === basename(named);

export const MESH_REFERENCES: readonly MeshRule[] = [
  {
    id: "mesh/contract",
    severity: "error",
    about: "A port's contract has to be in the mesh.",
    check: ({ contracts, inputs, outputs, broken }, report) => {
      for (const { product, kind, at, contractId, contract } of [...inputs, ...outputs])
        if (!contract && !broken.has(contractId))
          report(product.document)([kind, at, "contractId"], {
            message: "The port names no contract that the mesh has.",
            given: contractId,
            allowed: contracts
              .map(({ data }) => data.id)
              .sort()
              .join(", "),
            fix: "add the contract's file, or correct the id",
          });
    },
  },
  {
    id: "mesh/offered",
    severity: "error",
    about: "What no product offers has nobody who makes it.",
    check: ({ inputs, outputs, broken }, report) => {
      const offered = new Set(outputs.map(({ contractId }) => contractId));
      for (const { product, kind, at, contractId, contract } of broken.size === 0 ? inputs : [])
        if (contract && !offered.has(contractId))
          report(product.document)([kind, at, "contractId"], {
            message: "The port reads a contract that no product offers.",
            given: contractId,
            allowed: [...offered].sort().join(", "),
            fix: "add it to the output ports of its product, or correct the id",
          });
    },
  },
  {
    id: "mesh/version",
    severity: "error",
    about: "A port offers its contract's version, and wants one that there is.",
    check: ({ inputs, outputs }, report) => {
      for (const { product, kind, at, port, contract } of [...inputs, ...outputs]) {
        const { version } = port;
        // What isn't a semantic version is another rule's matter.
        if (!contract || version === undefined || !SEMVER.test(version)) continue;
        const offered = contract.data.version;
        const { file } = contract.document;
        if (kind === "outputPorts" && version !== offered)
          report(product.document)([kind, at, "version"], {
            message: `The port offers another version than its contract ${file} has.`,
            given: version,
            allowed: offered,
            fix: "give both the same version",
          });
        if (kind === "inputPorts" && !satisfies(offered, version))
          report(product.document)([kind, at, "version"], {
            message: `The port wants a version that ${file} does not satisfy.`,
            given: version,
            allowed: `the same major version, at most ${offered}`,
            fix: "lower the port's version, or ask the producer for a release",
          });
      }
    },
  },
  {
    id: "mesh/orphan",
    severity: "warning",
    about: "A contract that no output port offers reaches nobody.",
    needsAll: true,
    check: ({ contracts, outputs }, report) => {
      const offered = new Set(outputs.map(({ contractId }) => contractId));
      for (const { document, data } of contracts)
        if (!offered.has(data.id))
          report(document)(["id"], {
            message: "No output port offers this contract.",
            given: data.id,
            allowed: "one port or more",
            fix: "add it to a product",
          });
    },
  },
  {
    id: "mesh/role",
    // The guardrail acl-declared-consumer refuses it at preview, where exemptions count.
    severity: "warning",
    about: "Access is given by role: one that the contract lacks, or keeps for others, gives none.",
    check: ({ inputs }, report) => {
      for (const { product, kind, at, port, contract } of inputs) {
        const wanted = custom(port.customProperties, "role");
        if (wanted === undefined || !contract) continue;
        const { roles = [] } = contract.data;
        const role = roles.find((one) => one.role === wanted);
        const consumers = texts(custom(role?.customProperties, "consumers"));
        const place = [kind, at, "customProperties"];
        if (!role)
          report(product.document)(place, {
            message: `The contract ${contract.document.file} has no such role.`,
            given: wanted,
            allowed: roles.map((one) => one.role).join(", "),
            fix: "correct the role",
          });
        else if (consumers && !consumers.includes(product.data.id))
          report(product.document)(place, {
            message: `The role isn't given to this product by ${contract.document.file}.`,
            given: wanted,
            allowed: consumers.join(", ") || "nobody",
            fix: "ask the contract's owner to add the product to the role's consumers",
          });
      }
    },
  },
  {
    id: "mesh/consumer",
    severity: "error",
    about: "A role that is kept for a product which isn't there lets nobody in, or one day somebody else.",
    needsAll: true,
    check: ({ contracts, products, broken }, report) => {
      const known = new Set(products.map(({ data }) => data.id));
      for (const { document, data } of contracts)
        for (const [at, { customProperties }] of (data.roles ?? []).entries())
          for (const consumer of texts(custom(customProperties, "consumers")) ?? [])
            if (!known.has(consumer) && !broken.has(consumer))
              report(document)(["roles", at, "customProperties"], {
                message: "The role is given to a product that the mesh doesn't have.",
                given: consumer,
                allowed: [...known].sort().join(", "),
                fix: "correct the id, or remove it",
              });
    },
  },
  {
    id: "mesh/relationship",
    severity: "error",
    about: "A relationship into another contract leads to something that is there.",
    needsAll: true,
    check: ({ contracts }, report) => {
      for (const contract of contracts)
        for (const { from, to } of endsOf(contract))
          for (const { reference, path } of [...from, ...to]) {
            const parsed = parseReference(reference);
            if (parsed.file === undefined && followed(parsed, contract.data) !== "dataset") continue;
            const others = contracts.filter((one) => parsed.file === undefined || isFile(one, parsed.file));
            if (others.some(({ data }) => typeof followed(parsed, data) === "object")) continue;
            // Another organisation's file isn't ours to judge.
            if (/^https?:/.test(reference)) continue;
            report(contract.document)(path, {
              message: "The relationship points to something that no contract of the mesh has.",
              given: reference,
              allowed: "dataset.property, or file.odcs.yaml#/schema/id/properties/id",
              fix: "correct the reference",
            });
          }
    },
  },
  {
    id: "mesh/data-product",
    severity: "warning",
    about: "A contract that names its product wrongly is shown with another's data.",
    check: ({ outputs }, report) => {
      for (const { product, contract } of outputs) {
        const named = contract?.data.dataProduct;
        if (!contract || named === undefined || named === product.data.id || named === product.data.name) continue;
        report(contract.document)(["dataProduct"], {
          message: "The contract names another product than the one that offers it.",
          given: named,
          allowed: product.data.id,
          fix: "correct dataProduct",
        });
      }
    },
  },
  {
    id: "mesh/retired",
    severity: "warning",
    about: "What reads from a contract that is being given up stops when it is gone.",
    check: ({ inputs }, report) => {
      for (const { product, kind, at, contract } of inputs) {
        const { status } = contract?.data ?? {};
        if (status !== "retired" && status !== "deprecated") continue;
        report(product.document)([kind, at, "contractId"], {
          message: `The port reads a contract that is ${status}.`,
          given: contract?.data.id,
          allowed: "a contract that is active",
          fix: "move to its successor before the endOfSupport",
        });
      }
    },
  },
  {
    id: "mesh/freshness",
    severity: "warning",
    about: "Data can't be fresher than what it is made of.",
    check: ({ inputs, outputs }, report) => {
      const sources = new Map<ProductTarget, ContractTarget[]>();
      for (const { product, contract } of inputs)
        if (contract) sources.set(product, [...(sources.get(product) ?? []), contract]);
      for (const { product, contract } of outputs) {
        const own = contract && freshnessOf(contract);
        for (const source of sources.get(product) ?? []) {
          const given = freshnessOf(source);
          if (!own || !given || given.ms <= own.ms) continue;
          report(contract.document)(["slaProperties", own.at, "value"], {
            message: `The contract promises fresher data than ${source.document.file}, which it is made of.`,
            given: own.text,
            allowed: `at least ${given.text}`,
            fix: "promise less, or ask the producer for more",
          });
        }
      }
    },
  },
];
