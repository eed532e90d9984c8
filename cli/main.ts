import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { EXPORTS } from "../contracts/exports";
import { UserError } from "../toolchain";
import { build } from "./commands/build";
import { destroy } from "./commands/destroy";
import { doctor } from "./commands/doctor";
import { down } from "./commands/down";
import { env } from "./commands/env";
import { exportContract } from "./commands/export";
import { LINT_FORMATS, lint } from "./commands/lint";
import { preview } from "./commands/preview";
import { read } from "./commands/read";
import { status } from "./commands/status";
import { up } from "./commands/up";

const program = new Command("mesh").description("Data mesh as code.").showHelpAfterError();
const format = () =>
  new Option("--format <format>", "how results are printed").choices(["text", "json"]).default("text");
// The targets kubernetes and aws are in the components' interface, not yet in this command.
const target = () => new Option("--target <target>", "where it is deployed").choices(["local"]).default("local");

program
  .command("up")
  .description("start the embedded default, deploy the platform and every domain under the policy pack")
  .argument("[domain...]", "domains, all where none is named")
  .addOption(target())
  .addOption(format())
  .action(up);
program
  .command("preview")
  .description("show what would change in each stack, judged by the policy pack; exit 1 on a violation")
  .argument("[domain...]", "domains, all where none is named")
  .addOption(target())
  .addOption(format())
  .action(preview);
program.command("status").description("what runs, and what the catalog lists").addOption(format()).action(status);
program.command("down").description("stop what runs; data and state stay").action(down);
program
  .command("destroy")
  .description("delete every stack's resources, then the embedded default with its data")
  .addOption(format())
  .action(destroy);
program
  .command("lint")
  .description("judge contracts and products by their standards and by the mesh's rules; exit 1 on findings")
  .argument("[path...]", "files, folders, or - for standard input; the whole mesh where none is named")
  .addOption(new Option("--format <format>", "how findings are printed").choices(LINT_FORMATS).default("text"))
  .action(lint);
program
  .command("export")
  .description("print a contract in another format")
  .addArgument(new Argument("<format>", "the format").choices(Object.keys(EXPORTS)))
  .argument("<path>", "the contract's file")
  .action(exportContract);
program
  .command("read")
  .description("print the records of an event stream, decoded, one JSON document a line")
  .argument("<stream>", "the topic, like orders.v1")
  .option("--as <principal>", "read as this data product, like inventory.stock-levels; the admin where it is left out")
  .option("--limit <records>", "at most so many records", positive, 100)
  .action(read);
program.command("build").description("compile pack, provider, service and policy bundles").action(build);
program.command("env").description("print the environment in which `pulumi` works by hand").action(env);
program.command("doctor").description("what is missing on this machine, and the command that fixes it").action(doctor);

program.parseAsync().catch((error: unknown) => {
  const text = error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("a whole number above 0 is needed.");
  return value;
}
