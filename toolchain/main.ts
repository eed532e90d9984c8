/** By hand: makes the toolchain if need be and prints the environment for a shell to evaluate. */

import { messageOf } from "./errors";
import { ensureToolchain } from "./index";

ensureToolchain()
  .then(({ env }) => {
    for (const [name, value] of Object.entries(env)) {
      process.stdout.write(`export ${name}='${value.replaceAll("'", "'\\''")}'\n`);
    }
  })
  .catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  });
