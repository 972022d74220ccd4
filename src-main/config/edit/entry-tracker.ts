// Where the entries of a list are after others were added, removed and moved: references of a batch of edits mean the text before it.
// Pure bookkeeping.

import type { EntryList } from "../../../shared/model/settings.ts";

export interface EntryTracker {
  /** The index by now of what was at `original`; null = it was removed, or never there. */
  now(file: string, list: EntryList, original: number): number | null;
  count(file: string, list: EntryList): number;
  /** The first index from `index` on that does not hold an added entry. */
  behindAdded(file: string, list: EntryList, index: number): number;
  added(file: string, list: EntryList, index: number): void;
  removed(file: string, list: EntryList, index: number): void;
  moved(file: string, list: EntryList, from: number, to: number): void;
}

const ADDED = -1;

/** `countOf`: how many entries a list has before any edit. */
export function createTracker(countOf: (file: string, list: EntryList) => number): EntryTracker {
  const lists = new Map<string, number[]>();
  const order = (file: string, list: EntryList): number[] => {
    const name = `${list} ${file}`;
    const known = lists.get(name);
    if (known !== undefined) return known;
    const fresh = Array.from({ length: countOf(file, list) }, (_unused, index) => index);
    lists.set(name, fresh);
    return fresh;
  };
  return {
    now: (file, list, original) => {
      const known = order(file, list);
      // Most lists are in their first order, where no search is needed.
      if (known[original] === original) return original;
      const index = known.indexOf(original);
      return index === -1 ? null : index;
    },
    count: (file, list) => order(file, list).length,
    behindAdded: (file, list, index) => {
      const known = order(file, list);
      let at = index;
      while (known[at] === ADDED) at += 1;
      return at;
    },
    added: (file, list, index) => void order(file, list).splice(index, 0, ADDED),
    removed: (file, list, index) => void order(file, list).splice(index, 1),
    moved: (file, list, from, to) => {
      const known = order(file, list);
      known.splice(to, 0, ...known.splice(from, 1));
    },
  };
}
