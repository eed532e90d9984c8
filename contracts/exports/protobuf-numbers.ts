/**
 * Field numbers of Protobuf messages. On the wire a field is its number, so a number belongs to its field for ever: what
 * was once given is kept in a file beside the contract, a removed field's number is reserved, and a field whose type
 * changes in a way that old data can't be read in gets a new one.
 */
import { z } from "zod";
import { NotExpressible } from "./exporter";

/** End of the name of the file that the numbers are kept in: `orders.odcs.yaml` has `orders.numbers.lock.json`. */
export const NUMBERS_SUFFIX = ".numbers.lock.json";
const ABOUT = "Field numbers of the Protobuf messages. Kept by mesh export protobuf; never change or reuse one.";

/** Protobuf's greatest field number, and the range that it keeps for itself. */
const GREATEST = 536_870_911;
const OWN = { from: 19_000, to: 19_999 } as const;

const number = z.int().min(1).max(GREATEST);
const message = z.strictObject({
  fields: z.record(z.string(), z.strictObject({ number, type: z.string() })).describe("By the property's name"),
  reserved: z.strictObject({ numbers: z.array(number), names: z.array(z.string()) }).describe("Once used, never again"),
});
const lock = z.strictObject({
  about: z.string(),
  messages: z.record(z.string(), message).describe("By dataset, then the path of the property: orders.lines"),
});

export type MessageNumbers = z.infer<typeof message>;
export interface FieldType {
  readonly name: string;
  /** As Protobuf writes it, `optional` left out; a message is `message`, whatever its name. */
  readonly type: string;
}

/** Types that can be read as each other: all are varints. */
const VARINTS: ReadonlySet<string> = new Set(["int32", "uint32", "int64", "uint64", "bool"]);

function isCompatible(before: string, now: string): boolean {
  return before === now || (VARINTS.has(before) && VARINTS.has(now));
}

/** The numbers of a message's fields, given those of before; nothing that was ever given is given again. */
export function numbered(before: MessageNumbers | undefined, fields: readonly FieldType[]): MessageNumbers {
  const kept = Object.entries(before?.fields ?? {});
  const taken = new Map(fields.map(({ name, type }) => [name, type]));
  const stays = ([name, { type }]: (typeof kept)[number]) => isCompatible(type, taken.get(name) ?? "");
  const numbers = [...(before?.reserved.numbers ?? []), ...kept.filter((one) => !stays(one)).map(([, f]) => f.number)];
  const names = new Set([...(before?.reserved.names ?? []), ...kept.map(([name]) => name)]);
  let next = Math.max(0, ...numbers, ...kept.map(([, field]) => field.number));
  const free = () => {
    next += next + 1 === OWN.from ? OWN.to - OWN.from + 2 : 1;
    return next;
  };
  const stayed = new Map(kept.filter(stays));
  return {
    fields: Object.fromEntries(
      fields.map(({ name, type }) => [name, { number: stayed.get(name)?.number ?? free(), type }]),
    ),
    reserved: {
      numbers: [...new Set(numbers)].sort((a, b) => a - b),
      // Protobuf doesn't let a message have a field whose name it reserves: one that came back is used again.
      names: [...names].filter((name) => !taken.has(name)).sort(),
    },
  };
}

/** All messages of a contract, while it is exported. */
export class Numbers {
  readonly #messages: Map<string, MessageNumbers>;
  readonly #before: string | undefined;

  /**
   * @param text of the file that was kept; undefined at the first export
   * @throws NotExpressible where it can't be used
   */
  constructor(text: string | undefined, file: string) {
    this.#before = text;
    this.#messages = new Map(text === undefined ? [] : Object.entries(read(text, file)));
  }

  /** @param key path of the message, like `orders.lines` */
  of(key: string, fields: readonly FieldType[]): MessageNumbers {
    const now = numbered(this.#messages.get(key), fields);
    this.#messages.set(key, now);
    return now;
  }

  /** The file's new text; undefined where nothing has changed. */
  get changed(): string | undefined {
    const text = numbersText(this.#messages);
    return text === this.#before ? undefined : text;
  }
}

/** The text of the file. */
export function numbersText(messages: ReadonlyMap<string, MessageNumbers>): string {
  const sorted = [...messages].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ about: ABOUT, messages: Object.fromEntries(sorted.map(inOrder)) }, null, 2)}\n`;
}

function inOrder([key, { fields, reserved }]: readonly [string, MessageNumbers]) {
  const sorted = Object.entries(fields).sort(([, a], [, b]) => a.number - b.number);
  return [key, { fields: Object.fromEntries(sorted), reserved }] as const;
}

function read(text: string, file: string): Record<string, MessageNumbers> {
  const refuse = (path: string, what: string, fix: string): never => {
    throw new NotExpressible({ file, path }, what, { fix });
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return refuse(
      "",
      "the kept field numbers aren't JSON",
      "take the file back from version control, or end the merge",
    );
  }
  const parsed = lock.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(
      issue?.path.join(".") ?? "",
      `the kept field numbers: ${issue?.message}`,
      "take back the last version",
    );
  }
  const { messages } = parsed.data;
  for (const [key, { fields, reserved }] of Object.entries(messages)) {
    const numbers = [...Object.values(fields).map((field) => field.number), ...reserved.numbers];
    const twice = numbers.find((one, at) => numbers.indexOf(one) < at);
    if (twice !== undefined)
      refuse(
        `messages.${key}`,
        `two fields have the number ${twice}`,
        "after a merge, give the younger one a new number",
      );
  }
  return messages;
}
