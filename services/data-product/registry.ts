/**
 * The schema id that goes on the wire: asked from the registry by the schema's text, never registered from here.
 */
import type { Subject } from "../../contracts/model";

/** Looks a subject's schema up (Confluent API: POST /subjects/{subject}). @throws Error saying why there is no id. */
export async function lookUpSchemaId(registryUrl: string, subject: Subject, timeoutMs = 3_000): Promise<number> {
  const { schemaType } = subject;
  const response = await fetch(`${registryUrl}/subjects/${encodeURIComponent(subject.subject)}`, {
    method: "POST",
    headers: { "content-type": "application/vnd.schemaregistry.v1+json", accept: "application/json" },
    body: JSON.stringify({ schema: subject.schema, ...(schemaType !== "AVRO" && { schemaType }) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 404) {
    throw new Error(`the registry does not have this schema under ${subject.subject}: deploy the product's stack`);
  }
  if (!response.ok) throw new Error(`the registry answered ${response.status}`);
  const answer: unknown = await response.json();
  const id = typeof answer === "object" && answer !== null && "id" in answer ? answer.id : undefined;
  if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id > 0x7fffffff) {
    throw new Error("the registry answered without a schema id");
  }
  return id;
}
