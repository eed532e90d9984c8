/** Where the data is, who may reach it, and who answers for it. */
import {
  breaksBoth,
  breaksReader,
  breaksWriter,
  type Changed,
  type Grader,
  minor,
  type Presence,
  patch,
  type Verdict,
} from "../change";
import type { Fields } from "../shapes";
import { owner, partsOf, textsOf, without } from "./parts";

/** What a server is reached by. */
const ADDRESS = [
  ...[
    "account",
    "catalog",
    "catalogUrl",
    "database",
    "dataset",
    "endpointUrl",
    "host",
    "location",
    "namespace",
    "path",
  ],
  ...[
    "port",
    "project",
    "region",
    "regionName",
    "schema",
    "serviceName",
    "stagingDir",
    "warehouse",
    "workgroup",
    "stream",
  ],
];

/** A role by which somebody writes. */
const writes = ({ access }: Fields) => /write|all|admin|insert|update/i.test(String(access));

const isOwner = ({ role }: Fields) => /\bowner\b/i.test(String(role));

function consumers({ before, after }: Changed): Verdict {
  const [from, to] = [before["custom.consumers"], after["custom.consumers"]];
  if (to === undefined) return minor("role.widened", "Any product may take the role.");
  const gone = from === undefined ? ["any other"] : without(textsOf(from), textsOf(to));
  if (gone.length === 0)
    return minor("role.widened", `It may be taken by ${without(textsOf(to), textsOf(from)).join(", ")} too.`);
  const grade = writes(after) ? breaksWriter : breaksReader;
  return grade("role.narrowed", `${gone.join(", ")} may not take the role any more.`);
}

function access({ before, after }: Changed): Verdict {
  if (String(before.access).toLowerCase() === String(after.access).toLowerCase())
    return patch("role", "The same access.");
  const [from, to] = [writes(before), writes(after)];
  if (from && !to) return breaksWriter("role.narrowed", "Whoever has the role may not write any more.");
  if (!from && to) return minor("role.widened", "Whoever has the role may write too.");
  return breaksReader("role.narrowed", "Whoever has the role may do something else.");
}

function memberChange(was: boolean, is: boolean): Verdict {
  if (was || is) return minor("owner", "Somebody else answers for it.");
  return patch("team", "The team is another; its owner isn't.");
}

export const ACCESS: readonly Grader[] = [
  {
    on: ["server"],
    fields: ["type"],
    grade: () => [
      breaksBoth("server.type", "Another kind of server is read and written in another way.", {
        fix: "add a server beside it",
      }),
    ],
  },
  {
    on: ["server"],
    fields: ["format", "encoding", "delimiter"],
    grade: ({ fields }) =>
      fields.map((field) =>
        breaksBoth("format", "What is written in one format isn't read in another.", {
          field,
          fix: "add a server with the new format beside it",
        }),
      ),
  },
  {
    on: ["server"],
    fields: ADDRESS,
    grade: ({ fields }) =>
      fields.map((field) =>
        breaksReader("address", "Readers look for it where it was.", {
          field,
          fix: "keep the old address until readers have moved",
        }),
      ),
  },
  {
    on: ["server"],
    fields: ["environment"],
    grade: () => [minor("environment", "The server is another environment's.")],
  },
  { on: ["role"], fields: ["access"], grade: (changed) => [access(changed)] },
  { on: ["role"], fields: ["custom.consumers"], grade: (changed) => [consumers(changed)] },
  { on: ["team"], fields: ["name"], grade: () => [minor("owner", "Another team answers for it.")] },
  { on: ["member"], fields: ["role"], grade: ({ before, after }) => [memberChange(isOwner(before), isOwner(after))] },
  {
    on: ["support"],
    fields: ["url", "tool", "scope", "invitationUrl"],
    grade: ({ fields }) => fields.map((field) => minor("support", "Help is found elsewhere.", { field })),
  },
];

export const ACCESS_PRESENCE: readonly Presence[] = [
  {
    on: "server",
    came: () => [minor("server.added", "It is to be had at one place more.")],
    went: () => [
      breaksReader("server.removed", "Readers look for it where it was.", { fix: "keep it until readers have moved" }),
    ],
  },
  {
    on: "role",
    came: () => [minor("role.added", "There is one way more to be let in.")],
    went: (before) => {
      const grade = writes(before) ? breaksWriter : breaksReader;
      return [
        grade("role.removed", "Whoever had access by it loses it.", { fix: "keep the role until nobody asks for it" }),
      ];
    },
  },
  {
    on: "support",
    came: () => [minor("support.added", "There is one place more where help is found.")],
    went: (_before, pair) => [
      partsOf((owner(pair, "contract") ?? owner(pair, "product"))?.raw[1], "support").length === 0
        ? breaksReader("support.removed", "There is no place left where help is found.")
        : minor("support.removed", "There is one place less where help is found."),
    ],
  },
  {
    on: "team",
    came: () => [minor("owner", "It is said who answers for it.")],
    went: () => [minor("owner", "It isn't said any more who answers for it.")],
  },
  {
    on: "member",
    came: (after) => [memberChange(false, isOwner(after))],
    went: (before) => [memberChange(isOwner(before), false)],
  },
  {
    on: "price",
    came: () => [breaksReader("price", "It costs something, and didn't.")],
    went: () => [minor("price", "It isn't said any more what it costs.")],
  },
];
