// A text with its meaning. Reading it is quick; the tokens that a change needs are read when they are asked for. Pure.

import { say } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { styleOf } from "./emit.ts";
import type { TextStyle } from "./emit.ts";
import { parseText, parseTextWithTokens } from "./parsed-text.ts";
import type { ParsedText } from "./parsed-text.ts";
import { TooLargeError, valueOf } from "./written-value.ts";

/** A text with its meaning. */
export interface EditableText {
  readonly text: string;
  readonly value: PlainValue;
  /** Its nodes; for looking only, because the tokens may be missing. */
  readonly nodes: ParsedText;
  /** Its nodes with their tokens. Slow for large texts when it is read for the first time. */
  readonly parsed: ParsedText;
  readonly style: TextStyle;
}

/**
 * Reads a text for editing.
 * @param style how new parts are to be written; absent = as the text is
 * @returns `config_invalid` when its structure cannot be edited
 */
export function readEditable(text: string, style?: TextStyle): Result<EditableText> {
  const nodes = parseText(text);
  if (!nodes.ok) return nodes;
  let knownTokens = nodes.value.layouts === null ? nodes.value : null;
  let knownStyle = style ?? null;
  try {
    return ok({
      text,
      value: valueOf(nodes.value, nodes.value.root),
      nodes: nodes.value,
      get parsed() {
        knownTokens ??= withTokens(text);
        return knownTokens;
      },
      get style() {
        knownStyle ??= styleOf(text);
        return knownStyle;
      },
    });
  } catch (error) {
    if (error instanceof TooLargeError) return err("config_invalid", say("editing.tooLargeFollowed"));
    throw error;
  }
}

function withTokens(text: string): ParsedText {
  const parsed = parseTextWithTokens(text);
  if (!parsed.ok) throw new Error("a text that was read element by element cannot be read as one");
  return parsed.value;
}
