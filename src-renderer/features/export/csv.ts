// Tables as CSV. Pure. What came from outside is never left in a form that a spreadsheet would run.

export type Cell = string | number | null;

/** A spreadsheet takes a cell that begins with one of these for a formula. */
const FORMULA_START = /^[=+\-@\t\r\n]/u;

/**
 * RFC 4180: CRLF between records, quotes where needed, a header line first. `null` becomes an empty cell; text that would be
 * a formula gets an apostrophe in front. Begins with a byte order mark, without which spreadsheets misread everything but ASCII.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function writeCsv(header: readonly string[], records: ReadonlyArray<readonly Cell[]>): string {
  return `\uFEFF${[header, ...records].map((record) => record.map(writeCell).join(",")).join("\r\n")}\r\n`;
}

function writeCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A moment for machines: ISO 8601 in UTC; empty for none. */
export function writeMoment(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString();
}

/** A file name out of any text: letters, digits, dots and dashes of whatever script, at most 80 of them. Never empty. */
export function fileNameFrom(text: string, extension: string): string {
  const base = Array.from(text.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+|[.-]+$/gu, ""))
    .slice(0, 80)
    .join("");
  return `${base.replace(/[.-]+$/u, "") || "sentray"}.${extension}`;
}
