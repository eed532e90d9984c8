/** What the embedded default consists of. */
import type { Artifacts } from "./artifacts";
import type { Runtime } from "./runtime";

/** What a part is started with. */
export interface PartContext {
  readonly home: string;
  readonly runtime: Runtime;
  readonly artifacts: Artifacts;
  /** The Java runtime's program. */
  readonly java: string;
  /** Port of Kafka's controller; nobody outside needs it. */
  readonly controllerPort: number;
  /** For logins of one part at another. */
  readonly internalPassword: string;
}
