/**
 * In place of the SDK's own module, which unpacks a resource's properties anew for every policy that judges it: for a
 * data product that is its whole contract, some twenty times. Here each message is unpacked once, and all policies read
 * the same object; guardrails only read (`Known`), so none can change what the next one sees.
 */
import * as sdk from "@pulumi/policy/deserialize";

type Properties = Record<string, unknown>;

interface Module {
  deserializeProperties(message: object, keepsSecrets: boolean): Properties;
  serializeProperties(properties: object): Promise<unknown>;
}

const own = sdk as unknown as Module;
const unpacked = new WeakMap<object, Properties>();

export const { serializeProperties } = own;

export function deserializeProperties(message: object, keepsSecrets: boolean): Properties {
  // A remediation may change what it is given.
  if (keepsSecrets) return own.deserializeProperties(message, keepsSecrets);
  const known = unpacked.get(message) ?? own.deserializeProperties(message, keepsSecrets);
  unpacked.set(message, known);
  return known;
}
