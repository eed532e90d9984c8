import type { DataProduct } from "../../contracts/model";

export interface Labels {
  readonly [label: string]: string;
}

/** A Kubernetes label value: at most 63 of [A-Za-z0-9._-], alphanumeric at both ends. Everything else becomes `-`. */
export function labelValue(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

/** What picks a product's pods; never changes while the product lives (a Deployment's selector is immutable). */
export function selectorLabels(product: DataProduct): Labels {
  return { "app.kubernetes.io/name": product.id, "mesh.domain": product.domain };
}

/** On every Kubernetes object of a product (guardrail labels-required). */
export function productLabels(product: DataProduct): Labels {
  return {
    ...selectorLabels(product),
    "app.kubernetes.io/managed-by": "pulumi",
    "mesh.product": product.id,
    "mesh.version": labelValue(product.version),
    "mesh.owner": labelValue(product.team?.name ?? ""),
  };
}

/** On what the platform makes for a domain, before any product is there. */
export function platformLabels(domain: string): Labels {
  return {
    "app.kubernetes.io/managed-by": "pulumi",
    "mesh.domain": domain,
    "mesh.product": "platform",
    "mesh.version": "1",
    "mesh.owner": "platform",
  };
}
