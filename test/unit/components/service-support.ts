/** A service on its own, for its two test files. */
import { type Connection, Service, type ServiceArgs } from "../../../components/service";
import { product } from "./fixture";
import { type Options, type Registrations, register } from "./support";

export const COMPONENT = "Service stock";
export const CONFIG = "ConfigMap stock-config";
export const DEPLOYMENT = "Deployment stock-deployment";
export const POLICY = "NetworkPolicy stock-network-policy";
export const SECRET = "Secret stock-secret";

export function runService(
  more: Partial<ServiceArgs> = {},
  connection: Partial<Connection> = {},
  options: Options = {},
): Promise<Registrations<Service>> {
  return register(
    () =>
      new Service("stock", {
        product,
        image: "image@sha256:1",
        password: "open sesame",
        bundle: "YnVuZGxl",
        connection: {
          bootstrap: "b-0:9092",
          securityProtocol: "SASL_SSL",
          saslMechanism: "SCRAM-SHA-512",
          registryUrl: "http://registry:8081",
          ...connection,
        },
        ...more,
      }),
    options,
  );
}
