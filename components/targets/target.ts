import type * as pulumi from "@pulumi/pulumi";
import type { DataProduct } from "../../contracts/model";
import type { Connection } from "../service";

/** Kinds of target, in the order of their distance from a laptop. */
export const TARGETS = ["local", "kubernetes", "aws"] as const;
export type TargetKind = (typeof TARGETS)[number];

/**
 * HOW a product is made: which broker, registry, database and cluster, and the defaults that go with them. A target
 * never decides WHAT is made; that is the model's.
 */
export interface Target {
  readonly kind: TargetKind;
  /** Environment of the stack: what follows the last `-` of its name. */
  readonly environment: string;
  /** True where data may be lost: nothing is protected or retained. */
  readonly throwAway: boolean;
  /** Explicit providers for everything below; no resource uses a default provider. */
  readonly providers: Record<string, pulumi.ProviderResource>;
  /** Topic replicas where the contract is silent. */
  readonly replicas: number;
  /** `min.insync.replicas` where the contract is silent. */
  readonly minInsyncReplicas: number;
  readonly connection: Connection;
  /** Password of a broker's user; a secret, known at preview. */
  readonly password: (principal: string) => pulumi.Output<string>;
  /** Name of the platform's catalog. */
  readonly catalog: string;
  readonly workload: {
    /** Image of the generic data-product service, by digest. */
    readonly image: string;
    readonly host: string;
    readonly podReplicas: number;
    /** How long a pod that stops still takes requests, milliseconds. @default the Service component's own */
    readonly drainDelayMs?: number;
    /** Port that the product's service listens on. */
    readonly port: (productId: string) => pulumi.Input<number>;
    /** Base address of the product's service for people and other services. */
    readonly endpoint: (product: DataProduct, port: pulumi.Input<number>) => pulumi.Output<string>;
  };
  /** The domain's policy bundle, base64. */
  readonly bundle: (domain: string) => string;
  /** Public key (PEM) that the domain's bundle is signed with. @default it isn't signed */
  readonly bundleKey?: (domain: string) => string | undefined;
  /** What the platform's stack exports, so that domain stacks find it by StackReference. */
  readonly exports: Record<string, pulumi.Input<unknown>>;
}

/** What a target is made from. */
export interface TargetArgs {
  readonly environment: string;
  /** True in the platform's own stack: the target's addresses then come from where it runs, not from that stack. */
  readonly isPlatform: boolean;
  /** The project's root folder. */
  readonly root: string;
}
