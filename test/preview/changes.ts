/** Ways to break a checkout: its contracts, or what its program registers. */
import type { Checkout } from "../support/checkout";

export type Change = (checkout: Checkout) => void;

const CONTRACT = "domains/orders/orders.odcs.yaml";
const PRODUCT = "domains/orders/product.odps.yaml";

export const TOPIC = "kafka:index/topic:Topic";
export const ACL = "kafka:index/acl:Acl";
export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
export const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
export const SERVICE_ACCOUNT = "kubernetes:core/v1:ServiceAccount";
export const SERVICE = "kubernetes:core/v1:Service";
export const DISRUPTION_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
export const CATALOG_RECORD = "mesh:index:CatalogRecord";
export const SUBJECT = "mesh:index:Subject";
export const DATABASE_SCHEMA = "mesh:index:DatabaseSchema";

export const contract =
  (from: string | RegExp, to: string): Change =>
  (checkout) =>
    void checkout.edit(CONTRACT, from, to);
export const product =
  (from: string | RegExp, to: string): Change =>
  (checkout) =>
    void checkout.edit(PRODUCT, from, to);
/** Another custom property of the stream. */
export const stream = (name: string, value: string | number) =>
  contract(/( +)- \{ property: entity,.*\n/, `$&$1- { property: ${name}, value: ${value} }\n`);

/** Every resource of the type is registered differently: the statement may change `props` and `opts`. */
export const registered =
  (type: string, statement: string): Change =>
  (checkout) =>
    // Imports come first wherever they stand, so this runs after them and before the program makes anything.
    void checkout.edit(
      "index.ts",
      /^/,
      `pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
        if (type === "${type}") { ${statement} }
        return { props, opts };
      });\n`,
    );
/** The contract that the engine is told of differs from what was made of it. */
export const model = (statement: string) =>
  registered(
    "mesh:components:DataProduct",
    `const model = structuredClone(props.model); ${statement}; props.model = model;`,
  );
export const container = (statement: string) =>
  registered(DEPLOYMENT, `const [container] = props.spec.template.spec.containers; ${statement}`);
export const pod = (statement: string) => registered(DEPLOYMENT, `const pod = props.spec.template.spec; ${statement}`);

/** The program makes something more, beside its product. */
export const added =
  (imports: string, statement: string): Change =>
  (checkout) =>
    void checkout.append("index.ts", `\nimport ${imports};\n${statement}\n`);

export const all =
  (...changes: readonly Change[]): Change =>
  (checkout) => {
    for (const change of changes) change(checkout);
  };

/** A topic that any environment accepts. */
export const durable = all(stream("replicas", 3), stream("minInsyncReplicas", 2));
export const protecting = (...types: readonly string[]) =>
  all(...types.map((type) => registered(type, "opts.protect = true;")));
export const replicated = registered(DEPLOYMENT, "props.spec.replicas = 2;");

/** The one stack outside `local`: nothing is thrown away there. Its program is valid with `production`. */
export const PRODUCTION = "orders-production";
export const production = all(durable, protecting(TOPIC, SUBJECT, DATABASE_SCHEMA), replicated);

/** What that stack's state has besides: a component, which a program may take over by an alias. */
export const ALIASED = `urn:pulumi:${PRODUCTION}::data-mesh::mesh:components:EventStream::before`;
