/** What every import has in common: what it is made from, what it gives, and how it says what ODCS can't. */
import type { Finding } from "../document";
import type { LoadResult, Problem } from "../problem";
import { defined } from "../shared";

export interface ImportSource {
  /** Name for messages: a file, an address, a subject. */
  readonly file: string;
  readonly text: string;
}

export interface CustomDraft {
  readonly property: string;
  readonly value: unknown;
}

/** An ODCS property as it will be written; items, keys and values have no name. */
export interface PropertyDraft {
  readonly name?: string;
  readonly businessName?: string;
  /** Absent where ODCS has none for the value: a person has to choose. */
  readonly logicalType?: string;
  readonly physicalType?: string;
  readonly physicalName?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly primaryKey?: boolean;
  readonly primaryKeyPosition?: number;
  readonly partitioned?: boolean;
  readonly partitionKeyPosition?: number;
  readonly classification?: string;
  readonly logicalTypeOptions?: Readonly<Record<string, unknown>>;
  readonly examples?: readonly unknown[];
  readonly relationships?: readonly { readonly to: string }[];
  readonly properties?: readonly PropertyDraft[];
  readonly items?: PropertyDraft;
  readonly customProperties?: readonly CustomDraft[];
}

export interface DatasetDraft {
  readonly name: string;
  readonly businessName?: string;
  readonly physicalName?: string;
  readonly physicalType?: string;
  readonly description?: string;
  readonly properties: readonly PropertyDraft[];
  readonly relationships?: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
  readonly customProperties?: readonly CustomDraft[];
}

/** What the source says of a contract; the rest is for a person to say. */
export interface ContractDraft {
  readonly id?: string;
  readonly name?: string;
  readonly version?: string;
  readonly domain?: string;
  readonly datasets: readonly DatasetDraft[];
  /** What has to be kept beside the contract, by the end of the file's name: an export reads it again. */
  readonly keep?: { readonly suffix: string; readonly text: string };
}

/** One format. Pure: no file system, no network. */
export type Importer = (source: ImportSource) => LoadResult<ContractDraft> | Promise<LoadResult<ContractDraft>>;

/** Nobody reads a contract of more; what is larger comes from definitions that repeat each other. */
const MOST_PROPERTIES = 10_000;

/** Collects what is found while one source is read. */
export class Findings {
  readonly #problems: Problem[] = [];
  #properties = 0;

  add(problem: Problem): void {
    this.#problems.push(problem);
  }

  /** To be called for each property. @throws TooLarge */
  count(): void {
    this.#properties++;
    if (this.#properties > MOST_PROPERTIES) throw new TooLarge();
  }

  /** The draft, or every error. */
  result(draft: ContractDraft): LoadResult<ContractDraft> {
    const errors = this.#problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0) return { ok: false, problems: this.#problems };
    return { ok: true, value: draft, warnings: this.#problems };
  }
}

/** @see MOST_PROPERTIES */
export class TooLarge extends Error {
  finding(): Finding {
    return {
      rule: "import/size",
      message: "Written out, the definitions are too many for a contract.",
      allowed: `at most ${MOST_PROPERTIES} properties`,
      fix: "split it, or take out what refers to itself over and over",
    };
  }
}

/** A warning that something is in customProperties only, where nobody checks it. */
export function unsaid(what: string, given: unknown, property: string): Finding {
  return {
    rule: "import/unsaid",
    severity: "warning",
    message: `ODCS has no word for ${what}: it is kept in customProperties as ${property}, and nothing checks it.`,
    given,
    fix: "say it in words in the description, or as a quality rule",
  };
}

/** `first-name` → `first_name`, unique among its neighbours; the old name is kept as the physical one. */
export class Names {
  readonly #taken = new Set<string>();

  of(given: string): { readonly name: string; readonly physicalName?: string } {
    const letters = given.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_");
    const plain = letters.slice(0, 60) || "_";
    let name = plain.length < 60 ? plain : letters.slice(0, 63);
    for (let next = 2; this.#taken.has(name); next++) name = `${plain}_${next}`;
    this.#taken.add(name);
    return name === given ? { name } : { name, physicalName: given };
  }
}

/** What is given, as custom properties of their format; undefined where there is nothing. */
export function customs(
  format: string,
  given: Readonly<Record<string, unknown>>,
  more: readonly CustomDraft[] = [],
): readonly CustomDraft[] | undefined {
  const own = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ property: `${format}.${name}`, value }],
  );
  return own.length + more.length === 0 ? undefined : [...more, ...own];
}

/** A draft without what is undefined and without options that say nothing. */
export function draft<T extends PropertyDraft | DatasetDraft>(given: { readonly [K in keyof T]: T[K] | undefined }): T {
  const { logicalTypeOptions: options, ...rest } = given as Partial<PropertyDraft>;
  const said = defined(options ?? {});
  return { ...defined(rest), ...(Object.keys(said).length > 0 && { logicalTypeOptions: said }) } as unknown as T;
}
