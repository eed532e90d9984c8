/** Rules about one product. */
import { PRODUCT_ID } from "../../names";
import { custom, duplicates } from "../../shared";
import type { ProductRule } from "../rule";
import { hasOwner, noOwner, noPurpose, noSupport } from "./people";
import { VERSION_FIX, versionFound } from "./versions";

const PORTS = ["inputPorts", "outputPorts"] as const;

export const PRODUCT: readonly ProductRule[] = [
  {
    id: "semantic/product-id",
    severity: "error",
    about: "A product of the mesh is deployed under its id; outside of a mesh an id may be anything.",
    check: ({ data, folder }, report) => {
      if (folder === undefined || PRODUCT_ID.test(data.id)) return;
      report(["id"], {
        message: "The id can't name what is deployed (Kubernetes objects, Kafka users, Postgres schemas).",
        given: data.id,
        allowed: "a lower-case letter, then letters, digits and -, at most 40, no - at the end",
        fix: "write it like order-events; keep another identifier in customProperties",
      });
    },
  },
  {
    id: "semantic/product-version",
    severity: "warning",
    about: "Consumers read from a product's version what an upgrade costs them.",
    fixes: VERSION_FIX,
    check: ({ data }, report) => {
      const found = data.version === undefined ? undefined : versionFound(data.version, ["version"]);
      if (found) report(["version"], found);
    },
  },
  {
    id: "semantic/port-version",
    severity: "error",
    about: "A port's version is compared with its contract's, part by part.",
    fixes: VERSION_FIX,
    check: ({ data }, report) => {
      for (const kind of PORTS)
        for (const [at, { version }] of (data[kind] ?? []).entries()) {
          const path = [kind, at, "version"];
          const found = version === undefined ? undefined : versionFound(version, path);
          if (found) report(path, found);
        }
    },
  },
  {
    id: "semantic/duplicate-port",
    severity: "error",
    about: "The name and the version of a port are its key.",
    check: ({ data }, report) => {
      for (const kind of PORTS) {
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
    about: "A port without a contract promises nothing, and one that reads without a contract may rely on nothing.",
    check: ({ data }, report) => {
      for (const kind of PORTS)
        for (const [at, { contractId, name }] of (data[kind] ?? []).entries())
          if (contractId === undefined)
            report([kind, at], {
              message: `The port ${name} names no contract.`,
              given: name,
              allowed: "the id of an ODCS contract",
              fix: "add contractId",
            });
    },
  },
  {
    id: "semantic/input-contract",
    severity: "error",
    about: "What an output port is made of has to come in through an input port.",
    check: ({ data }, report) => {
      const read = new Set((data.inputPorts ?? []).map(({ contractId }) => contractId));
      for (const [at, { inputContracts }] of (data.outputPorts ?? []).entries())
        for (const [index, { id }] of (inputContracts ?? []).entries())
          if (!read.has(id))
            report(["outputPorts", at, "inputContracts", index, "id"], {
              message: "The port is made of a contract that the product doesn't read.",
              given: id,
              allowed: [...read].filter((one) => one !== undefined).join(", "),
              fix: "add an input port, or correct the id",
            });
    },
  },
  {
    id: "semantic/quota",
    severity: "error",
    about: "A quota that is no number limits nothing, or everything.",
    check: ({ data }, report) => {
      for (const name of ["producerByteRate", "consumerByteRate"]) {
        const given = custom(data.customProperties, name);
        if (given === undefined || (Number(given) > 0 && Number.isFinite(Number(given)))) continue;
        const at = (data.customProperties ?? []).findIndex(({ property }) => property === name);
        report(["customProperties", at, "value"], {
          message: `The customProperty ${name} isn't a rate.`,
          given,
          allowed: "bytes per second, above 0",
          fix: "correct the value, or leave it out",
        });
      }
    },
  },
  {
    id: "semantic/product-owner",
    severity: "warning",
    about: "A product that nobody owns is kept by nobody.",
    check: ({ data }, report) => {
      if (!hasOwner(data)) noOwner(report, "product");
    },
  },
  {
    id: "semantic/product-support",
    severity: "warning",
    about: "Whoever uses a product has to know where to ask.",
    check: ({ data }, report) => {
      if ((data.support ?? []).length === 0) noSupport(report, "product");
    },
  },
  {
    id: "semantic/product-description",
    severity: "warning",
    about: "A product that doesn't say what it is for is found by nobody.",
    check: ({ data }, report) => {
      if ((data.description?.purpose ?? "").trim() === "") noPurpose(report, "product");
    },
  },
];
