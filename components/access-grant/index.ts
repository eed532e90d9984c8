import { Acl, type AclArgs } from "@pulumi/kafka/acl";
import { Quota, type QuotaArgs } from "@pulumi/kafka/quota";
import { UserScramCredential } from "@pulumi/kafka/userScramCredential";
import * as pulumi from "@pulumi/pulumi";
import type { Quota as QuotaModel } from "../../contracts/model";
import { child, type Transform } from "../shared/transform";

export interface AccessGrantArgs {
  /** Kafka user of the product: `<domain>.<id>`. */
  readonly principal: string;
  /**
   * The principal's password. It has to be known at preview: the Kafka provider panics on an unknown one
   * (terraform-provider-kafka 0.13.1, getPasswordFromConfig), so it can't be the output of a resource.
   */
  readonly password: pulumi.Input<string>;
  readonly quota: QuotaModel;
  /** Topics of the product's own that it writes. */
  readonly writes: readonly string[];
  /** Topics that it reads: those behind its declared input ports, and its own dead letters. Nothing else. */
  readonly reads: readonly string[];
  readonly transform?: { readonly acl?: Transform<AclArgs>; readonly quota?: Transform<QuotaArgs> };
}

interface Grant {
  readonly type: "Topic" | "Group";
  readonly name: string;
  readonly operation: "Read" | "Write";
  readonly pattern: "Literal" | "Prefixed";
  /** What the ACL's own name ends with. */
  readonly role: string;
}

/**
 * A product's consumer groups: the one named as its principal, and those below it. The prefix ends with a dot, which
 * no product's id has, so that `orders.order` gets at no group of `orders.order-events`.
 */
function groups(principal: string): Grant[] {
  const group = { type: "Group", operation: "Read" } as const;
  return [
    { ...group, name: principal, pattern: "Literal", role: "group" },
    { ...group, name: `${principal}.`, pattern: "Prefixed", role: "groups" },
  ];
}

/**
 * One product's identity on the broker and all it may do there: a SCRAM credential, a quota, and an ACL for each topic
 * it writes or reads. Write and Read imply Describe (Kafka authorization), so no other operation is granted.
 */
export class AccessGrant extends pulumi.ComponentResource {
  readonly nodes: {
    readonly credential: UserScramCredential;
    readonly quota: Quota;
    readonly acls: readonly Acl[];
  };

  constructor(name: string, args: AccessGrantArgs, opts?: pulumi.ComponentResourceOptions) {
    const { principal, quota, writes, reads, transform } = args;
    super("mesh:components:AccessGrant", name, { principal, quota, writes, reads }, opts);
    const parent = { parent: this };

    const credential = new UserScramCredential(
      `${name}-credential`,
      {
        username: principal,
        scramMechanism: "SCRAM-SHA-512",
        scramIterations: 8192,
        password: pulumi.secret(args.password),
      },
      { ...parent, additionalSecretOutputs: ["password"] },
    );
    const acl = ({ type, name: resource, operation, pattern, role }: Grant) =>
      new Acl(
        ...child(transform?.acl, [
          `${name}-${operation.toLowerCase()}-${role}`,
          {
            aclResourceType: type,
            aclResourceName: resource,
            resourcePatternTypeFilter: pattern,
            aclPrincipal: `User:${principal}`,
            aclHost: "*",
            aclOperation: operation,
            aclPermissionType: "Allow",
          },
          parent,
        ]),
      );
    const topic = (operation: "Read" | "Write") => (name: string) =>
      acl({ type: "Topic", name, operation, pattern: "Literal", role: name });
    const once = (topics: readonly string[]) => [...new Set(topics)];

    this.nodes = {
      credential,
      quota: new Quota(
        ...child(transform?.quota, [
          `${name}-quota`,
          {
            entityType: "user",
            entityName: principal,
            config: {
              producer_byte_rate: String(quota.producerByteRate),
              consumer_byte_rate: String(quota.consumerByteRate),
            },
          },
          parent,
        ]),
      ),
      acls: [
        ...once(writes).map(topic("Write")),
        ...once(reads).map(topic("Read")),
        ...(reads.length > 0 ? groups(principal) : []).map(acl),
      ],
    };
    this.registerOutputs({ principal, writes, reads });
  }
}
