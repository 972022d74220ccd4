// Conditions as text: the value that was seen in them, and what can be completed at the caret. Pure.

import type { ConditionCompletion } from "../../../../shared/model/settings-monitor.ts";

const SHOWN_COMPLETIONS = 40;

/**
 * The value that was seen, out of a condition's display such as `[STATUS] (503) == 200`.
 * Null when the display says nothing beyond the condition itself; all of it when more than one value was put in.
 */
export function seenValue(condition: string, display: string): string | null {
  const text = condition.trim();
  if (display === text || display === "") return null;
  let start = 0;
  while (start < text.length && text[start] === display[start]) start += 1;
  // The blank before the bracket belongs to both.
  if (text[start - 1] === " " && display[start] === "(") start -= 1;
  const rest = text.slice(start);
  if (!display.endsWith(rest)) return display;
  const value = display.slice(start, display.length - rest.length).trim();
  return /^\([^]*\)$/u.test(value) ? value.slice(1, -1) : display;
}

export interface CompletionOffer {
  /** What the chosen text replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly ConditionCompletion[];
}

/** What fits the word before the caret, those that begin with it first; null when nothing does. */
export function completeAt(text: string, caret: number, completions: readonly ConditionCompletion[]): CompletionOffer | null {
  const from = wordStart(text, caret);
  const word = text.slice(from, caret).toLowerCase();
  const after = /^[\w\].]*/u.exec(text.slice(caret))?.[0] ?? "";
  const isExact = completions.some(({ label }) => label.toLowerCase() === word);
  if (word === "" && from > 0 && !/[\s(]$/u.test(text.slice(0, from))) return null;
  const starting = completions.filter(({ label }) => label.toLowerCase().startsWith(word));
  const containing =
    word.length < 2 ? [] : completions.filter(({ label }) => !label.toLowerCase().startsWith(word) && label.toLowerCase().includes(word));
  const items = [...starting, ...containing].slice(0, SHOWN_COMPLETIONS);
  if (items.length === 0 || (isExact && items.length === 1)) return null;
  return { from, to: caret + (word.startsWith("[") ? after.length : 0), items };
}

/** Where the word that ends at the caret begins: behind a blank or a function's bracket. */
function wordStart(text: string, caret: number): number {
  let start = caret;
  while (start > 0 && !/[\s(,]/u.test(text[start - 1] ?? "")) start -= 1;
  return start;
}
