/** A report → text for a terminal, JSON, or Markdown for a pull request. */
import { shown } from "../problem";
import type { Consumer } from "./consumers";
import { type Change, isBreaking } from "./index";
import type { FileDiff, Report } from "./report";

interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
}

export type Format = (report: Report, style: Style) => string;

export const PLAIN: Style = { bold: String, dim: String, red: String, green: String };

const GROUPS: readonly { readonly title: string; readonly has: (change: Change) => boolean }[] = [
  { title: "Breaks readers and writers", has: ({ breaks }) => breaks.length === 2 },
  { title: "Breaks readers", has: ({ breaks }) => breaks.join() === "reader" },
  { title: "Breaks writers", has: ({ breaks }) => breaks.join() === "writer" },
  {
    title: "Breaks nobody, and is a minor version",
    has: ({ bump, breaks }) => breaks.length === 0 && bump === "minor",
  },
  { title: "Breaks nobody, and is a patch", has: ({ bump, breaks }) => breaks.length === 0 && bump === "patch" },
];

const groupsOf = (changes: readonly Change[]) =>
  GROUPS.map(({ title, has }) => ({ title, changes: changes.filter(has) })).filter(
    ({ changes: some }) => some.length > 0,
  );

/** `1.2.0 → 1.3.0`; nothing of a schema, which has no version. */
const versions = ({ from, to }: FileDiff) =>
  from === undefined && to === undefined ? "" : `${from ?? "new"} → ${to ?? "gone"}`;

function values({ before, after }: Change): string {
  if (before === undefined && after === undefined) return "";
  if (isElement(before) || isElement(after)) return "";
  return `${shown(before)} → ${shown(after)}`;
}

/** A whole element is too much for a line. */
const isElement = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

/** What it comes to, and what to do. */
export function verdict(file: FileDiff): string {
  const { changes, required, actual, ok, least, asked, consumers = [] } = file;
  if (changes.length === 0) return "No change.";
  const breaking = changes.filter(isBreaking).length;
  const what = `${count(changes.length, "change")}, ${breaking === 0 ? "none" : breaking} breaking`;
  const open = consumers.filter((one) => one.acknowledged === undefined && one.changes.some(isBreaking));
  if (asked && breaking > 0 && open.length > 0)
    return `${what}: not acknowledged by ${open.map(nameOf).join(", ")}. Each adds an entry for version ${file.to ?? ""} to its domain's acknowledgements.yaml.`;
  if (file.from === undefined && file.to === undefined)
    return ok ? `${what}.` : `${what}: undo what breaks, or publish it under a new subject.`;
  if (ok && asked && breaking > 0 && consumers.length > 0) return `${what}: acknowledged by all consumers.`;
  if (ok) return `${what}: ${required} needed, ${actual} given.`;
  const undo = breaking > 0 ? ", or undo what breaks" : "";
  return `${what}: ${required} needed, ${actual} given. Set version ${least ?? "to a semantic version"}${undo}.`;
}

const nameOf = ({ domain, product }: Consumer) => `${domain}.${product}`;

function consumerLine(consumer: Consumer, asked: boolean | undefined): string {
  const { port, role, changes, acknowledged, refused } = consumer;
  const breaking = changes.filter(isBreaking).length;
  const parts = [`port ${port}`, ...(role === undefined ? [] : [`role ${role}`])].join(", ");
  const known = acknowledged ? `; acknowledged by ${acknowledged.by} on ${acknowledged.at}` : "";
  const missing = asked && !acknowledged && breaking > 0 ? `; not acknowledged${refused ? `: ${refused}` : ""}` : "";
  const concerned =
    breaking > 0 ? `${breaking} breaking` : changes.length > 0 ? "nothing breaks" : "nothing that it reads";
  return `${nameOf(consumer)} (${parts}): ${concerned}${known}${missing}`;
}

