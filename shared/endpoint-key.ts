// How an endpoint's group and name become its key, and its name for people. The key is compatible with Gatus'.

import type { EndpointKey } from "./model/endpoint.ts";

/** White space as Go trims it: it has U+0085 and lacks U+FEFF, which `String.prototype.trim` sees the other way round. */
const GO_SPACE = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const OUTER_SPACE = new RegExp(`^${GO_SPACE}+|${GO_SPACE}+$`, "g");

/** `clean(group)_clean(name)`; without a group it begins with `_`. */
export function endpointKey(group: string, name: string): EndpointKey {
  return `${cleanKeyPart(group)}_${cleanKeyPart(name)}`;
}

/** Lower case, trimmed, and each of `/ _ . , # + &` and of the blank turned into `-`. Nothing is collapsed. */
export function cleanKeyPart(text: string): string {
  return lowerCase(text)
    .replace(OUTER_SPACE, "")
    .replace(/[/_.,#+& ]/g, "-");
}

/** `group/name`, or the name alone when there is no group. */
export function endpointDisplayName(endpoint: { readonly group: string; readonly name: string }): string {
  return endpoint.group === "" ? endpoint.name : `${endpoint.group}/${endpoint.name}`;
}

/** Each character by itself: JavaScript's own lower-casing looks at neighbours (final sigma) and turns `İ` into two characters. */
function lowerCase(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let result = "";
  for (const character of text) result += character === "\u0130" ? "i" : character.toLowerCase();
  return result;
}
