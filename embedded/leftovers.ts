/** What a deployment that was killed has made at the broker without its stack knowing. */
import { recordsIn, withAdmin } from "./admin";
import { readRuntime } from "./runtime";

export interface Leftovers {
  /** Topics without records: deleted, so that they can be made again. */
  readonly deleted: readonly string[];
  /** Topics with records: nobody's to delete but the user's. */
  readonly kept: readonly { readonly topic: string; readonly records: number }[];
}

/**
 * Makes way for topics that a stack is about to create although the broker has them: where the engine was killed
 * between the creation and its record of it, creating them again would fail. (Pulumi keeps such a creation as pending
 * and imports it only when asked at a terminal.)
 */
export async function clearLeftovers(home: string, planned: readonly string[]): Promise<Leftovers> {
  const runtime = readRuntime(home);
  const deleted: string[] = [];
  const kept: { topic: string; records: number }[] = [];
  if (!runtime || planned.length === 0) return { deleted, kept };
  return withAdmin(runtime.kafka, async (admin) => {
    const present = new Set(await admin.listTopics());
    for (const topic of planned.filter((name) => present.has(name))) {
      const records = await recordsIn(admin, topic);
      if (records > 0) kept.push({ topic, records });
      else deleted.push(topic);
    }
    if (deleted.length > 0) await admin.deleteTopics({ topics: deleted });
    return { deleted, kept };
  });
}
