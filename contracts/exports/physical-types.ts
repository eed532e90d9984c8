/** What the types of stores hold, for properties that name no logical type. */

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(bool|boolean|bit|logical)$/, "boolean"],
  [/^(u?int\d*|integer|bigint|smallint|tinyint|mediumint|long|short|byte|(big|small)?serial\d?)$/, "integer"],
  [/^(numeric|decimal|number|bignumeric|money|float\d*|double|double precision|real)$/, "number"],
  [/^date$/, "date"],
  [/^(timestamp\w*|datetime\w*|timestamp with(out)? time zone)$/, "timestamp"],
  [/^(time|timetz|time with(out)? time zone)$/, "time"],
  [/^(n?varchar2?|n?char|character|character varying|text|n?text|string|uuid|citext|clob|enum|n?clob)$/, "string"],
  [/^(bytes|bytea|n?varbinary|binary|blob)$/, "string"],
  [/^(json|jsonb|struct|record|object|variant|super)$/, "object"],
  [/^(array|list|repeated)$/, "array"],
];

/** The logical type of `varchar(18)` or `STRUCT<…>`; undefined where the name says nothing certain. */
export function typeOfPhysical(physicalType: string | undefined): string | undefined {
  const name = physicalType
    ?.toLowerCase()
    .replace(/\s*[(<].*$/s, "")
    .trim();
  return name === undefined ? undefined : TYPES.find(([pattern]) => pattern.test(name))?.[1];
}