const text: Format = ({ files, ok }, style) => {
  const shownFiles = files.filter((file) => file.changes.length > 0 || files.length === 1);
  const blocks = shownFiles.map((file) => {
    const lines = [style.bold([file.title, versions(file)].filter(Boolean).join("  ")) + style.dim(`  ${file.file}`)];
    for (const { title, changes } of groupsOf(file.changes)) {
      lines.push("", `  ${changes.some(isBreaking) ? style.red(title) : style.green(title)}`);
      for (const change of changes) {
        const { element, kind, path, reason, fix } = change;
        const where = element || path || "the whole";
        lines.push(`    ${style.bold(where)}  ${kind}${values(change) ? `  ${style.dim(values(change))}` : ""}`);
        lines.push(`      ${reason}`);
        if (fix !== undefined) lines.push(`      ${style.dim("fix:")} ${fix}`);
      }
    }
    const { consumers = [] } = file;
    if (file.changes.length > 0 && consumers.length > 0) {
      lines.push("", "  Read by");
      lines.push(...consumers.map((one) => `    ${consumerLine(one, file.asked)}`));
    }
    lines.push("", `  ${file.ok ? style.green("ok") : style.red("too little")}: ${verdict(file)}`);
    return lines.join("\n");
  });
  const behind = files.filter((file) => !file.ok).length;
  const unchanged = files.length - shownFiles.length;
  const summary = [
    count(files.length, "file"),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ok ? "every version says enough" : `${behind} with a version that says too little`,
  ].join(", ");
  return `${[...blocks, ...(files.length === 1 ? [] : [summary])].join("\n\n")}\n`;
};

const json: Format = ({ files, ...whole }) => {
  const change = (one: Change) => ({
    ...one,
    before: one.before ?? null,
    after: one.after ?? null,
    fix: one.fix ?? null,
  });
  const consumer = ({ changes, acknowledged, ...one }: Consumer) => ({
    ...one,
    breaking: changes.filter(isBreaking).map(({ path }) => path),
    changes: changes.map(({ path }) => path),
    acknowledged: acknowledged ?? null,
  });
  return `${JSON.stringify(
    {
      ...whole,
      changes: whole.changes.map(change),
      files: files.map(({ changes: _changes, consumers = [], title, asked = false, ...file }) => ({
        ...file,
        name: title,
        acknowledgementRequired: asked,
        consumers: consumers.map(consumer),
      })),
    },
    null,
    2,
  )}\n`;
};

const cell = (value: string) => value.replaceAll("|", "\\|").replace(/\s+/g, " ");

const markdown: Format = ({ files }) => {
  const blocks = files
    .filter((file) => file.changes.length > 0 || files.length === 1)
    .map((file) => {
      const rows = groupsOf(file.changes).flatMap(({ changes }) =>
        changes.map((one) => {
          const breaks = one.breaks.join(", ") || "nobody";
          const where = one.element || one.path || "the whole";
          const reason = `${one.reason}${one.fix === undefined ? "" : ` Fix: ${one.fix}.`}`;
          return `| ${[`\`${where}\``, one.kind, values(one), breaks, one.bump, reason].map(cell).join(" | ")} |`;
        }),
      );
      const head = ["| what | change | from → to | breaks | bump | why |", "| --- | --- | --- | --- | --- | --- |"];
      const { consumers = [] } = file;
      return [
        `### ${file.ok ? "✅" : "❌"} ${[file.title, versions(file)].filter(Boolean).join(" ")}`,
        `\`${file.file}\`: ${verdict(file)}`,
        ...(rows.length > 0 ? [[...head, ...rows].join("\n")] : []),
        ...(rows.length > 0 && consumers.length > 0
          ? [`Read by:\n${consumers.map((one) => `- ${consumerLine(one, file.asked)}`).join("\n")}`]
          : []),
      ].join("\n\n");
    });
  return `${blocks.length > 0 ? blocks.join("\n\n") : "No change."}\n`;
};

export const FORMATS: Readonly<Record<"text" | "json" | "markdown", Format>> = { text, json, markdown };
