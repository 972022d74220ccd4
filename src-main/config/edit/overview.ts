// What the settings list: every entry with its place, the providers that have a block, and texts that look like secrets. Pure.

import { isMap, isScalar, isSeq } from "yaml";

import { endpointKey } from "../../../shared/endpoint-key.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import { ENTRY_LISTS } from "../../../shared/model/settings.ts";
import type { EntryList, EntrySummary, PlainSecret, ValuePath, WrittenValue } from "../../../shared/model/settings.ts";
import { kindOfUrl } from "../build/target.ts";
import { readEditable } from "./editable-text.ts";
import type { EditableText } from "./editable-text.ts";
import { excerptOf, stretchOf } from "./excerpt.ts";
import { itemEnd, lineStart, linesEnd, columnOf, pairEnd, pairStart, dashOf } from "./geometry.ts";
import { groupOf, nameOf } from "./entry-name.ts";
import { asNode, followAlias, isMerge, rangeOf } from "./parsed-text.ts";
import type { ParsedText, TextNode } from "./parsed-text.ts";
import { looksLikeSecret, suggestSecretName } from "./secret-texts.ts";
import { nodeIn, ROOT, walk } from "./slots.ts";
import { getAt } from "./tree-edit.ts";
import { isList, isMapping, membersOf } from "./written-value.ts";

/** Every entry of a file, in file order. */
export function listEntries(file: string, editable: EditableText): readonly EntrySummary[] {
  const lineOf = createLineCounter(editable.text);
  return ENTRY_LISTS.flatMap((list) => entriesOf(file, editable, list, lineOf)).toSorted((a, b) => a.line - b.line);
}

function entriesOf(
  file: string,
  { nodes: parsed, value }: EditableText,
  list: EntryList,
  lineOf: (offset: number) => number,
): readonly EntrySummary[] {
  const way = walk(parsed, [list]);
  const slot = way.missing.length === 0 ? way.slots.at(-1) : undefined;
  const seq = slot === undefined ? null : followAlias(parsed, nodeIn(parsed, slot));
  const values = getAt(value, [list]);
  const starts = parsed.layouts?.find(({ key }) => key === list)?.starts;
  if (!isSeq(seq) || !isList(values)) return [];
  return values.map((entry, index) => {
    const node = asNode(seq.items[index]);
    const [name, group] = [nameOf(entry), groupOf(entry)];
    const url = textAt(entry, "url");
    return {
      ref: { file, list, index, name, group },
      line: lineOf(starts?.[index] ?? dashOf(seq, index) ?? (node === null ? 0 : rangeOf(node)[0])),
      key: endpointKey(group, name),
      url,
      kind: isMapping(entry) && isMapping(entry["dns"]) ? "DNS" : kindOfUrl(url),
      enabled: isEnabled(entry),
      interval: textAt(entry, "interval"),
      tags: textsAt(entry, "tags"),
      alertTypes: alertTypesOf(entry),
      usesAnchors: usesAnchors(node),
    };
  });
}

function isEnabled(entry: PlainValue): boolean {
  const enabled = isMapping(entry) ? entry["enabled"] : undefined;
  return enabled !== false && !(typeof enabled === "string" && /^(?:n|no|off|false)$/i.test(enabled));
}

function textAt(entry: PlainValue, key: string): string {
  const value = isMapping(entry) ? entry[key] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function textsAt(entry: PlainValue, key: string): readonly string[] {
  const value = isMapping(entry) ? entry[key] : undefined;
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function alertTypesOf(entry: PlainValue): readonly string[] {
  const alerts = isMapping(entry) ? entry["alerts"] : undefined;
  return isList(alerts) ? alerts.flatMap((alert) => textAt(alert, "type") || []) : [];
}

function usesAnchors(node: TextNode | null): boolean {
  if (node === null) return false;
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return true;
  if (node.anchor !== undefined) return true;
  if (isSeq(node)) return node.items.some((item) => usesAnchors(asNode(item)));
  return isMap(node) && node.items.some((pair) => usesAnchors(asNode(pair.key)) || usesAnchors(asNode(pair.value)));
}

/** 1-based lines of ascending or descending offsets, without splitting the text. */
function createLineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** A value for a form, with the lines that say it. */
export function describeValue(file: string, revision: string, editable: EditableText, path: ValuePath): WrittenValue {
  const { value } = editable;
  const there = getAt(value, path);
  if (there === undefined) return { revision, value: null, exists: false, file, line: 0, yaml: "", inherited: [], plainSecrets: [] };
  // Only the lines around it are read with their tokens, if that can be told.
  const stretch = stretchOf([{ op: "set", path, value: null }]);
  const excerpt = stretch === undefined ? null : excerptOf(editable, stretch);
  const small = excerpt === null ? null : readEditable(excerpt.text);
  const isEnough = excerpt !== null && small?.ok === true;
  const lines = isEnough ? linesAt(small.value.parsed, excerpt.translatePath(path)) : linesAt(editable.parsed, path);
  const start = isEnough ? excerpt.wholeOffset(lines.start) : lines.start;
  return {
    revision,
    value: there,
    exists: true,
    file,
    line: createLineCounter(editable.text)(start),
    yaml: lines.yaml,
    inherited: lines.inherited,
    plainSecrets: secretsIn(there, path),
  };
}

interface WrittenLines {
  readonly start: number;
  readonly yaml: string;
  readonly inherited: WrittenValue["inherited"];
}

function linesAt(parsed: ParsedText, path: ValuePath): WrittenLines {
  const { text } = parsed;
  const slot = walk(parsed, path).slots.at(-1) ?? ROOT;
  let [start, end] = [0, text.length];
  if (slot.kind === "pair") {
    start = lineStart(text, pairStart(slot.pair));
    end = linesEnd(text, pairEnd(text, slot.pair), columnOf(text, pairStart(slot.pair)));
  } else if (slot.kind === "item") {
    start = lineStart(text, dashOf(slot.seq, slot.index) ?? rangeOf(asNode(slot.seq.items[slot.index]) ?? slot.seq)[0]);
    end = itemEnd(text, slot.seq, slot.index);
  }
  return { start, yaml: text.slice(start, end), inherited: inheritedKeys(parsed, nodeIn(parsed, slot)) };
}

function inheritedKeys(parsed: ParsedText, node: TextNode | null): WrittenValue["inherited"] {
  const map = followAlias(parsed, node);
  if (!isMap(map)) return [];
  const anchor = map.items.filter(isMerge).map((pair) => {
    const source = followAlias(parsed, asNode(pair.value));
    return source !== null && "anchor" in source ? (source.anchor ?? "") : "";
  });
  return [...membersOf(parsed, map)].flatMap(([key, { owner }]) =>
    owner === map ? [] : [{ key, anchor: owner.anchor ?? anchor[0] ?? "" }],
  );
}

/** Paths are from the given value. */
function secretsIn(value: PlainValue, place: ValuePath): readonly PlainSecret[] {
  const found: PlainSecret[] = [];
  const visit = (current: PlainValue, path: ValuePath): void => {
    if (isList(current)) for (const [index, item] of current.entries()) visit(item, [...path, index]);
    else if (isMapping(current)) for (const [key, member] of Object.entries(current)) visit(member, [...path, key]);
    else if (typeof current === "string" && looksLikeSecret(String(path.at(-1) ?? place.at(-1) ?? ""), current)) {
      found.push({ path, suggestedName: suggestSecretName([...place, ...path]) });
    }
  };
  visit(value, []);
  return found;
}
