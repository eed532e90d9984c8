/** Apache Kafka: one KRaft node that is broker and controller, with SCRAM for clients and an authorizer that denies by default. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Admin } from "@platformatic/kafka";
import { UserError } from "../toolchain";
import { writeAtomic } from "../toolchain/cache";
import type { ProcessSpec } from "./keeper";
import type { PartContext } from "./parts";
import { probesOf } from "./probe";
import { places } from "./runtime";
import { runTool } from "./tool";

/** Between broker and controller, both in the same process. */
const INTERNAL_USER = "controller";
const LOGGING = [
  "-Dorg.slf4j.simpleLogger.showDateTime=true",
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
];

export async function kafka(context: PartContext): Promise<ProcessSpec> {
  const { home, runtime, artifacts, java } = context;
  const data = join(places(home).data, "kafka");
  const config = join(places(home).run, "kafka.properties");
  const classPath = artifacts.kafka.join(process.platform === "win32" ? ";" : ":");
  const env = { PATH: process.env.PATH ?? "" };
  if (!existsSync(data)) await format({ ...context, data, config, classPath, env });
  writeAtomic(config, properties(context, data), 0o600);
  const probe = async () => {
    const { username, password, bootstrap } = runtime.kafka;
    const admin = new Admin({
      clientId: "mesh-probe",
      bootstrapBrokers: [bootstrap],
      sasl: { mechanism: "SCRAM-SHA-512", username, password },
      retries: 0,
      connectTimeout: 2_000,
      timeout: 2_000,
    });
    // A failed connection is also told by an event, which would end the process where nobody listens.
    admin.on("error", () => undefined);
    try {
      await admin.metadata({ topics: [], forceUpdate: true });
    } finally {
      await admin.close().catch(() => undefined);
    }
  };
  return {
    name: "kafka",
    kind: "part",
    command: java,
    args: ["-Xmx512m", "-XX:+UseG1GC", ...LOGGING, "-cp", classPath, "kafka.Kafka", config],
    env,
    cwd: home,
    probes: probesOf(probe),
    graceMs: 15_000,
    endpoints: [runtime.kafka.bootstrap],
    identity: "kafka",
  };
}

interface Formatting extends PartContext {
  readonly data: string;
  readonly config: string;
  readonly classPath: string;
  readonly env: Record<string, string>;
}

/** Into a folder aside, so that one that exists is whole. */
async function format({ home, runtime, data, config, classPath, env, java, ...rest }: Formatting): Promise<void> {
  const aside = `${data}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(places(home).data, { recursive: true });
  writeAtomic(config, properties({ home, runtime, java, ...rest }, aside), 0o600);
  const { username, password } = runtime.kafka;
  const scram = `SCRAM-SHA-512=[name=${username},password=${password}]`;
  const args = ["-cp", classPath, "kafka.tools.StorageTool", "format", "--config", config];
  const { code, output } = await runTool(java, [...args, "--cluster-id", clusterId(), "--add-scram", scram], { env });
  if (code !== 0) throw new UserError(`Kafka's storage in ${aside} could not be made.`, output.trim().split("\n"));
  renameSync(aside, data);
}

/** A random id, as Kafka writes them: a UUID in URL-safe base64 without padding. */
function clusterId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Ids that start with a dash are taken for an option.
  return `m${Buffer.from(bytes).toString("base64url").slice(1, 22)}`;
}

/** https://kafka.apache.org/41/configuration/broker-configs/ */
function properties({ runtime, controllerPort, internalPassword }: PartContext, data: string): string {
  const { bootstrap, username, password } = runtime.kafka;
  const scram = "org.apache.kafka.common.security.scram.ScramLoginModule";
  const plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
  const controller = `127.0.0.1:${controllerPort}`;
  const login = `username="${INTERNAL_USER}" password="${internalPassword}" user_${INTERNAL_USER}="${internalPassword}"`;
  return Object.entries({
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@${controller}`,
    listeners: `CLIENT://${bootstrap},CONTROLLER://${controller}`,
    "advertised.listeners": `CLIENT://${bootstrap}`,
    "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "CLIENT",
    "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
    "listener.name.client.scram-sha-512.sasl.jaas.config": `${scram} required username="${username}" password="${password}";`,
    "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "listener.name.controller.plain.sasl.jaas.config": `${plain} required ${login};`,
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": false,
    "super.users": `User:${username};User:${INTERNAL_USER}`,
    "log.dirs": data.replaceAll("\\", "/"),
    "auto.create.topics.enable": false,
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 5,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 5,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    "controller.quorum.election.timeout.ms": 200,
    "controller.quorum.fetch.timeout.ms": 1000,
    "initial.broker.registration.timeout.ms": 30000,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}
