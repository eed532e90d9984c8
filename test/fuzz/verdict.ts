import { published } from "../unit/contracts/published/schemas";
import type { Verdict } from "./judge";

/** Names that the validator takes for known fields, because every object has them; and numbers that JSON doesn't have. */
const MISJUDGED = /"(?:constructor|toString|hasOwnProperty)":|"not finite"/;
const finite = (_key: string, value: unknown) =>
  typeof value === "number" && !Number.isFinite(value) ? "not finite" : value;

/** The published schemas' verdict, where they are on this machine. A file without its kind isn't compared. */
export function publishedVerdict(): Verdict {
  const schemas = published();
  return (standard, data) => {
    if (data.kind !== (standard === "odcs" ? "DataContract" : "DataProduct")) return undefined;
    if (MISJUDGED.test(JSON.stringify(data, finite))) return undefined;
    const schema = schemas.find((one) => one.standard === standard && one.version === data.apiVersion);
    return schema?.accepts(data);
  };
}
