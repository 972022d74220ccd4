// The list of monitors as rows: groups in the order of their first member, members in file order. Pure.

import type { EntryPlace, EntryRef, EntrySummary } from "../../../../shared/model/settings.ts";

export type MonitorRow =
  | { readonly kind: "group"; readonly group: string; readonly keys: readonly string[] }
  | { readonly kind: "entry"; readonly entry: EntrySummary; readonly id: string };

/** Names an entry within one state of the files. */
export function idOf(ref: EntryRef): string {
  return `${ref.file}:${ref.list}:${ref.index}`;
}

/** What matches every word of the search, by name, group, address or tag. */
export function searchEntries(entries: readonly EntrySummary[], search: string): readonly EntrySummary[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter(({ ref, url, tags }) => {
    const text = [ref.name, ref.group, url, ...tags].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function rowsOf(entries: readonly EntrySummary[]): readonly MonitorRow[] {
  const groups = new Map<string, EntrySummary[]>();
  for (const entry of entries) {
    const members = groups.get(entry.ref.group);
    if (members === undefined) groups.set(entry.ref.group, [entry]);
    else members.push(entry);
  }
  return [...groups].flatMap(([group, members]): readonly MonitorRow[] => [
    { kind: "group", group, keys: members.map(({ ref }) => idOf(ref)) },
    ...members.map((entry): MonitorRow => ({ kind: "entry", entry, id: idOf(entry.ref) })),
  ]);
}

/** Where an entry goes that is moved by one line, up or down; null at the ends. Past a group's end it joins the next group. */
export function placeByStep(
  rows: readonly MonitorRow[],
  id: string,
  step: 1 | -1,
): { readonly place: EntryPlace; readonly group?: string } | null {
  const index = rows.findIndex((row) => row.kind === "entry" && row.id === id);
  const own = rows[index];
  if (own?.kind !== "entry") return null;
  const next = rows[index + step];
  if (next?.kind === "entry" && next.entry.ref.list === own.entry.ref.list)
    return { place: { at: step === 1 ? "after" : "before", entry: next.entry.ref } };
  const beyond = rows[index + 2 * step];
  if (next?.kind !== "group" || beyond?.kind !== "entry" || beyond.entry.ref.list !== own.entry.ref.list) return null;
  // Down: before the first of the next group. Up: behind the last of the group above.
  return { place: { at: step === 1 ? "before" : "after", entry: beyond.entry.ref }, group: beyond.entry.ref.group };
}

/** Where an entry goes that is dropped on another one; null on itself or on one of another kind. */
export function placeByDrop(
  dragged: EntryRef,
  target: EntryRef,
  half: "before" | "after",
): { readonly place: EntryPlace; readonly group?: string } | null {
  if (idOf(dragged) === idOf(target) || dragged.list !== target.list) return null;
  return { place: { at: half, entry: target }, ...(dragged.group === target.group ? {} : { group: target.group }) };
}

/** A name that no entry of the group has: `name copy`, `name copy 2`, … */
export function copyName(name: string, group: string, entries: readonly EntrySummary[], word: string): string {
  const taken = new Set(entries.filter(({ ref }) => ref.group === group).map(({ ref }) => ref.name));
  const base = `${name} ${word}`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
