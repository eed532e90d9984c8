import { isCredentialName, looksLikeCredential } from "../lib/credentials";
import { guardrail } from "../lib/guardrail";
import type { Known } from "../lib/known";
import { CONFIG_MAP } from "../lib/types";

/** `spring.datasource.password=…`, `password: …`, `export TOKEN="…"`: one setting a line. */
const SETTING = /^\s*(?:export\s+|-\s+)?["']?([\w.-]{1,100})["']?\s*[:=]\s*["']?([^\s"'#]{1,500})/;
/** Not a value: a reference to one, a list or object that begins here, an empty text. */
const REFERENCE = /^(\$\{|\$\(|\{|\[|\||>|&|\*|null$|true$|false$|~$)/;

export default guardrail({
  id: "secret-not-in-configmap",
  section: "kubernetes",
  source: "CKV_K8S_35; Kubernetes Secrets good practices",
  description: "No ConfigMap holds a credential, neither as an entry nor inside a file that is one of its entries.",
  rationale: "Everybody in the namespace reads a ConfigMap, and it stands in clear in every manifest and backup.",
  fix: "put it into a Secret, and refer to that from the pod",
  resource: {
    types: [CONFIG_MAP],
    *check({ props }) {
      for (const part of ["data", "binaryData"]) {
        const entries = props.at(part);
        for (const key of entries.keys()) {
          // What is called a password is refused whatever it holds, so it isn't even read.
          const place = isCredentialName(key) ? "its name" : where(entries.at(key), part === "binaryData");
          if (place !== undefined) yield `${entries.path}["${key}"] holds a credential: ${place}`;
        }
      }
    },
  },
});

/** Never says the value: only where it stands. */
function where(entry: Known, encoded: boolean): string | undefined {
  const given = entry.text() ?? "";
  const text = encoded ? decoded(given) : given;
  if (looksLikeCredential(text)) return "its look";
  const json = parsed(text);
  if (json !== undefined) return inside(json, "");
  const lines = text.split("\n");
  const index = lines.findIndex((line) => isSetting(line));
  return index < 0 ? undefined : `line ${index + 1}`;
}

function isSetting(line: string): boolean {
  const [, name = "", value = ""] = SETTING.exec(line) ?? [];
  return isCredentialName(name.slice(name.lastIndexOf(".") + 1)) && value !== "" && !REFERENCE.test(value);
}

/** Text that is base64, or nothing where it isn't text: an archive has no lines. */
function decoded(base64: string): string {
  const text = Buffer.from(base64, "base64").toString("utf8");
  return text.includes("\uFFFD") ? "" : text;
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inside(value: unknown, path: string): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof inner === "string" && inner !== "" && !REFERENCE.test(inner) && isCredentialName(key)) return at;
    const found = inside(inner, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
