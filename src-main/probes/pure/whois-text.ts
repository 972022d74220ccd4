// When a domain ends, from what a WHOIS server or an RDAP service says. Registries agree on little, so dates come in many forms.

import type { EpochMs } from "../../../shared/units.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function utc(year: number, month: number, day: number, time: string | undefined): EpochMs | null {
  const [hours = 0, minutes = 0, seconds = 0] = (time ?? "").split(":").map(Number);
  const moment = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= 31 && !Number.isNaN(moment) && year >= 1985 && year < 2200;
  return isReal ? moment : null;
}

type Reader = (match: RegExpExecArray) => EpochMs | null;

const TIME = String.raw`(?:[T ]+(\d{1,2}:\d{2}:\d{2}))?`;

/** Forms without a time zone are read as UTC: a few hours do not matter for a date that is known in days. */
const FORMS: ReadonlyArray<readonly [RegExp, Reader]> = [
  [new RegExp(String.raw`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?${TIME}`), (m) => utc(Number(m[1]), Number(m[2]), Number(m[3]), m[4])],
  [new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})(?:\D|$)`), (m) => utc(Number(m[1]), Number(m[2]), Number(m[3]), undefined)],
  [new RegExp(String.raw`^(\d{1,2})[-./](\d{1,2})[-./](\d{4})\.?${TIME}`), (m) => utc(Number(m[3]), Number(m[2]), Number(m[1]), m[4])],
  [
    new RegExp(String.raw`^(?:[a-z]{3}\w* )?(\d{1,2})[- .]([a-z]{3})[a-z]*[- .]+(\d{4})${TIME}`, "i"),
    (m) => utc(Number(m[3]), MONTHS.indexOf((m[2] ?? "").toLowerCase()) + 1, Number(m[1]), m[4]),
  ],
  [
    new RegExp(String.raw`^(?:[a-z]{3}\w* )?([a-z]{3})[a-z]* +(\d{1,2})(?: (\d{1,2}:\d{2}:\d{2})(?: [a-z]+)?|,)? +(\d{4})`, "i"),
    (m) => utc(Number(m[4]), MONTHS.indexOf((m[1] ?? "").toLowerCase()) + 1, Number(m[2]), m[3]),
  ],
];

/** A date as registries write it; null = not understood. */
export function parseRegistryDate(text: string): EpochMs | null {
  const trimmed = text.trim().slice(0, 64);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/i.test(trimmed)) {
    const moment = Date.parse(trimmed);
    return Number.isNaN(moment) ? null : moment;
  }
  for (const [form, read] of FORMS) {
    const match = form.exec(trimmed);
    if (match !== null) {
      return read(match);
    }
  }
  return null;
}

/** Words in the key of the line that has the date. */
const EXPIRY_KEY = /expir|paid-till|renewal date|valid until|validity|valid-date/i;

/** `key: value`, `key.....: value`, `[key] value`, as registries print them. */
function keyAndValue(line: string): readonly [key: string, value: string] | null {
  const match = /^\s*\[([^\]]{1,60})\]\s*(.*)$/.exec(line) ?? /^\s*([^:]{1,60}?)[\s.]*:\s*(.*)$/.exec(line);
  return match === null ? null : [match[1] ?? "", match[2] ?? ""];
}

/** The end of a domain by a WHOIS answer; the registry's own date before a registrar's. null = there is none. */
export function expiryInWhois(text: string): EpochMs | null {
  let found: EpochMs | null = null;
  // Lines end in CR LF by the standard, in LF alone on some servers. @see RFC 3912 section 2
  for (const line of text.split(/\r?\n/)) {
    const pair = line.length > 500 ? null : keyAndValue(line);
    if (pair !== null && EXPIRY_KEY.test(pair[0])) {
      const moment = parseRegistryDate(pair[1]);
      if (moment !== null && /registry/i.test(pair[0])) {
        return moment;
      }
      found ??= moment;
    }
  }
  return found;
}

/** The server that `whois.iana.org` names for a top-level domain; null = none. Only names, never addresses or ports. */
export function whoisServerIn(text: string): string | null {
  const match = /^(?:whois|refer):[ \t]*([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)[ \t]*\r?$/im.exec(text);
  return match?.[1]?.includes(".") === true && !/^[\d.]+$/.test(match[1]) ? match[1].toLowerCase() : null;
}

/** Phrases of servers that say that a domain does not exist. */
export function saysNotFound(text: string): boolean {
  return /^\s*(?:>>>)?\s*(?:no match|not found|no data found|no entries found|domain not found|status:\s*(?:free|available))/im.test(text);
}
