/** Every rule of ours. A new one goes into the list of its neighbours, and its cases into test/unit/contracts/lint-cases/. */
import type { ContractRule, MeshRule, ProductRule, RuleInfo } from "../rule";
import { KEY_RULES } from "./keys";
import { CLAIMS } from "./mesh-claims";
import { MESH_REFERENCES } from "./mesh-references";
import { NAMES } from "./names";
import { PEOPLE } from "./people";
import { PRODUCT } from "./product";
import { QUALITY } from "./quality";
import { RELATIONSHIPS } from "./relationships";
import { SLA } from "./sla";
import { STREAMS } from "./streams";
import { TYPES } from "./types";
import { VALUES } from "./values";
import { VERSIONS } from "./versions";

export const CONTRACT_RULES: readonly ContractRule[] = [
  ...VERSIONS,
  ...NAMES,
  ...KEY_RULES,
  ...TYPES,
  ...VALUES,
  ...RELATIONSHIPS,
  ...SLA,
  ...QUALITY,
  ...STREAMS,
  ...PEOPLE,
];
export const PRODUCT_RULES: readonly ProductRule[] = PRODUCT;
export const MESH_RULES: readonly MeshRule[] = [...CLAIMS, ...MESH_REFERENCES];

/** Their documentation; the published schemas' rules are named `schema/…`. */
export const RULES: readonly RuleInfo[] = [...CONTRACT_RULES, ...PRODUCT_RULES, ...MESH_RULES].map(
  ({ id, severity, about, fixes }) => ({ id, severity, about, ...(fixes === undefined ? {} : { fixes }) }),
);
