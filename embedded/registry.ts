/** Apicurio Registry by its Confluent-compatible API; what it knows is kept in the embedded PostgreSQL. */
import { dirname } from "node:path";
import type { ProcessSpec } from "./keeper";
import type { PartContext } from "./parts";
import { probesOf } from "./probe";

const API = "/apis/ccompat/v7";

export function registryUrl(port: number): string {
  return `http://127.0.0.1:${port}${API}`;
}

/** https://www.apicur.io/registry/docs/apicurio-registry/3.0.x/getting-started/assembly-config-reference.html */
export function registry({ runtime, artifacts, java, internalPassword }: PartContext): ProcessSpec {
  const { host, port } = runtime.postgres;
  const { url } = runtime.registry;
  return {
    name: "registry",
    kind: "part",
    command: java,
    // It starts twice as fast without the second compiler, and is never busy.
    args: ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", artifacts.registry],
    env: {
      PATH: process.env.PATH ?? "",
      APICURIO_STORAGE_KIND: "sql",
      APICURIO_STORAGE_SQL_KIND: "postgresql",
      APICURIO_DATASOURCE_URL: `jdbc:postgresql://${host}:${port}/registry`,
      APICURIO_DATASOURCE_USERNAME: "registry",
      APICURIO_DATASOURCE_PASSWORD: internalPassword,
      QUARKUS_HTTP_HOST: "127.0.0.1",
      QUARKUS_HTTP_PORT: new URL(url).port,
    },
    cwd: dirname(artifacts.registry),
    probes: probesOf(async (signal) => {
      const response = await fetch(`${url}/subjects`, { signal });
      if (!response.ok) throw new Error(`${url}/subjects answered ${response.status}`);
      await response.arrayBuffer();
    }),
    graceMs: 10_000,
    endpoints: [url],
    identity: "registry",
  };
}
