/** Words that make a property's name look like personal data. Shared with the guardrail `pii-classified`. */
export const PERSONAL_WORDS: readonly string[] = [
  ..."email emailaddress mail phone phonenumber telephone mobile mobilenumber cellphone fax".split(" "),
  ..."iban creditcard cardnumber cvv birth birthdate birthday birthplace dateofbirth dob".split(" "),
  ..."firstname lastname middlename maidenname givenname familyname fullname surname".split(" "),
  ..."ssn socialsecurity passport passportnumber passportid taxid nationalid driverlicense".split(" "),
  ..."address street gender religion ethnicity".split(" "),
];

/** Words that say that a name is about something else: how many e-mails, not whose. */
const ABOUT: ReadonlySet<string> = new Set(
  "app id count total number sent verified valid type status enabled flag template domain rate score at on".split(" "),
);

/** `customer_firstName` → customer, first, name. */
function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
}

/** The parts of a name, and each two neighbours together: customerfirst, firstname. */
export function wordsOf(name: string): string[] {
  const parts = partsOf(name);
  return [...parts, ...parts.slice(1).map((part, index) => `${parts[index]}${part}`)];
}

/** The word that makes the name look personal, or undefined. */
export function personalWord(name: string): string | undefined {
  const words = wordsOf(name);
  const isAbout = ABOUT.has(partsOf(name).at(-1) ?? "") && !PERSONAL_WORDS.includes(words.at(-1) ?? "");
  if (isAbout || /^(?:is|has)(?:_|[A-Z])/.test(name)) return undefined;
  return words.find((word) => PERSONAL_WORDS.includes(word));
}
