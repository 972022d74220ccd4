// The configuration's files as one thing that is edited: which file an edit goes to, which entry is meant, and what came of it.
// Pure: texts in, texts out. Parsed texts are kept, because reading 5,000 endpoints takes half a second.

import type { Edit, SharedChoice, SharedUse } from "../../../shared/model/settings.ts";
import { ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { applyTreeEdits } from "./apply.ts";
import { readEditable } from "./editable-text.ts";
import type { EditableText } from "./editable-text.ts";
import { nameOf } from "./entry-name.ts";
import { openFileSet } from "./open-files.ts";
import type { ConfigText, TextMemory } from "./open-files.ts";
import { translate } from "./translate.ts";
import type { TakenSecret } from "./translate.ts";
import { getAt } from "./tree-edit.ts";
import type { TreeEdit } from "./tree-edit.ts";

export type { ConfigText } from "./open-files.ts";

export type FileSetOutcome =
  | { readonly kind: "edited"; readonly files: readonly ConfigText[]; readonly secrets: readonly TakenSecret[] }
  | { readonly kind: "shared"; readonly uses: readonly SharedUse[] };

/** An edit of one file's tree, and which of the given edits it comes from. */
interface FileEdit {
  readonly edit: TreeEdit;
  readonly from: number;
}

const MOST_NAMES = 20;

/**
 * Makes the edits on the files, in order, all or none.
 * @returns `not_found` for an entry or file that is not there, `conflict` for a path that leads nowhere, `unsupported` where only
 * rewriting more of the file would do, `config_invalid` for a file whose structure cannot be read
 */
export function editFiles(
  files: readonly ConfigText[],
  edits: readonly Edit[],
  choice: SharedChoice,
  memory: TextMemory = { read: readEditable, keep: () => undefined },
): Result<FileSetOutcome> {
  const set = openFileSet(files, memory);
  const secrets: TakenSecret[] = [];
  const pending = new Map<string, FileEdit[]>();
  const uses: SharedUse[] = [];
  const flush = (): Result<null> => {
    for (const [file, list] of pending) {
      const before = set.open(file);
      if (!before.ok) return before;
      const merged = mergeItemEdits(list);
      const applied = applyTreeEdits(
        before.value,
        merged.map(({ edit }) => edit),
        choice,
      );
      if (!applied.ok) return applied;
      if (applied.value.kind === "edited") set.put(file, applied.value.after);
      else uses.push(...applied.value.shared.map((use) => namedUse(before.value, use.anchor, merged[use.edit]?.from ?? 0, use.sharers)));
    }
    pending.clear();
    return ok(null);
  };
  const add = (file: string, edit: TreeEdit, from: number): void => {
    pending.set(file, [...(pending.get(file) ?? []), { edit, from }]);
  };
  for (const [from, edit] of edits.entries()) {
    // What looks into the text needs the text as it is by then.
    const needsText = edit.op === "keep-secret" || edit.op === "move-entry" || edit.op === "duplicate-entry";
    const flushed = needsText ? flush() : ok(null);
    if (!flushed.ok) return flushed;
    if (uses.length > 0) return ok({ kind: "shared", uses });
    const translated = translate(set, edit);
    if (!translated.ok) return translated;
    secrets.push(...translated.value.secrets);
    for (const [file, treeEdit] of translated.value.edits) add(file, treeEdit, from);
  }
  const flushed = flush();
  if (!flushed.ok) return flushed;
  return ok(uses.length > 0 ? { kind: "shared", uses } : { kind: "edited", files: set.texts(), secrets });
}

function namedUse(before: EditableText, anchor: string, edit: number, sharers: ReadonlyArray<readonly [string, number]>): SharedUse {
  const names = sharers.map(([list, index]) => nameOf(getAt(before.value, [list, index])) || `${list}[${index}]`);
  return { edit, anchor, usedBy: sharers.length + 1, names: names.slice(0, MOST_NAMES) };
}

/** Neighbouring additions to, and removals from, the same list become one: a thousand of them then cost one reading of the file. */
function mergeItemEdits(edits: readonly FileEdit[]): readonly FileEdit[] {
  const merged: FileEdit[] = [];
  for (const { edit, from } of edits) {
    const last = merged.at(-1);
    const together = last === undefined ? null : mergeTwo(last.edit, edit);
    if (together === null || last === undefined) merged.push({ edit, from });
    else merged[merged.length - 1] = { edit: together, from: last.from };
  }
  return merged;
}

function mergeTwo(a: TreeEdit, b: TreeEdit): TreeEdit | null {
  if (a.path.length !== b.path.length || !a.path.every((step, index) => step === b.path[index])) return null;
  if (a.op === "add-items" && b.op === "add-items" && b.index === a.index + a.values.length) {
    return { ...a, values: [...a.values, ...b.values] };
  }
  if (a.op === "remove-items" && b.op === "remove-items") {
    // The later indices count without what is gone by then.
    const gone = a.indices.toSorted((x, y) => x - y);
    const shifted = b.indices.map((index) => gone.reduce((at, earlier) => (earlier <= at ? at + 1 : at), index));
    return { ...a, indices: [...a.indices, ...shifted] };
  }
  return null;
}
