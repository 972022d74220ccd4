// Free-form parts of the configuration as plain values.

import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ConfigNode } from "../source/tree.ts";
import { isNullNode } from "../source/tree.ts";
import { readNumber } from "./scalars.ts";

/**
 * The value of a node as YAML's core schema has it. A number stays the text as written unless that text is exactly how the
 * number prints: `0123`, `1.50` and 20-digit ids lose nothing, and whoever wants a number reads it from the text.
 */
export function plainValue(node: ConfigNode): PlainValue {
  switch (node.kind) {
    case "list":
      return node.items.map(plainValue);
    case "mapping":
      return plainRecord(node.entries.values());
    case "scalar":
      if (!node.plain) return node.text;
      if (isNullNode(node)) return null;
      if (/^(true|True|TRUE)$/.test(node.text)) return true;
      if (/^(false|False|FALSE)$/.test(node.text)) return false;
      return plainNumber(node.text) ?? node.text;
  }
}

/** As {@link plainValue} for the entries of a mapping; null values are left out, as a key without a value is in Gatus. */
export function plainSettings(
  entries: Iterable<{ readonly key: string; readonly value: ConfigNode }>,
): Readonly<Record<string, PlainValue>> {
  return plainRecord([...entries].filter(({ value }) => !isNullNode(value)));
}

function plainRecord(entries: Iterable<{ readonly key: string; readonly value: ConfigNode }>): Readonly<Record<string, PlainValue>> {
  // fromEntries defines properties, so that a key called __proto__ is a key like the others.
  return Object.fromEntries([...entries].map(({ key, value }) => [key, plainValue(value)]));
}

function plainNumber(text: string): number | null {
  const number = readNumber(text);
  return number !== null && String(number) === text ? number : null;
}
