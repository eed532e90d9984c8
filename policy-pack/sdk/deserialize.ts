/**
 * In place of the SDK's own module, which unpacks a resource's properties anew for every policy that judges it: for a
 * data product that is its whole contract, some twenty times. Here each message is unpacked once, and all policies read
 * the same object; guardrails only read (`Known`), so none can change what the next one sees. What the engine marks as
 * secret is noted on it: the SDK drops the marks.
 */
import * as sdk from "@pulumi/policy/deserialize";
import { collectSecrets, markSecrets } from "../lib/secrets";

type Properties = Record<string, unknown>;

/** A protobuf Struct. */
interface Message {
  toJavaScript(): object;
}

interface Module {
  deserializeProperties(message: Message, keepsSecrets: boolean): Properties;
  serializeProperties(properties: object): Promise<unknown>;
}

const own = sdk as unknown as Module;
const unpacked = new WeakMap<Message, Properties>();

export const { serializeProperties } = own;

export function deserializeProperties(message: Message, keepsSecrets: boolean): Properties {
  // A remediation may change what it is given.
  if (keepsSecrets) return own.deserializeProperties(message, keepsSecrets);
  const known = unpacked.get(message);
  if (known) return known;
  // The message is turned into plain values once for both.
  const plain = message.toJavaScript();
  const properties = own.deserializeProperties({ toJavaScript: () => plain }, false);
  const made = markSecrets(properties, collectSecrets(plain));
  unpacked.set(message, made);
  return made;
}
