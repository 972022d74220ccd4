// Keeping texts within what a receiver takes. Long inputs are shortened before they are put into markup, so that the markup stays
// whole; what fits is never touched.

import type { AlertMessage } from "./message.ts";

const ELLIPSIS = "…";

/** Cuts to at most `limit` UTF-16 units, never through a character, with an ellipsis where something is missing. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit - ELLIPSIS.length));
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut) + (limit > 0 ? ELLIPSIS : "");
}

/** The length of a text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** Cuts to at most `limit` bytes of UTF-8, never through a character. */
export function shortenBytes(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  const room = Math.max(0, limit - byteLength(ELLIPSIS));
  const bytes = Buffer.from(text.slice(0, limit), "utf8");
  let end = Math.min(room, bytes.length);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString("utf8") + (limit >= byteLength(ELLIPSIS) ? ELLIPSIS : "");
}

/** How much of each input is kept, from generous to terse. */
const LADDER: ReadonlyArray<{ readonly name: number; readonly text: number; readonly entry: number; readonly entries: number }> = [
  { name: 500, text: 4_000, entry: 1_000, entries: 100 },
  { name: 300, text: 1_000, entry: 300, entries: 30 },
  { name: 200, text: 400, entry: 150, entries: 12 },
  { name: 100, text: 150, entry: 80, entries: 6 },
  { name: 60, text: 60, entry: 40, entries: 3 },
  { name: 40, text: 20, entry: 20, entries: 1 },
];

function fewer<T>(entries: readonly T[], limit: number, more: (missing: number) => T): readonly T[] {
  return entries.length <= limit ? entries : [...entries.slice(0, limit), more(entries.length - limit)];
}

function shrink(message: AlertMessage, step: (typeof LADDER)[number]): AlertMessage {
  const { endpoint, alert, result, notice } = message;
  return {
    ...message,
    endpoint: {
      ...endpoint,
      name: shorten(endpoint.name, step.name),
      group: shorten(endpoint.group, step.name),
      url: shorten(endpoint.url, step.text),
      tags: fewer(endpoint.tags, step.entries, (missing) => `${ELLIPSIS} ${missing} more`),
      links: endpoint.links.slice(0, step.entries),
    },
    alert: { ...alert, description: alert.description === null ? null : shorten(alert.description, step.text) },
    result: {
      ...result,
      conditions: fewer(
        // Failed ones tell more: they are kept in preference.
        result.conditions.length > step.entries
          ? result.conditions.toSorted((a, b) => Number(a.success) - Number(b.success))
          : result.conditions,
        step.entries,
        (missing) => ({ condition: `${ELLIPSIS} ${missing} more`, success: result.conditions.every((it) => it.success) }),
      ).map((it) => ({ ...it, condition: shorten(it.condition, step.entry) })),
      errors: fewer(result.errors, step.entries, (missing) => `${ELLIPSIS} ${missing} more`).map((it) => shorten(it, step.entry)),
    },
    notice: notice === null ? null : { title: shorten(notice.title, step.name), body: shorten(notice.body, step.text) },
    alsoAffected: fewer(message.alsoAffected, step.entries, (missing) => `${ELLIPSIS} ${missing} more`),
  };
}

/** The message itself if it fits, otherwise with its inputs shortened as little as needed; at worst the tersest form. */
function fitMessage(message: AlertMessage, fits: (message: AlertMessage) => boolean): AlertMessage {
  if (fits(message)) return message;
  for (const step of LADDER) {
    const smaller = shrink(message, step);
    if (fits(smaller)) return smaller;
  }
  return shrink(message, LADDER[LADDER.length - 1] ?? { name: 0, text: 0, entry: 0, entries: 0 });
}

/** Renders within `limit` UTF-16 units. */
export function fit(limit: number, message: AlertMessage, render: (message: AlertMessage) => string): string {
  return shorten(render(fitMessage(message, (it) => render(it).length <= limit)), limit);
}

/** Renders within `limit` bytes of UTF-8. */
export function fitBytes(limit: number, message: AlertMessage, render: (message: AlertMessage) => string): string {
  return shortenBytes(render(fitMessage(message, (it) => byteLength(render(it)) <= limit)), limit);
}

/** Builds a JSON body whose text stays within `limit` bytes as far as shortening the inputs can bring it. */
export function fitJson<T>(limit: number, message: AlertMessage, build: (message: AlertMessage) => T): T {
  return build(fitMessage(message, (it) => byteLength(JSON.stringify(build(it))) <= limit));
}
