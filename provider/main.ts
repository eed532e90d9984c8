/** The plugin's process: serves the provider, and tells the engine the port on the first line of standard output. */
import { resources } from "./index";
import { serve } from "./server";

serve(resources)
  .then(({ port }) => process.stdout.write(`${port}\n`))
  .catch((error: unknown) => {
    process.stderr.write(`mesh provider: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
