// The configuration's files while edits are made on them: what each says by now and what it said before. Pure but for the memory given.

import { say } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import type { EditableText } from "./editable-text.ts";
import { createTracker } from "./entry-tracker.ts";
import type { EntryTracker } from "./entry-tracker.ts";
import { getAt } from "./tree-edit.ts";
import { isList } from "./written-value.ts";

export interface ConfigText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Parsed texts that are at hand. */
export interface TextMemory {
  readonly read: (text: string) => Result<EditableText>;
  readonly keep: (editable: EditableText) => void;
}

export interface FileSet {
  readonly tracker: EntryTracker;
  readonly paths: readonly string[];
  open(file: string): Result<EditableText>;
  /** What a file said before the first edit; undefined = it cannot be read. */
  original(file: string): PlainValue | undefined;
  put(file: string, after: EditableText): void;
  texts(): readonly ConfigText[];
}

export function openFileSet(files: readonly ConfigText[], { read, keep }: TextMemory): FileSet {
  const opened = new Map<string, EditableText>();
  const originals = new Map<string, PlainValue>();
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const open = (file: string): Result<EditableText> => {
    const known = opened.get(file);
    if (known !== undefined) return ok(known);
    const text = texts.get(file);
    if (text === undefined) return err("not_found", say("editing.notOurFile", { file }));
    const editable = read(text);
    if (editable.ok) {
      opened.set(file, editable.value);
      originals.set(file, editable.value.value);
    }
    return editable;
  };
  return {
    tracker: createTracker((file, list) => {
      const editable = open(file);
      const entries = editable.ok ? getAt(editable.value.value, [list]) : undefined;
      return isList(entries) ? entries.length : 0;
    }),
    paths: files.map(({ path }) => path),
    open,
    original: (file) => {
      open(file);
      return originals.get(file);
    },
    put: (file, after) => {
      opened.set(file, after);
      keep(after);
    },
    texts: () => files.map(({ path, text }) => ({ path, text: opened.get(path)?.text ?? text })),
  };
}
