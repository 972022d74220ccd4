// Spells values as YAML in the style of the text around them. Pure. Only for what is new: text that is there is never spelt again.

import type { PlainValue } from "../../../shared/model/alert.ts";
import { isList, isMapping, plainScalar } from "./written-value.ts";

/** How a file is written. */
export interface TextStyle {
  readonly newline: "\n" | "\r\n";
  /** Columns that a mapping is indented below its key. */
  readonly step: number;
  /** Columns that a list's dashes are indented below their key; may be 0. */
  readonly listStep: number;
  readonly quote: '"' | "'";
}

/** What YAML 1.1 or 1.2 would take for something else than a text. */
const NOT_A_TEXT =
  /^(?:~|null|true|false|yes|no|on|off|y|n|<<|=|[-+]?[\d.][\d._:]*(?:e[-+]?\d+)?|[-+]?0[xob][\da-f_]+|[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*)$/i;
const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./:@%+=~?&*!();<>| '\p{L}\p{N}-]*$/u;

/** A scalar, or a collection in flow style, on one line. `quote`: the quotes to use where some are needed; null = as the style says. */
export function emitInline(value: PlainValue, style: TextStyle, quote: '"' | "'" | "plain" = "plain", inFlow = false): string {
  if (isList(value)) return `[${value.map((item) => emitInline(item, style, "plain", true)).join(", ")}]`;
  if (isMapping(value)) {
    const members = Object.entries(value).map(([key, member]) => `${emitKey(key, style)}: ${emitInline(member, style, "plain", true)}`);
    return `{${members.join(", ")}}`;
  }
  if (typeof value !== "string") return value === null ? "null" : String(value);
  if (quote === "plain") return isSafePlain(value, inFlow) ? value : quoted(value, style.quote);
  return quoted(value, quote);
}

/** The lines of a collection that is not empty, its first column at `column`. */
export function emitBlock(value: PlainValue, column: number, style: TextStyle): readonly string[] {
  const pad = " ".repeat(column);
  if (isList(value)) {
    return value.flatMap((item) => {
      if (!isFilled(item)) return withText(`${pad}-`, item, column, style);
      const lines = emitBlock(item, column + 2, style);
      return [`${pad}- ${(lines[0] ?? "").trimStart()}`, ...lines.slice(1)];
    });
  }
  if (!isMapping(value)) return [pad + emitInline(value, style)];
  return Object.entries(value).flatMap(([key, member]) => emitPair(key, member, column, style));
}

/** The lines of one key with its value. */
export function emitPair(key: string, value: PlainValue, column: number, style: TextStyle): readonly string[] {
  const head = `${" ".repeat(column)}${emitKey(key, style)}:`;
  if (!isFilled(value)) return withText(head, value, column, style);
  return [head, ...emitBlock(value, column + (isList(value) ? style.listStep : style.step), style)];
}

/** Whether a value takes lines of its own: a collection that is not empty. */
export function isFilled(value: PlainValue): boolean {
  return (isList(value) && value.length > 0) || (isMapping(value) && Object.keys(value).length > 0);
}

function withText(head: string, value: PlainValue, column: number, style: TextStyle): readonly string[] {
  if (typeof value === "string" && isLiteral(value)) {
    const pad = " ".repeat(column + style.step);
    const body = value.endsWith("\n") ? value.slice(0, -1) : value;
    return [`${head} |${value.endsWith("\n") ? "" : "-"}`, ...body.split("\n").map((line) => (line === "" ? "" : pad + line))];
  }
  return [`${head} ${emitInline(value, style)}`];
}

/** Whether a text is best written over several lines as it is. */
function isLiteral(text: string): boolean {
  return /^[^\s][^]*\n[^]*[^\n]\n?$/.test(text) && !/[^\n\t\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\ufffd]/.test(text) && !/^\t|\n\t/.test(text);
}

function emitKey(key: string, style: TextStyle): string {
  return isSafePlain(key, true) && key.length <= 200 ? key : quoted(key, style.quote);
}

function isSafePlain(text: string, inFlow: boolean): boolean {
  if (!PLAIN.test(text) || NOT_A_TEXT.test(text) || plainScalar(text) !== text) return false;
  if (/: | #|[: ]$|^(?:---|\.\.\.)/.test(text)) return false;
  return !inFlow || !/[:?]/.test(text);
}

function quoted(text: string, quote: '"' | "'"): string {
  if (quote === "'" && /^[\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const DEFAULT_STYLE: TextStyle = { newline: "\n", step: 2, listStep: 2, quote: '"' };

/** The style of a text, read off its first examples. */
export function styleOf(text: string): TextStyle {
  const newline = /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n";
  const mapping = /^( *)[\w"'][^\n#]*:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( +)[\w"']/m.exec(text);
  const list = /^( *)(?:- +)?[\w"'][^\n#]*:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- /m.exec(text);
  const step = mapping === null ? DEFAULT_STYLE.step : (mapping[2] ?? "").length - (mapping[1] ?? "").length;
  const listStep = list === null ? DEFAULT_STYLE.listStep : (list[2] ?? "").length - (list[1] ?? "").length;
  const single = text.match(/[-:] '/g)?.length ?? 0;
  const double = text.match(/[-:] "/g)?.length ?? 0;
  return {
    newline,
    step: step >= 1 && step <= 8 ? step : DEFAULT_STYLE.step,
    listStep: listStep >= 0 && listStep <= 8 ? listStep : DEFAULT_STYLE.listStep,
    quote: single > double ? "'" : '"',
  };
}
