/** Rules about what is deployed: streams, servers, and the custom properties that say how. */
import { MODES } from "../../compatibility/modes";
import { hasStreams, legacyTopicOf, topicOf } from "../../deployed";
import { deadLetterName, TOPIC } from "../../names";
import { duration, quantity } from "../../quantity";
import { type Custom, custom } from "../../shared";
import type { ContractRule } from "../rule";
import type { ContractTarget } from "../target";

const whole = (least: number) => (value: unknown) =>
  Number.isInteger(Number(value)) && value !== "" && Number(value) >= least;
const isLong = (value: unknown) => typeof value === "string" && duration(value) !== undefined;

interface Known {
  readonly allowed: string;
  readonly test: (value: unknown) => boolean;
}

/** Custom properties of a dataset that are read; see contracts/README.md. */
const OF_DATASET: Readonly<Record<string, Known>> = {
  entity: { allowed: "letters, digits, . _ and -", test: (value) => /^[A-Za-z0-9._-]+$/.test(String(value)) },
  partitions: { allowed: "a whole number from 1", test: whole(1) },
  replicas: { allowed: "a whole number from 1", test: whole(1) },
  minInsyncReplicas: { allowed: "a whole number from 1", test: whole(1) },
  cleanupPolicy: { allowed: "delete, compact", test: (value) => value === "delete" || value === "compact" },
  compatibility: { allowed: MODES.join(", "), test: (value) => MODES.some((mode) => mode === value) },
  deadLetterRetention: { allowed: "a duration like 30d", test: isLong },
};
const OF_ROLE: Readonly<Record<string, Known>> = {
  consumers: {
    allowed: "a list of product ids",
    test: (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
  },
};
const OF_PROPERTY: Readonly<Record<string, Known>> = {
  enum: { allowed: "a list of values", test: (value) => Array.isArray(value) },
};

function* wrongOf(properties: Custom, known: Readonly<Record<string, Known>>, path: readonly PropertyKey[]) {
  for (const [at, { property, value }] of (properties ?? []).entries()) {
    if (!Object.hasOwn(known, property) || known[property]?.test(value)) continue;
    const finding = {
      message: `The customProperty ${property} can't be read.`,
      given: value,
      allowed: known[property]?.allowed ?? "",
      fix: "correct the value, or leave it out",
    };
    yield { at: [...path, "customProperties", at, "value"], finding };
  }
}

/** Names under which people tell a broker how long to keep, and how they say it: milliseconds, or with a unit. */
const RETENTION = ["retention.ms", "retentionMs", "retention", "streamRetention"];

/** In milliseconds; Kafka's -1 is for ever. */
function retentionOf(
  properties: Custom,
): { readonly name: string; readonly given: unknown; readonly ms: number } | undefined {
  for (const name of RETENTION) {
    const given = custom(properties, name);
    if (given === undefined || given === null) continue;
    const number = Number(given);
    const ms = Number.isNaN(number) ? duration(String(given)) : number < 0 ? Number.POSITIVE_INFINITY : number;
    if (ms !== undefined) return { name, given, ms };
  }
  return undefined;
}

function promisedRetention({ data }: ContractTarget): { readonly text: string; readonly ms: number } | undefined {
  const found = data.slaProperties?.find(({ property }) => property === "retention");
  const { ms } = quantity(Number(found?.value), found?.unit ?? "");
  return ms === undefined || Number.isNaN(ms) ? undefined : { text: `${String(found?.value)} ${found?.unit}`, ms };
}

/** `scheme://user:password@host`, with a password that is written out and no placeholder. */
const CREDENTIALS = /:\/\/[^/\s:@]+:(?![$<{*%])[^/\s:@]+@/;
const SECRET =
  /^(?:password|passwd|pwd|secret|secretKey|apiKey|api_key|accessKey|token|privateKey|clientSecret|saslPassword)$/i;
/** What stands where a secret would be: `${DB_PASSWORD}`, `<token>`, `vault:…`, `***`. */
const PLACEHOLDER = /^(?:$|[$<{*%]|vault|secret|env|ssm|arn|ref|op:)/i;

export const STREAMS: readonly ContractRule[] = [
  {
    id: "semantic/topic-name",
    severity: "error",
    about:
      "Kafka refuses other characters and longer names; the subject and the dead-letter stream are named after it.",
    check: ({ data, folder }, report) => {
      const isStream = hasStreams(data);
      for (const [at, dataset] of (data.schema ?? []).entries()) {
        const names = [
          { name: legacyTopicOf(dataset), field: "customProperties" },
          // Outside of a mesh a topic is named by physicalName alone.
          {
            name: isStream && dataset.physicalType === "topic" ? dataset.physicalName : undefined,
            field: "physicalName",
          },
          {
            name: isStream && folder !== undefined ? topicOf(dataset, folder, data.version) : undefined,
            field: "name",
          },
        ];
        for (const { name, field } of names) {
          if (name === undefined || (TOPIC.test(name) && TOPIC.test(deadLetterName(name)))) continue;
          report(["schema", at, field], {
            message: "The stream's name isn't legal in Kafka.",
            given: name,
            allowed: "up to 237 of A-Z a-z 0-9 . _ - (its dead-letter stream needs the rest of Kafka's 249)",
            fix: "change the customProperty entity or legacyStreamName, the physicalName, or the domain",
          });
          break;
        }
      }
    },
  },
  {
    id: "semantic/custom-property",
    severity: "error",
    about: "A custom property that is read has a meaning, and so has values that mean nothing.",
    check: ({ data, properties }, report) => {
      for (const [at, { customProperties }] of (data.schema ?? []).entries())
        for (const wrong of wrongOf(customProperties, OF_DATASET, ["schema", at])) report(wrong.at, wrong.finding);
      for (const [at, { customProperties }] of (data.roles ?? []).entries())
        for (const wrong of wrongOf(customProperties, OF_ROLE, ["roles", at])) report(wrong.at, wrong.finding);
      for (const { property, path } of properties)
        for (const wrong of wrongOf(property.customProperties, OF_PROPERTY, path)) report(wrong.at, wrong.finding);
    },
  },
  {
    id: "semantic/custom-twice",
    severity: "warning",
    about: "Of two custom properties of one name the first is read, and the other misleads.",
    check: ({ data, properties }, report) => {
      const judge = (list: Custom, path: readonly PropertyKey[]) => {
        const seen = new Set<string>();
        for (const [at, { property }] of (list ?? []).entries()) {
          if (property !== undefined && seen.has(property))
            report([...path, "customProperties", at, "property"], {
              message: "Another customProperty has this name already.",
              given: property,
              allowed: "each name once",
              fix: "remove one of the two",
            });
          seen.add(property);
        }
      };
      judge(data.customProperties, []);
      for (const [at, dataset] of (data.schema ?? []).entries()) judge(dataset.customProperties, ["schema", at]);
      for (const { property, path } of properties) judge(property.customProperties, path);
    },
  },
  {
    id: "semantic/retention",
    severity: "error",
    about: "A stream that forgets sooner than the contract promises breaks it by itself.",
    check: (target, report) => {
      const promised = promisedRetention(target);
      const { schema = [], servers = [] } = target.data;
      const places = [
        ...schema.map(({ customProperties }, at) => ({ customProperties, path: ["schema", at] })),
        ...servers.map(({ customProperties }, at) => ({
          customProperties: customProperties as Custom,
          path: ["servers", at],
        })),
      ];
      for (const { customProperties, path } of promised ? places : []) {
        const kept = retentionOf(customProperties);
        if (!promised || !kept || kept.ms >= promised.ms) continue;
        report([...path, "customProperties"], {
          message: `The stream keeps less long than promised (${kept.name}).`,
          given: kept.given,
          allowed: `at least the ${promised.text} of the objective retention`,
          fix: "lengthen it, or leave it out",
        });
      }
    },
  },
  {
    id: "semantic/dead-letter-retention",
    severity: "warning",
    about: "Refused records are kept as long as the stream at least; a shorter time is not gone by.",
    check: (target, report) => {
      const promised = promisedRetention(target);
      for (const [at, { customProperties }] of (target.data.schema ?? []).entries()) {
        const given = custom(customProperties, "deadLetterRetention");
        const ms = typeof given === "string" ? duration(given) : undefined;
        if (!promised || ms === undefined || ms >= promised.ms) continue;
        report(["schema", at, "customProperties"], {
          message: "Refused records would be kept less long than the stream.",
          given,
          allowed: `at least the ${promised.text} of the objective retention`,
          fix: "lengthen it, or leave it out",
        });
      }
    },
  },
  {
    id: "semantic/compaction-key",
    // The guardrail stream-cleanup refuses it at preview, where exemptions count.
    severity: "warning",
    about: "A compacted stream keeps the last record of each key, so there has to be one.",
    check: ({ data }, report) => {
      for (const [at, { customProperties, properties = [] }] of (data.schema ?? []).entries()) {
        if (custom(customProperties, "cleanupPolicy") !== "compact") continue;
        if (properties.some(({ primaryKey }) => primaryKey === true)) continue;
        report(["schema", at], {
          message: "The stream is compacted, and the dataset has no primary key.",
          given: "cleanupPolicy compact",
          allowed: "at least one property with primaryKey: true",
          fix: "name the key, or remove cleanupPolicy",
        });
      }
    },
  },
  {
    id: "semantic/replicas",
    severity: "error",
    about: "A write waits for minInsyncReplicas copies: more than there are never come.",
    check: ({ data }, report) => {
      for (const [at, { customProperties }] of (data.schema ?? []).entries()) {
        const [replicas, least] = ["replicas", "minInsyncReplicas"].map((name) => custom(customProperties, name));
        if (replicas === undefined || least === undefined || Number(least) <= Number(replicas)) continue;
        report(["schema", at, "customProperties"], {
          message: "More replicas have to be in sync than there are.",
          given: least,
          allowed: `at most ${String(replicas)}`,
          fix: "lower minInsyncReplicas, or raise replicas",
        });
      }
    },
  },
  {
    id: "semantic/server-port",
    severity: "error",
    about: "No server listens on a port that TCP doesn't have.",
    check: ({ data }, report) => {
      for (const [at, { port }] of (data.servers ?? []).entries()) {
        const isNumber = typeof port === "number" || (typeof port === "string" && /^-?\d+$/.test(port));
        if (!isNumber || (Number(port) >= 1 && Number(port) <= 65535)) continue;
        report(["servers", at, "port"], {
          message: "There is no such port.",
          given: port,
          allowed: "1 to 65535",
          fix: "correct the port",
        });
      }
    },
  },
  {
    id: "semantic/secret",
    severity: "error",
    about: "A contract is read by everybody; a password in it is no secret any more.",
    check: ({ data }, report) => {
      // What was given is never repeated: reports are kept and shown.
      const found = {
        message: "A password or key is written out.",
        given: "(not shown)",
        allowed: "a reference to a secret store",
      };
      for (const [at, server] of (data.servers ?? []).entries()) {
        for (const [field, value] of Object.entries(server))
          if (typeof value === "string" && CREDENTIALS.test(value))
            report(["servers", at, field], { ...found, fix: "remove it, and change the password" });
        for (const [index, { property, value }] of ((server.customProperties as Custom) ?? []).entries())
          if (SECRET.test(property) && typeof value === "string" && !PLACEHOLDER.test(value))
            report(["servers", at, "customProperties", index, "value"], { ...found, fix: "remove it, and change it" });
      }
    },
  },
];
