import type { Resource } from "./guardrail";
import type { Known } from "./known";

export function namespaceOf({ props }: Resource): string | undefined {
  return props.at("metadata", "namespace").text();
}

/**
 * Does a label selector pick these labels by name? An empty one picks everything and so nothing in particular, and
 * expressions can pick anything: neither counts.
 */
export function picks(selector: Known, labels: Known): boolean {
  const wanted = selector.at("matchLabels").keys();
  if (wanted.length === 0 || selector.at("matchExpressions").exists) return false;
  return wanted.every((key) => labels.at(key).text() === selector.at("matchLabels", key).text());
}
