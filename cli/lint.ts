/** `mesh lint` alone. Compiled, it starts in a third of the time, which a hook before each commit is worth. */
import { meshCommand, run } from "./command";
import { addLint } from "./lint-command";

const program = meshCommand();
addLint(program);
run(program);
