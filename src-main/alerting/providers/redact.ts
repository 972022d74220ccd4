// Taking secrets out of what receivers say: they like to quote the token that they refuse.

import type { KeyList } from "./settings.ts";

const MASK = "•••";
/** Shorter values occur in ordinary text; masking them would spoil it without hiding anything. */
const SHORTEST_SECRET = 4;

function leaves(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** A secret address is one in its parts, too: replies quote paths without hosts. */
function partsOf(value: string): readonly string[] {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null) return [value];
  const path = url.pathname + url.search;
  const pieces = [...url.pathname.split("/"), ...url.searchParams.values()].filter((piece) => piece.length >= 16);
  return [value, ...(path.length >= 8 ? [path, url.pathname].filter((it) => it.length >= 8) : []), url.password, ...pieces];
}

/** Half a surrogate pair, which a YAML escape can write, has no encoding. */
function wellFormed(value: string): string {
  return Buffer.from(value, "utf8").toString("utf8");
}

/** The values of all secret keys, longest first, also as they look inside a URL or a form. */
export function secretsIn(keys: KeyList, values: Readonly<Record<string, unknown>>): readonly string[] {
  const found = keys
    .filter(([, facts]) => facts.secret === true || facts.kind === "client")
    .flatMap(([key, facts]) => (facts.kind === "client" ? clientSecrets(values[key]) : leaves(values[key])))
    .flatMap(partsOf)
    .flatMap((value) => [value, encodeURIComponent(wellFormed(value)), JSON.stringify(value).slice(1, -1)])
    .filter((value) => value.length >= SHORTEST_SECRET);
  return [...new Set(found)].toSorted((a, b) => b.length - a.length);
}

/** Of a `client` block only these are secret; masking `https` or `never` everywhere would garble replies. */
function clientSecrets(block: unknown): readonly string[] {
  if (typeof block !== "object" || block === null) return [];
  const { proxyUrl, oauth2 } = block as { readonly proxyUrl?: unknown; readonly oauth2?: { readonly clientSecret?: unknown } | null };
  const proxyPassword = typeof proxyUrl === "string" && URL.canParse(proxyUrl) ? new URL(proxyUrl).password : "";
  return [proxyPassword, ...leaves(oauth2?.clientSecret)];
}

/** Replaces every secret in a text. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.split(secret).join(MASK), text);
}

/** A receiver's answer as it may be kept: without secrets and control characters, in one short line. */
export function keepableReply(text: string, secrets: readonly string[]): string {
  const line = redact(text, secrets)
    // A secret cut in half by an earlier limit would slip through, so the cut comes last.
    .replace(/\p{Cc}+/gu, " ")
    .trim();
  return line.length <= 500 ? line : `${line.slice(0, 499)}…`;
}
