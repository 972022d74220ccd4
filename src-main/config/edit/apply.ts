// Makes edits in one file's text. Every result is read again and compared with what the edits mean: a change of the text that says
// anything else than was asked is never returned. Pure.

import { say } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { SharedChoice } from "../../../shared/model/settings.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { readEditable } from "./editable-text.ts";
import type { EditableText } from "./editable-text.ts";
import { excerptOf, stretchOf } from "./excerpt.ts";
import { crossingsOf, planAlone, planInPlace, planRewrite } from "./plan.ts";
import type { Plan } from "./plan.ts";
import type { Splice, Surface } from "./splice.ts";
import { spliceText } from "./splice-text.ts";
import { editValue, getAt } from "./tree-edit.ts";
import type { TreeEdit } from "./tree-edit.ts";
import { isList, isMapping, sameValue } from "./written-value.ts";

/** An edit that others would feel. `sharers`: paths of the elements that would change, as `list[index]`. */
export interface SharedEdit {
  /** Index into the edits. */
  readonly edit: number;
  readonly anchor: string;
  readonly sharers: ReadonlyArray<readonly [list: string, index: number]>;
}

export type Applied =
  | { readonly kind: "edited"; readonly after: EditableText }
  | { readonly kind: "shared"; readonly shared: readonly SharedEdit[] };

/** Makes the edits in order; each means the text that the ones before it left. All or none. */
export function applyTreeEdits(before: EditableText, edits: readonly TreeEdit[], choice: SharedChoice): Result<Applied> {
  const after = applyToExcerpt(before, edits, choice);
  return after === null ? applyToWhole(before, edits, choice) : ok({ kind: "edited", after });
}

/** Makes the edits on the few elements that they are about. null = that cannot be done, or the whole would not say what is meant. */
function applyToExcerpt(before: EditableText, edits: readonly TreeEdit[], choice: SharedChoice): EditableText | null {
  const stretch = stretchOf(edits);
  const excerpt = stretch === undefined ? null : excerptOf(before, stretch);
  const small = excerpt === null ? null : readEditable(excerpt.text, before.style);
  if (excerpt === null || small?.ok !== true) return null;
  const applied = applyToWhole(
    small.value,
    edits.map((edit) => excerpt.translate(edit)),
    choice,
  );
  const text = applied.ok && applied.value.kind === "edited" ? excerpt.putBack(applied.value.after.text) : null;
  const after = text === null ? null : readEditable(text, before.style);
  if (after?.ok !== true) return null;
  const expected = edits.reduce<PlainValue | undefined>(
    (value, edit) => (value === undefined ? undefined : editValue(value, edit)),
    before.value,
  );
  return sameValue(after.value.value, expected) ? after.value : null;
}

function applyToWhole(before: EditableText, edits: readonly TreeEdit[], choice: SharedChoice): Result<Applied> {
  const run = (current: EditableText, part: readonly TreeEdit[], offset: number): Result<Applied> => {
    const [only] = part;
    if (only === undefined) return ok({ kind: "edited", after: current });
    if (part.length === 1) return applyOne(current, only, choice, offset);
    const together = applyTogether(current, part, choice);
    if (together !== null) return ok({ kind: "edited", after: together });
    const half = part.length >> 1;
    const first = run(current, part.slice(0, half), offset);
    if (!first.ok || first.value.kind === "shared") return first;
    return run(first.value.after, part.slice(half), offset + half);
  };
  return run(before, edits, 0);
}

function applyTogether(before: EditableText, edits: readonly TreeEdit[], choice: SharedChoice): EditableText | null {
  // Indices of later edits may mean a list that an earlier one changed; those go one by one.
  if (edits.some(({ op }) => op !== "set" && op !== "unset")) return null;
  const surface = surfaceOf(before);
  const splices: Splice[] = [];
  let expected: PlainValue | undefined = before.value;
  for (const edit of edits) {
    expected = expected === undefined ? undefined : editValue(expected, edit);
    const isShared = crossingsOf(surface, edit).length > 0;
    if (expected === undefined || (isShared && choice !== "this-one")) return null;
    const plan = isShared ? planAlone(surface, edit) : planInPlace(surface, edit);
    if (plan === null) return null;
    splices.push(...plan);
  }
  return tried(before, splices, (value) => sameValue(value, expected));
}

function applyOne(before: EditableText, edit: TreeEdit, choice: SharedChoice, offset: number): Result<Applied> {
  const expected = editValue(before.value, edit);
  if (expected === undefined) return err("conflict", say("editing.noPlace", { path: pathText(edit) }));
  if (sameValue(expected, before.value)) return ok({ kind: "edited", after: before });
  const surface = surfaceOf(before);
  const isWanted = (value: PlainValue): boolean => sameValue(value, expected);
  const inPlace = planInPlace(surface, edit);
  const plain = tried(before, inPlace, isWanted);
  if (plain !== null) return ok({ kind: "edited", after: plain });

  const crossing = crossingsOf(surface, edit)[0];
  if (crossing !== undefined && choice !== "this-one") {
    const everywhere = tried(before, inPlace, (value) => sameValue(getAt(value, edit.path), getAt(expected, edit.path)));
    const sharers = everywhere === null ? [] : elementsThatDiffer(everywhere.value, expected);
    if (everywhere !== null && (choice === "all" || sharers.length === 0)) return ok({ kind: "edited", after: everywhere });
    const anchor = "anchor" in crossing.anchored ? (crossing.anchored.anchor ?? "") : "";
    if (sharers.length > 0) return ok({ kind: "shared", shared: [{ edit: offset, anchor, sharers }] });
  }
  const alone = tried(before, planAlone(surface, edit), isWanted) ?? rewritten(before, edit, expected, isWanted);
  return alone === null ? refusal(edit) : ok({ kind: "edited", after: alone });
}

/** The last resort: a part is written anew, never more than the entry or section that the edit is about. */
function rewritten(
  before: EditableText,
  edit: TreeEdit,
  expected: PlainValue,
  isWanted: (value: PlainValue) => boolean,
): EditableText | null {
  const isOfElements = edit.op !== "set" && edit.op !== "unset";
  const least = typeof edit.path[1] === "number" || isOfElements ? 2 : 1;
  for (let depth = edit.path.length; depth >= least; depth -= 1) {
    const path = edit.path.slice(0, depth);
    const whole = getAt(expected, path);
    const done = whole === undefined ? null : tried(before, planRewrite(surfaceOf(before), path, whole), isWanted);
    if (done !== null) return done;
  }
  return null;
}

function refusal(edit: TreeEdit): Result<never> {
  return err("unsupported", say("editing.needsRewriting", { path: pathText(edit) }));
}

function pathText(edit: TreeEdit): string {
  return edit.path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

function surfaceOf({ parsed, style }: EditableText): Surface {
  return { parsed, style };
}

function tried(before: EditableText, plan: Plan, isWanted: (value: PlainValue) => boolean): EditableText | null {
  const text = plan === null ? null : spliceText(before.text, plan);
  const after = text === null ? null : readEditable(text, before.style);
  return after?.ok === true && isWanted(after.value.value) ? after.value : null;
}

function elementsThatDiffer(a: PlainValue, b: PlainValue): ReadonlyArray<readonly [string, number]> {
  if (!isMapping(a) || !isMapping(b)) return [];
  return Object.entries(a).flatMap(([key, list]) => {
    const other = b[key];
    if (!isList(list) || !isList(other)) return [];
    return list.flatMap((item, index) => (sameValue(item, other[index]) ? [] : [[key, index] as const]));
  });
}
