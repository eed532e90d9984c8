import {
  added,
  CONFIG_MAP,
  container,
  DISRUPTION_BUDGET,
  NETWORK_POLICY,
  pod,
  registered,
  SERVICE,
  SERVICE_ACCOUNT,
} from "./changes";
import type { GuardrailCase, RefusedPreview } from "./guardrail-cases";

const METADATA = `{ namespace: name, labels: { "mesh.domain": name, "mesh.product": name, "mesh.version": "1", "mesh.owner": name } }`;

/** One more Kubernetes object. */
const object = (from: string, kind: string, props: string) =>
  added(
    `{ ${kind.replace(" ", " as ")} } from "@pulumi/kubernetes/${from}"`,
    `new ${kind.split(" ").at(-1)}("${kind.split(" ").at(-1)}", { metadata: ${METADATA}, ${props} }, { provider: target.providers.kubernetes });`,
  );

/** The federation makes no such thing, so it is refused for that as well. */
const unheardOf = (name: string): GuardrailCase["also"] => ({
  "type-allow-list": [new RegExp(`^${name}: resources of type kubernetes:.* are not known to the federation`)],
});

const MAIN = /^order-events-deployment: container data-product: /.source;
const main = (rest: RegExp) => new RegExp(MAIN + rest.source);

const role = (name: string, rule: string) => object("rbac/v1", `Role ${name}`, `rules: [${rule}]`);

