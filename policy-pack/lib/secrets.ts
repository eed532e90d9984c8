/**
 * What the engine marks as secret reaches a check as a plain value, so that it can be judged. It must never be said:
 * whatever a message quotes of it is taken out before the message leaves the pack.
 */

/** The engine's mark, `{ "4dab…": "1b47…", value }` (pulumi/sdk, resource.SecretSig). */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const TEXTS = Symbol.for("data-mesh.secrets");

/** Shorter texts are words and numbers that may be part of others: of those only whole ones are taken out. */
const LONG = 6;

/** All texts and numbers under secret marks in a resource's properties, as they came from the engine. */
export function collectSecrets(value: unknown, inside = false): string[] {
  if (typeof value === "string" || typeof value === "number") return inside ? [String(value), ...within(value)] : [];
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap((element) => collectSecrets(element, inside));
  const marked = (value as Record<string, unknown>)[MARK] === SECRET;
  return Object.entries(value).flatMap(([key, inner]) => (key === MARK ? [] : collectSecrets(inner, inside || marked)));
}

/** The texts in a text that is a JSON document, as policies are: a check reads and may quote each by itself. */
function within(value: string | number): string[] {
  if (typeof value === "number" || !/^\s*[[{]/.test(value)) return [];
  try {
    return collectSecrets(JSON.parse(value), true);
  } catch {
    return [];
  }
}

/** Notes them on the unpacked properties, unseen by whoever lists these. */
export function markSecrets<P extends object>(properties: P, texts: readonly string[]): P {
  // Not to be changed, so that the SDK's proxy hands it out as it is.
  if (texts.length > 0) Object.defineProperty(properties, TEXTS, { value: texts });
  return properties;
}

export function secretsOf(properties: object): readonly string[] {
  return (properties as { readonly [TEXTS]?: readonly string[] })[TEXTS] ?? [];
}

/** The message with each secret's text replaced. */
export function hide(message: string, secrets: Iterable<string>): string {
  let shown = message;
  // Long ones first: a short one may be a part of them.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.trim() === "") continue;
    shown = secret.length < LONG ? shown.replace(whole(secret), "[secret]") : shown.replaceAll(secret, "[secret]");
  }
  return shown;
}

function whole(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![A-Za-z0-9_])${literal}(?![A-Za-z0-9_])`, "g");
}
