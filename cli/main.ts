import { Argument, InvalidArgumentError, Option } from "commander";
import { lazily, meshCommand, run } from "./command";
import {
  DIFF_FORMATS,
  EXPORT_FORMATS,
  GUARDRAILS_FORMATS,
  IMPORT_FORMATS,
  REPORT_FORMATS,
  SCHEMA_MODES,
} from "./formats";
import { addLint } from "./lint-command";

const program = meshCommand();
const format = () => new Option("--format <format>", "how results are printed").choices(REPORT_FORMATS).default("text");
const environment = () => new Option("--environment <name>", "which stacks: <domain>-<name>").default("local");
// The targets kubernetes and aws are in the components' interface, not yet in this command.
const target = () => new Option("--target <target>", "where it is deployed").choices(["local"]).default("local");

program
  .command("up")
  .description("start the embedded default, deploy the platform and every domain under the policy pack")
  .argument("[domain...]", "domains, all where none is named")
  .addOption(target())
  .addOption(environment())
  .addOption(format())
  .action(lazily(() => (require("./commands/up") as typeof import("./commands/up")).up));
program
  .command("preview")
  .description("show what would change in each stack, judged by the policy pack; exit 1 on a violation")
  .argument("[domain...]", "domains, all where none is named")
  .addOption(target())
  .addOption(environment())
  .addOption(format())
  .action(lazily(() => (require("./commands/preview") as typeof import("./commands/preview")).preview));
program
  .command("status")
  .description("what runs, and what the catalog lists")
  .addOption(format())
  .action(lazily(() => (require("./commands/status") as typeof import("./commands/status")).status));
program
  .command("down")
  .description("stop what runs; data and state stay")
  .action(lazily(() => (require("./commands/down") as typeof import("./commands/down")).down));
program
  .command("destroy")
  .description("delete every stack's resources, then the embedded default with its data")
  .addOption(format())
  .action(lazily(() => (require("./commands/destroy") as typeof import("./commands/destroy")).destroy));
addLint(program).hook("postAction", async () => {
  // Run from its sources, it is compiled for the next time; where that can't be written, it stays as it is.
  const { compile } = require("./compile") as typeof import("./compile");
  await compile("lint", "cli/lint.ts").catch(() => undefined);
});
program
  .command("diff")
  .description("every change between two versions, graded; exit 1 where the version says too little, 2 if unreadable")
  .argument(
    "[old]",
    "a contract, product or schema (.avsc, .json, .proto), or - for standard input; all where none is named",
  )
  .argument("[new]", "its new version; where it is left out, the file now is compared with --against")
  .option("--against <version>", "a branch, tag or commit of git, or `registry` (HEAD where it is left out)")
  .addOption(new Option("--mode <mode>", "how schema files are judged").choices(SCHEMA_MODES).default("FULL"))
  .addOption(new Option("--format <format>", "how changes are printed").choices(DIFF_FORMATS).default("text"))
  .action(lazily(() => (require("./commands/diff") as typeof import("./commands/diff")).diffFiles));
program
  .command("export")
  .description("print a contract or product in another format; exit 1 where it can't be said in it, 2 if unreadable")
  .addArgument(new Argument("<format>", "the format").choices(EXPORT_FORMATS))
  .argument("<path>", "the file of a contract or product")
  .option("-o, --output <file>", "write to a file instead of standard output")
  .option("--dataset <name>", "only this dataset of the contract")
  .action(lazily(() => (require("./commands/export") as typeof import("./commands/export")).exportFile));
program
  .command("import")
  .description("make an ODCS contract from another format, and tell what is left to say; exit 2 where it can't be read")
  .addArgument(new Argument("<format>", "the format, or registry").choices(IMPORT_FORMATS))
  .argument("<source>", "a file, an address, or - for standard input; of a registry the subject, like orders.v1-value")
  .option("-o, --output <file>", "write to a file instead of standard output")
  .option("--force", "overwrite files that are there")
  .option("--url <address>", "the registry's; the embedded one's where it is left out")
  .option("--version <number>", "of the subject; the latest where it is left out", positive)
  .action(lazily(() => (require("./commands/import") as typeof import("./commands/import")).importFile));