export const KUBERNETES: readonly RefusedPreview[] = [
  {
    title: "pods",
    cases: [
      {
        guardrail: "image-digest",
        break: container('container.image = container.image.split("@")[0] + ":latest";'),
        says: [main(/image ".*\/data-product:latest" has no sha256 digest/)],
      },
      {
        guardrail: "image-registry",
        break: container('container.image = container.image.replace("mesh.local/", "mesh.local.example.org/");'),
        says: [main(/image "mesh\.local\.example\.org\/.*" is from none of mesh\.local,/)],
      },
      {
        guardrail: "pod-capabilities",
        break: container('container.securityContext.capabilities = { drop: ["ALL"], add: ["SYS_ADMIN"] };'),
        says: [main(/.*securityContext\.capabilities\.add holds SYS_ADMIN/)],
      },
      {
        guardrail: "pod-escalation",
        break: container("container.securityContext.allowPrivilegeEscalation = true;"),
        says: [main(/.*securityContext\.allowPrivilegeEscalation is not false/)],
      },
      {
        guardrail: "pod-host-namespaces",
        break: pod("pod.hostNetwork = true;"),
        says: [/^order-events-deployment: spec\.template\.spec\.hostNetwork is true/],
      },
      {
        guardrail: "pod-non-root",
        break: container("container.securityContext.runAsNonRoot = false;"),
        says: [main(/runAsNonRoot is not true/)],
      },
      {
        guardrail: "pod-privileged",
        break: container("container.securityContext.privileged = true;"),
        says: [main(/.*securityContext\.privileged is true/)],
      },
      {
        guardrail: "pod-probes",
        break: container("delete container.readinessProbe;"),
        says: [main(/.*readinessProbe is not set/)],
      },
      {
        guardrail: "pod-read-only-root",
        break: container("container.securityContext.readOnlyRootFilesystem = false;"),
        says: [main(/.*securityContext\.readOnlyRootFilesystem is not true/)],
      },
      {
        guardrail: "pod-resources",
        break: container("delete container.resources.limits.memory;"),
        says: [main(/.*resources\.limits\.memory is not set/)],
      },
      {
        guardrail: "pod-seccomp",
        break: pod('pod.securityContext.seccompProfile = { type: "Unconfined" };'),
        says: [main(/seccompProfile\.type is Unconfined, allowed are RuntimeDefault, Localhost/)],
      },
      {
        guardrail: "pod-token-off",
        break: pod("pod.automountServiceAccountToken = true;"),
        says: [/^order-events-deployment: spec\.template\.spec\.automountServiceAccountToken is not false/],
      },
      {
        guardrail: "pod-volumes",
        break: pod('pod.volumes.push({ name: "node", hostPath: { path: "/" } });'),
        says: [/^order-events-deployment: spec\.template\.spec\.volumes\[1\] is a hostPath, allowed are configMap,/],
      },
      {
        guardrail: "policy-enforced",
        break: container('container.env = container.env.filter(({ name }) => name !== "MESH_BUNDLE");'),
        says: [/^order-events-deployment: pod of product "order-events" .*data-product has no MESH_BUNDLE/],
      },
      {
        guardrail: "secret-not-in-env",
        break: container('container.env.push({ name: "DATABASE_PASSWORD", value: "correct horse" });'),
        says: [main(/variable DATABASE_PASSWORD holds a credential as a plain value/)],
      },
      {
        guardrail: "workload-spread",
        break: pod("delete pod.topologySpreadConstraints;"),
        says: [/^order-events-deployment: spec\.template\.spec spreads its pods over none of kubernetes\.io\/hostname/],
      },
    ],
  },
  {
    title: "the network, rights and what stands in clear",
    cases: [
      {
        guardrail: "ingress-tls",
        break: object("networking/v1", "Ingress", 'spec: { rules: [{ host: "orders.example.org" }] }'),
        says: [/^Ingress: spec\.tls is not set/],
        also: unheardOf("Ingress"),
      },
      {
        guardrail: "labels-required",
        break: registered(
          SERVICE_ACCOUNT,
          'props.metadata.labels = { ...props.metadata.labels, "mesh.owner": undefined };',
        ),
        says: [/^order-events-service-account: metadata\.labels\["mesh\.owner"\] is not set/],
      },
      {
        guardrail: "namespace-own",
        break: registered(SERVICE_ACCOUNT, 'props.metadata.namespace = "customers";'),
        says: [/^order-events-service-account: metadata\.namespace is "customers", it has to be "orders"/],
      },
      {
        guardrail: "netpol-default-deny",
        break: registered(NETWORK_POLICY, "props.spec.ingress = [{}];"),
        says: [/^order-events-network-policy: spec\.ingress\[0\] names neither peers nor ports/],
      },
      {
        guardrail: "netpol-per-pod",
        break: registered(NETWORK_POLICY, 'props.spec.podSelector = { matchLabels: { app: "other" } };'),
        says: [/^order-events-deployment: no NetworkPolicy for both directions picks the pods of this Deployment/],
      },
      {
        guardrail: "no-plain-secret",
        break: registered(CONFIG_MAP, 'props.data["a.json"] = "AKIAABCDEFGHIJKLMNOP";'),
        says: [/^order-events-config: data\["a\.json"\] looks like a credential/],
        also: { "secret-not-in-configmap": [/^order-events-config: data\["a\.json"\] holds a credential: its look/] },
      },
      {
        guardrail: "rbac-no-escalate",
        break: role("Escalates", '{ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["bind"] }'),
        says: [/^Escalates: rules\[0\] allows bind on roles/],
        also: unheardOf("Escalates"),
      },
      {
        guardrail: "rbac-no-exec",
        break: role("Executes", '{ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }'),
        says: [/^Executes: rules\[0\] allows create on pods\/exec/],
        also: unheardOf("Executes"),
      },
      {
        guardrail: "rbac-no-secrets-list",
        break: role("Lists", '{ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }'),
        says: [/^Lists: rules\[0\] allows list on secrets/],
        also: unheardOf("Lists"),
      },
      {
        guardrail: "rbac-no-wildcard",
        break: role("Everything", '{ apiGroups: ["*"], resources: ["configmaps"], verbs: ["get"] }'),
        says: [/^Everything: rules\[0\]\.apiGroups holds a \*/],
        also: unheardOf("Everything"),
      },
      {
        guardrail: "secret-not-in-configmap",
        break: registered(CONFIG_MAP, 'props.data["application.properties"] = "port=1\\ndb.password=correct-horse";'),
        says: [/^order-events-config: data\["application\.properties"\] holds a credential: line 2/],
      },
      {
        guardrail: "service-internal",
        break: registered(SERVICE, 'props.spec.type = "LoadBalancer";'),
        says: [/^order-events-service: spec\.type is LoadBalancer, allowed are ClusterIP/],
      },
      {
        guardrail: "workload-disruption-budget",
        break: registered(DISRUPTION_BUDGET, "props.spec.maxUnavailable = 0;"),
        says: [/^order-events-disruption-budget: spec\.maxUnavailable lets no pod go/],
      },
    ],
  },
  {
    title: "companions that are left out of the platform",
    stack: "platform-local",
    cases: [
      {
        guardrail: "netpol-default-deny",
        break: registered(
          NETWORK_POLICY,
          'if (props.metadata.namespace === "orders") props.spec.policyTypes = ["Ingress"];',
        ),
        says: [/^orders-namespace: namespace "orders" has no NetworkPolicy that denies by default/],
      },
    ],
  },
  {
    title: "other ways to make the same thing",
    cases: [
      {
        guardrail: "stream-partitions",
        break: added(
          '{ CustomResource } from "@pulumi/kubernetes/apiextensions"',
          `new CustomResource("strimzi", { apiVersion: "kafka.strimzi.io/v1beta2", kind: "KafkaTopic", metadata: ${METADATA},
            spec: { topicName: "orders.strimzi.v1", partitions: 60, replicas: 1, config: { "retention.ms": 86400000 } } },
            { provider: target.providers.kubernetes });`,
        ),
        says: [/^strimzi: partitions is 60, allowed are 1 to 48/],
        also: unheardOf("strimzi"),
      },
      {
        guardrail: "service-internal",
        break: added(
          '{ ConfigGroup } from "@pulumi/kubernetes/yaml"',
          `new ConfigGroup("group", { objs: [{ apiVersion: "v1", kind: "Service", metadata: { name: "grouped", ...${METADATA} },
            spec: { type: "NodePort" } }] }, { provider: target.providers.kubernetes });`,
        ),
        says: [/grouped: spec\.type is NodePort, allowed are ClusterIP/],
        also: unheardOf("group"),
      },
      {
        guardrail: "pod-privileged",
        break: pod(
          'const [main] = pod.containers; pod.initContainers = [{ ...main, name: "before", securityContext: { ...main.securityContext, privileged: true } }];',
        ),
        says: [/^order-events-deployment: init container before: .*securityContext\.privileged is true/],
      },
    ],
  },
];
