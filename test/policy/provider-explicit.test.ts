import guardrail from "../../policy-pack/policies/provider-explicit";
import { prove, UNKNOWN } from "./support";

const kafka = { type: "pulumi:providers:kafka", props: { bootstrapServers: '["broker:9092"]' } };

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "the target's provider", more: { kafka } },
    {
      title: "manifests into a folder",
      more: { kubernetes: { type: "pulumi:providers:kubernetes", props: { renderYamlToDirectory: "x" } } },
    },
    { title: "a place that is unknown yet", more: { kafka: { ...kafka, props: { bootstrapServers: UNKNOWN } } } },
  ],
  invalid: [
    {
      title: "a default provider",
      options: { topic: { provider: "default_3_13_2" } },
      says: /is made by provider "default_3_13_2", the target's is called "kafka"/,
    },
    {
      title: "one pointed elsewhere",
      options: { deployment: { provider: "other-cluster" } },
      says: /"other-cluster", the target's is called "kubernetes"/,
    },
    { title: "a second provider", more: { elsewhere: kafka }, says: /is a second provider of kafka/ },
    {
      title: "one that goes where the environment points",
      more: { kafka: { ...kafka, props: { tlsEnabled: "true" } } },
      says: /doesn't say where it goes: one of bootstrapServers/,
    },
    {
      title: "a cluster of the environment",
      more: { kubernetes: { type: "pulumi:providers:kubernetes", props: {} } },
      says: /kubeconfig, context, cluster, renderYamlToDirectory/,
    },
  ],
  unknown: [
    {
      title: "a place",
      more: { kafka },
      edits: [["kafka", ["bootstrapServers"], UNKNOWN]],
      passes: "that there is one is enough: a target's comes from another stack",
    },
  ],
  secret: [
    {
      title: "a connection",
      more: { elsewhere: kafka },
      edits: [["elsewhere", ["bootstrapServers"], "hidden:9092"]],
      says: /second provider/,
    },
  ],
  notApplicable: [
    { title: "a component", options: { product: { provider: null } } },
    { title: "the engine's own", more: { default: { type: "pulumi:providers:pulumi", props: {} } } },
    {
      title: "a stack reference",
      more: { reference: { type: "pulumi:pulumi:StackReference", props: {} } },
      options: { reference: { provider: null } },
    },
  ],
});
