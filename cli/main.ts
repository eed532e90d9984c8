import { Command, Option } from "commander";
import { ToolchainError } from "../toolchain";
import { doctor, env, preview } from "./commands";
import { UserError } from "./project";

const program = new Command("mesh").description("Data mesh as code.").showHelpAfterError();
const format = () =>
  new Option("--format <format>", "how results are printed").choices(["text", "json"]).default("text");

program
  .command("preview")
  .description("show what would change in each stack, judged by the policy pack; exit 1 on a violation")
  .argument("[domain...]", "domains, all where none is named")
  .addOption(format())
  .action(preview);
program
  .command("up")
  .description("not in this release: deploys need the embedded default")
  .action(() => {
    throw new UserError(
      "mesh up: the embedded default (Kafka, registry, Postgres) is not part of this release yet; " +
        "what works now: npx mesh preview, npx mesh doctor, npm test",
    );
  });
program.command("build").description("compile pack, provider, service and policy bundles").action(env.build);
program.command("env").description("print the environment in which `pulumi` works by hand").action(env.print);
program.command("doctor").description("what is missing on this machine, and the command that fixes it").action(doctor);

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof UserError || error instanceof ToolchainError;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
