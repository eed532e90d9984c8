/** Shapes of credentials that are told by their look alone. Linear patterns: they run over every text of a stack. */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bglpat-[A-Za-z0-9_-]{20}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\bsk_live_[A-Za-z0-9]{16}/,
  /\beyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,2000}\./,
  /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{1,100}:[^\s/:@"'*${}<>]{1,200}@[A-Za-z0-9]/,
];

const NAME_ENDS = [
  "password",
  "passwd",
  "passphrase",
  "secretkey",
  "secretaccesskey",
  "apikey",
  "accesstoken",
  "refreshtoken",
  "authtoken",
  "privatekey",
  "clientsecret",
  "credential",
  "credentials",
];
const NAMES = ["secret", "token", "pwd"];

/** Does this text look like a credential, whatever it is called? */
export function looksLikeCredential(text: string): boolean {
  return SHAPES.some((shape) => shape.test(text));
}

/** Is something with this name a credential, whatever it looks like? */
export function isCredentialName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return NAMES.includes(plain) || NAME_ENDS.some((end) => plain.endsWith(end));
}
