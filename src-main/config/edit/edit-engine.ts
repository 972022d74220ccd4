// What the settings ask of the configuration's texts, as requests that can be answered here or in a worker. Pure but for the memory of
// what was parsed.

import { say } from "../../../shared/i18n/said.ts";
import type { Edit, EditTarget, EntrySummary, SharedChoice, ValuePath, WrittenValue } from "../../../shared/model/settings.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import type { Found } from "../import/found.ts";
import { readGatusTexts } from "../import/gatus.ts";
import { readEditable } from "./editable-text.ts";
import type { EditableText } from "./editable-text.ts";
import { createTracker } from "./entry-tracker.ts";
import { editFiles } from "./file-set.ts";
import type { FileSetOutcome } from "./file-set.ts";
import { describeValue, listEntries } from "./overview.ts";
import type { ConfigText } from "./open-files.ts";
import { rebaseEdits } from "./rebase.ts";
import type { ValueOfFile } from "./rebase.ts";
import { placeOf } from "./translate.ts";
import { getAt } from "./tree-edit.ts";
import { isMapping } from "./written-value.ts";

export interface FileOverview {
  readonly file: string;
  readonly isEditable: boolean;
  readonly topKeys: readonly string[];
  /** Keys under `alerting`. */
  readonly alertingKeys: readonly string[];
  readonly entries: readonly EntrySummary[];
}

/** Answers about texts. Asynchronous because a worker may answer. */
export interface EditEngine {
  overview(files: readonly ConfigText[]): Promise<readonly FileOverview[]>;
  /** @returns `not_found` when the target is not there */
  value(files: readonly ConfigText[], revision: string, target: EditTarget, path: ValuePath): Promise<Result<WrittenValue>>;
  /** Makes edits that were meant for `base` on `current`. @returns `conflict` and what `editFiles` returns */
  edit(
    base: readonly ConfigText[],
    current: readonly ConfigText[],
    edits: readonly Edit[],
    choice: SharedChoice,
  ): Promise<Result<FileSetOutcome>>;
  /** Reads what is to be imported. @returns `bad_request` saying what is wrong with it */
  readGatus(files: readonly ConfigText[], source: string): Promise<Result<Found>>;
}

/** The synchronous engine, for the worker and for small files. */
export type EditMethods = { readonly [M in keyof EditEngine]: (...args: Parameters<EditEngine[M]>) => Awaited<ReturnType<EditEngine[M]>> };

/** Parsed texts that are kept: a few states of a few files. */
const MOST_PARSED = 8;

export function createEditMethods(): EditMethods {
  const parsed = new Map<string, Result<EditableText>>();
  const remember = (text: string, known: Result<EditableText>): Result<EditableText> => {
    parsed.delete(text);
    parsed.set(text, known);
    for (const [oldest] of parsed) {
      if (parsed.size <= MOST_PARSED) break;
      parsed.delete(oldest);
    }
    return known;
  };
  const read = (text: string): Result<EditableText> => remember(text, parsed.get(text) ?? readEditable(text));
  const memory = { read, keep: (editable: EditableText) => void remember(editable.text, ok(editable)) };
  return {
    overview: (files) => files.map((file) => overviewOf(file, read(file.text))),
    value: (files, revision, target, path) => {
      const open = (file: string): Result<EditableText> => {
        const found = files.find((candidate) => candidate.path === file);
        return found === undefined ? err("not_found", say("editing.notOurFile", { file })) : read(found.text);
      };
      const tracker = createTracker((file, list) => {
        const editable = open(file);
        const entries = editable.ok ? getAt(editable.value.value, [list]) : undefined;
        return Array.isArray(entries) ? entries.length : 0;
      });
      const place = placeOf({ open, tracker, paths: files.map((file) => file.path) }, target, path);
      if (!place.ok) return place;
      const editable = open(place.value.file);
      return editable.ok ? ok(describeValue(place.value.file, revision, editable.value, place.value.path)) : editable;
    },
    edit: (base, current, edits, choice) => {
      const rebased = rebaseEdits(edits, valuesOf(base, read), valuesOf(current, read));
      return rebased.ok ? editFiles(current, rebased.value, choice, memory) : rebased;
    },
    readGatus: (files, source) => readGatusTexts(source, files),
  };
}

function valuesOf(files: readonly ConfigText[], read: (text: string) => Result<EditableText>): ValueOfFile {
  return (path) => {
    const file = files.find((candidate) => candidate.path === path);
    const editable = file === undefined ? null : read(file.text);
    return editable?.ok === true ? editable.value.value : undefined;
  };
}

function overviewOf({ path }: ConfigText, editable: Result<EditableText>): FileOverview {
  if (!editable.ok) return { file: path, isEditable: false, topKeys: [], alertingKeys: [], entries: [] };
  const { value } = editable.value;
  const alerting = getAt(value, ["alerting"]);
  return {
    file: path,
    isEditable: true,
    topKeys: isMapping(value) ? Object.keys(value) : [],
    alertingKeys: isMapping(alerting) ? Object.keys(alerting) : [],
    entries: listEntries(path, editable.value),
  };
}
