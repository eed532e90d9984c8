import { isCredentialName, looksLikeCredential } from "../lib/credentials";
import { guardrail } from "../lib/guardrail";
import { ifKnown, join, type Known } from "../lib/known";
import { CONFIG_MAP, DATABASE_SCHEMA, SCRAM_CREDENTIAL, SECRET } from "../lib/types";

/** The inputs that are there to hold a credential, as Pulumi secrets. */
const PLACES: Readonly<Record<string, RegExp>> = {
  [SECRET]: /^(data|stringData)\b/,
  [SCRAM_CREDENTIAL]: /^password(Wo)?$/,
  [DATABASE_SCHEMA]: /^roles\[\d+\]\.password$/,
};
const PROVIDER = /^pulumi:providers:/;

export default guardrail({
  id: "no-plain-secret",
  section: "gate",
  source: "CWE-312; design.md: secrets come from a secret source",
  description: "No input holds a credential, except those few that are there for it.",
  rationale: "Everywhere else it stands in clear in manifests, logs and state.",
  fix: "take the credential out of the program and its config; make it with mesh:index:Password, or give it as a Pulumi secret to a Secret",
  resource: {
    *check({ type, props }) {
      // A provider's inputs are its connection; the engine keeps them as secrets.
      if (PROVIDER.test(type)) return;
      yield* search(props, { place: PLACES[type], readsAll: type === CONFIG_MAP });
    },
  },
});

interface Search {
  readonly place: RegExp | undefined;
  /** Everybody in the namespace reads a ConfigMap: what it will hold has to be known. */
  readonly readsAll: boolean;
}

/** Never says a value: only where it stands. */
function* search(value: Known, by: Search): Generator<string> {
  if (by.place?.test(value.path)) return;
  if (value.isText) {
    if (looksLikeCredential(value.text() ?? "")) yield `${value.path} looks like a credential`;
  } else if (value.isList) {
    // By index and not by list(): one unknown element must not end the search of the others.
    for (let index = 0; index < value.length; index++) yield* below(value, index, by);
  } else if (value.isObject) {
    for (const key of value.keys()) yield* below(value, key, by);
  }
}

function* below(value: Known, key: string | number, by: Search): Generator<string> {
  const child = ifKnown(value, key);
  if (typeof key === "string" && isCredentialName(key)) {
    const path = join(value.path, key);
    if (!by.place?.test(path) && (child === undefined || (child.isText && child.text() !== ""))) {
      yield `${path} is named like a credential and holds a plain value`;
      return;
    }
  }
  if (child) yield* search(child, by);
  // A value that only another resource's output will give isn't written in the program. In a ConfigMap it would be
  // published all the same, so there the read is repeated, and fails.
  else if (by.readsAll && /^(data|binaryData)\b/.test(join(value.path, key))) value.at(key);
}
