import { Topic, type TopicArgs } from "@pulumi/kafka/topic";
import * as pulumi from "@pulumi/pulumi";
import type { Stream } from "../../contracts/model";
import { stateful } from "../shared/stateful";
import { child, type Transform } from "../shared/transform";

export interface EventStreamArgs {
  /** The topic as the contract derives it. */
  readonly stream: Stream;
  /** Where records go that can't be processed. @default no dead-letter topic is made */
  readonly deadLetter?: Stream;
  /** Replicas where the stream is silent: the target's default. */
  readonly replicas: number;
  /** `min.insync.replicas` where the stream is silent: the target's default. */
  readonly minInsyncReplicas: number;
  /** True where losing the records is nobody's loss. @default false: topics are protected and retained */
  readonly throwAway?: boolean;
  readonly transform?: { readonly topic?: Transform<TopicArgs>; readonly deadLetter?: Transform<TopicArgs> };
}

/**
 * An event stream: its Kafka topic and its dead-letter topic.
 *
 * @example new EventStream("orders", { stream, deadLetter, replicas: 3, minInsyncReplicas: 2 })
 */
export class EventStream extends pulumi.ComponentResource {
  readonly nodes: { readonly topic: Topic; readonly deadLetter?: Topic };

  constructor(name: string, args: EventStreamArgs, opts?: pulumi.ComponentResourceOptions) {
    const { stream, deadLetter, replicas, minInsyncReplicas, throwAway = false, transform } = args;
    super("mesh:components:EventStream", name, { stream, deadLetter, replicas, minInsyncReplicas, throwAway }, opts);

    const topic = (role: string, stream: Stream, change?: Transform<TopicArgs>) =>
      new Topic(
        ...child(change, [
          `${name}-${role}`,
          {
            name: stream.topic,
            partitions: stream.partitions,
            replicationFactor: stream.replicas ?? replicas,
            config: {
              "cleanup.policy": stream.cleanup,
              "min.insync.replicas": String(stream.minInsyncReplicas ?? minInsyncReplicas),
              ...(stream.retentionMs === undefined ? {} : { "retention.ms": String(stream.retentionMs) }),
            },
          },
          { parent: this, ...stateful(throwAway) },
        ]),
      );

    this.nodes = {
      topic: topic("topic", stream, transform?.topic),
      ...(deadLetter ? { deadLetter: topic("dead-letter", deadLetter, transform?.deadLetter) } : {}),
    };
    this.registerOutputs({ topic: stream.topic, deadLetter: deadLetter?.topic });
  }
}
