/** A record's key on the stream, as contracts/record-key.ts says. */
import type { Dataset } from "../../contracts/model";
import { ExactNumber } from "./numbers";

type Body = Readonly<Record<string, unknown>>;

/** The key of a valid record; `undefined` where it has none of its parts. */
export function keyOf(parts: readonly string[], body: Body): Buffer | undefined {
  const values = parts.map((name) => body[name] ?? null);
  if (values.every((value) => value === null)) return undefined;
  const [only] = values;
  if (values.length > 1) return Buffer.from(`[${values.map(json).join(",")}]`);
  return Buffer.from(typeof only === "string" ? only : json(only));
}

/**
 * The key's properties as members of a JSON object, with a comma after each: `"id":"o-1",`. Those that are classified
 * `restricted` are only named.
 */
export function keyMembers({ properties }: Dataset, parts: readonly string[]): (body: Body) => string {
  const members = parts.map((name) => {
    const { classification } = properties.find((one) => one.name === name) ?? {};
    const start = `${JSON.stringify(name)}:`;
    if (classification === "restricted") return () => `${start}${MASKED},`;
    return (body: Body) => `${start}${json(body[name] ?? null)},`;
  });
  return (body) => members.map((member) => member(body)).join("");
}

const MASKED = '"[masked]"';

function json(value: unknown): string {
  return value instanceof ExactNumber ? value.literal : JSON.stringify(value);
}
