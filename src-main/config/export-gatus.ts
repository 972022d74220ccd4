// The configuration as Gatus reads it: Sentray's own keys are cut out of the text, everything else stays as it is written. Pure.

import type { Told } from "../../shared/i18n/said.ts";
import { note } from "../../shared/i18n/tell.ts";
import { rootBlock } from "../../shared/config-schema/root.ts";
import type { ValueSchema } from "../../shared/config-schema/schema.ts";
import type { PlainValue } from "../../shared/model/alert.ts";
import type { GatusExport } from "../../shared/model/settings-import.ts";
import type { ValuePath } from "../../shared/model/settings.ts";
import { ok } from "../../shared/errors.ts";
import type { Result } from "../../shared/errors.ts";
import { applyTreeEdits } from "./edit/apply.ts";
import { readEditable } from "./edit/editable-text.ts";
import type { EditableText } from "./edit/editable-text.ts";
import type { ConfigText } from "./edit/file-set.ts";
import { describeValue } from "./edit/overview.ts";
import type { TreeEdit } from "./edit/tree-edit.ts";
import { isList, isMapping } from "./edit/written-value.ts";

/** What of the alerting only Sentray knows. */
export interface OwnAlerting {
  /** Channels that Gatus does not have. */
  readonly types: ReadonlySet<string>;
  /** Keys of other channels' blocks that Gatus does not have. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @returns `config_invalid` for a file whose structure cannot be read, `unsupported` where a key cannot be cut out */
export function exportForGatus(files: readonly ConfigText[], own: OwnAlerting, nameOf: (path: string) => string): Result<GatusExport> {
  const exported: Array<{ readonly name: string; readonly text: string }> = [];
  const removed: Array<GatusExport["removed"][number]> = [];
  const notes: Told[] = [];
  for (const { path, text } of files) {
    const read = readEditable(text);
    if (!read.ok) return read;
    const edits = cuts(read.value.value, own);
    const first = removed.length;
    for (const edit of edits) {
      const { line } = describeValue(path, "", read.value, edit.path);
      removed.push({ file: path, path: pathText(edit), line });
    }
    removed.push(...removed.splice(first).toSorted((a, b) => a.line - b.line));
    const after = cutAll(read.value, edits);
    if (!after.ok) return after;
    notes.push(...remarks(after.value.value, nameOf(path)));
    exported.push({ name: nameOf(path), text: after.value.text });
  }
  return ok({ files: exported, removed, notes });
}

/** From the end, so that the places before stay what they are. */
function cutAll(before: EditableText, edits: readonly TreeEdit[]): Result<EditableText> {
  const applied = applyTreeEdits(before, edits.toReversed(), "all");
  if (!applied.ok) return applied;
  return ok(applied.value.kind === "edited" ? applied.value.after : before);
}

function cuts(root: PlainValue, own: OwnAlerting): readonly TreeEdit[] {
  const edits: TreeEdit[] = [];
  cutByOrigin(root, rootBlock, [], edits);
  if (!isMapping(root)) return edits;
  const alerting = root["alerting"];
  if (isMapping(alerting)) cutAlerting(alerting, own, edits);
  for (const list of ["endpoints", "external-endpoints", "suites"]) {
    const entries = root[list];
    if (isList(entries)) for (const [index, entry] of entries.entries()) cutAlertsOfEntry(entry, [list, index], own, edits);
  }
  return edits;
}

function cutAlerting(alerting: { readonly [key: string]: PlainValue }, own: OwnAlerting, edits: TreeEdit[]): void {
  for (const [type, block] of Object.entries(alerting)) {
    if (own.types.has(type)) edits.push({ op: "unset", path: ["alerting", type] });
    else if (isMapping(block)) {
      const keys = own.keys.get(type);
      for (const key of Object.keys(block)) if (keys?.has(key) === true) edits.push({ op: "unset", path: ["alerting", type, key] });
    }
  }
}

/** Its own, and those of a suite's steps. */
function cutAlertsOfEntry(entry: PlainValue, path: ValuePath, own: OwnAlerting, edits: TreeEdit[]): void {
  cutAlerts(entry, path, own, edits);
  const steps = isMapping(entry) ? entry["endpoints"] : undefined;
  if (isList(steps)) for (const [index, step] of steps.entries()) cutAlerts(step, [...path, "endpoints", index], own, edits);
}

/** Alerts of channels that Gatus does not have; its loader would refuse them. */
function cutAlerts(entry: PlainValue, path: ValuePath, own: OwnAlerting, edits: TreeEdit[]): void {
  const alerts = isMapping(entry) ? entry["alerts"] : undefined;
  if (!isList(alerts)) return;
  const gone = alerts.flatMap((alert, index) =>
    isMapping(alert) && typeof alert["type"] === "string" && own.types.has(alert["type"]) ? [index] : [],
  );
  if (gone.length === 0) return;
  if (gone.length === alerts.length) edits.push({ op: "unset", path: [...path, "alerts"] });
  else edits.push({ op: "remove-items", path: [...path, "alerts"], indices: gone });
}

function cutByOrigin(value: PlainValue, schema: ValueSchema, path: ValuePath, edits: TreeEdit[]): void {
  if (schema.type === "list" && isList(value)) {
    const gone = value.flatMap((item, index) => (isForeignWindow(item) ? [index] : []));
    if (gone.length > 0 && gone.length === value.length) edits.push({ op: "unset", path });
    else if (gone.length > 0) edits.push({ op: "remove-items", path, indices: gone });
    for (const [index, item] of value.entries()) if (!gone.includes(index)) cutByOrigin(item, schema.items, [...path, index], edits);
  } else if (schema.type === "record" && isMapping(value)) {
    for (const [key, member] of Object.entries(value)) cutByOrigin(member, schema.values, [...path, key], edits);
  } else if (schema.type === "block" && isMapping(value)) {
    for (const [key, member] of Object.entries(value)) {
      const field = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
      if (field === undefined) continue;
      if (field.origin === "sentray" || (isForeignWindow(member) && key === "maintenance"))
        edits.push({ op: "unset", path: [...path, key] });
      else cutByOrigin(member, field.schema, [...path, key], edits);
    }
  }
}

/** A maintenance window in one of Sentray's own forms: without its own key it would mean something else. */
function isForeignWindow(value: PlainValue): boolean {
  return isMapping(value) && "duration" in value && ("at" in value || "cron" in value || "days-of-month" in value);
}

function remarks(root: PlainValue, file: string): readonly Told[] {
  const text = JSON.stringify(root);
  const notes: Told[] = [];
  if (/\[(?:HEADERS|PHASE|HTTP_VERSION|CERTIFICATE_ISSUER)\]/.test(text)) {
    notes.push(note("importing.exported.conditions", { file }));
  }
  if (/"(?:interval|duration|timeout)":"[^"]*\d[dw]/.test(text)) notes.push(note("importing.exported.durations", { file }));
  return notes;
}

function pathText(edit: TreeEdit): string {
  const base = edit.path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
  return edit.op === "remove-items" ? `${base}[${edit.indices.join(", ")}]` : base;
}
