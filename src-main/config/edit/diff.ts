// Which lines differ between two texts. Pure. Ends that are the same are cut off first, so that a small change of a large file is quick.

import type { DiffHunk } from "../../../shared/model/settings.ts";

/** Above this many cells of the comparison table the middle is shown as one hunk. */
const MOST_CELLS = 4_000_000;

/** In order; empty when the texts are the same. Line breaks do not count as a difference between kinds of them. */
export function diffLines(before: string, after: string): readonly DiffHunk[] {
  if (before === after) return [];
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const left = a.slice(head, a.length - tail);
  const right = b.slice(head, b.length - tail);
  if (left.length === 0 && right.length === 0) return [];
  if (left.length * right.length > MOST_CELLS || left.length === 0 || right.length === 0) {
    return [{ beforeLine: head + 1, afterLine: head + 1, before: left, after: right }];
  }
  return hunksOf(left, right, head);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** By the longest common subsequence. */
function hunksOf(left: readonly string[], right: readonly string[], offset: number): readonly DiffHunk[] {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const hunks: DiffHunk[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [fromI, fromJ] = [i, j];
    while (i < left.length || j < right.length) {
      if (i < left.length && j < right.length && left[i] === right[j]) break;
      const down = lengths[(i + 1) * width + j] ?? 0;
      const across = lengths[i * width + j + 1] ?? 0;
      if (j >= right.length || (i < left.length && down >= across)) i += 1;
      else j += 1;
    }
    hunks.push({
      beforeLine: offset + fromI + 1,
      afterLine: offset + fromJ + 1,
      before: left.slice(fromI, i),
      after: right.slice(fromJ, j),
    });
  }
  return hunks;
}
