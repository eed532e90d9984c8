import { stopEmbedded } from "../../embedded";
import { log } from "../log";
import { meshHome } from "../project";

/** Stops what runs; data and state stay. */
export async function down(): Promise<void> {
  const home = meshHome();
  log((await stopEmbedded(home)) ? `stopped; the data stays in ${home}` : `nothing runs in ${home}`);
}