program
  .command("new")
  .description("write a data product that passes lint and preview, for its team to change")
  .argument("<domain/product>", "like orders/order-returns")
  .action(lazily(() => (require("./commands/new") as typeof import("./commands/new")).newProduct));
program
  .command("guardrails")
  .description("every guardrail of the policy pack, with parameters, levels and tightenings")
  .addOption(new Option("--format <format>", "how they are printed").choices(GUARDRAILS_FORMATS).default("text"))
  .action(lazily(() => (require("./commands/guardrails") as typeof import("./commands/guardrails")).guardrails));
program
  .command("explain")
  .description("everything about one guardrail; exit 2 where no guardrail has this id")
  .argument("<id>", "the guardrail's id, like stream-name")
  .addOption(format())
  .action(lazily(() => (require("./commands/explain") as typeof import("./commands/explain")).explain));
program
  .command("check")
  .description(
    "judge exported state by the guardrails, or an attestation; exit 1 where it is refused, 2 where it can't be read",
  )
  .option("--stack-export <file>", "what `pulumi stack export` printed; - for standard input")
  .option("--attestation <file>", "verify the attestation of a passed preview against this checkout")
  .addOption(format())
  .action(lazily(() => (require("./commands/check") as typeof import("./commands/check")).check));
program
  .command("audit")
  .description("exemptions about to expire, what domains are refused again and again, and who has to decide")
  .option("--expiring <days>", "exemptions that end within so many days", positive, 14)
  .option("--days <days>", "refusals of so many days", positive, 30)
  .addOption(format())
  .action(lazily(() => (require("./commands/audit") as typeof import("./commands/audit")).audit));
const waiver = program
  .command("waiver")
  .description("exemptions from guardrails: ask for one, list them, check the file");
waiver
  .command("request")
  .description("append an exemption, for the governance team to approve, to policy-pack/exemptions.yaml")
  .requiredOption("--guardrail <id>", "the guardrail")
  .requiredOption("--urn <urn>", "the one resource, as the violation names it")
  .requiredOption("--reason <text>", "why, and what is done about it")
  .requiredOption("--ticket <id>", "the ticket that ends with the exemption")
  .requiredOption("--expiry <date>", "its last day, like 2026-01-31, at most 90 days after its start")
  .option("--requester <name>", "who asks for it; git's user.email where it is left out")
  .option("--start <date>", "its first day; today where it is left out")
  .action(lazily(() => (require("./commands/waiver") as typeof import("./commands/waiver")).request));
waiver
  .command("list")
  .description("the exemptions with the days that they have left")
  .addOption(format())
  .action(lazily(() => (require("./commands/waiver") as typeof import("./commands/waiver")).list));
waiver
  .command("check")
  .description("judge the file of exemptions; exit 1 where something is wrong with it, 2 where it is no YAML")
  .addOption(format())
  .action(lazily(() => (require("./commands/waiver") as typeof import("./commands/waiver")).check));
program
  .command("read")
  .description("print the records of an event stream, decoded, one JSON document a line")
  .argument("<stream>", "the topic, like orders.v1")
  .option("--as <principal>", "read as this data product, like inventory.stock-levels; the admin where it is left out")
  .option("--limit <records>", "at most so many records", positive, 100)
  .action(lazily(() => (require("./commands/read") as typeof import("./commands/read")).read));
const hooks = program.command("hooks").description("the git hook that lints contracts before each commit");
hooks
  .command("install")
  .description("put it into this checkout; another's hook is never overwritten")
  .action(lazily(() => (require("./commands/hooks") as typeof import("./commands/hooks")).installHook));
hooks
  .command("uninstall")
  .description("take it away again")
  .action(lazily(() => (require("./commands/hooks") as typeof import("./commands/hooks")).uninstallHook));
program
  .command("build")
  .description("compile pack, provider, service and policy bundles")
  .action(lazily(() => (require("./commands/build") as typeof import("./commands/build")).build));
program
  .command("env")
  .description("print the environment in which `pulumi` works by hand")
  .action(lazily(() => (require("./commands/env") as typeof import("./commands/env")).env));
program
  .command("doctor")
  .description("what is missing on this machine, and the command that fixes it")
  .action(lazily(() => (require("./commands/doctor") as typeof import("./commands/doctor")).doctor));

run(program);

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("a whole number above 0 is needed.");
  return value;
}
