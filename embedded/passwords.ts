import { hkdfSync } from "node:crypto";

/**
 * The password of a product's principal: derived (HKDF, RFC 5869) from the one secret that the platform has, Kafka's
 * admin password, so that nothing has to be kept for each user and it is known at preview.
 */
export function principalPassword(adminPassword: string, principal: string): string {
  return Buffer.from(hkdfSync("sha256", adminPassword, "", `kafka:${principal}`, 24)).toString("base64url");
}
