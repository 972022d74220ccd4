// The page that edits one monitor: the form on the left, a real answer on the right.

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Draft, Edit, EntrySummary, PlainMapping, WrittenValue } from "../../../../shared/model/settings.ts";
import { useServices } from "../../../app/services.ts";
import { Notice } from "../../../components/notice.tsx";
import { shorten } from "../../../components/text.ts";
import { useDocumentTitle } from "../../../hooks/use-document-title.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { useConfig } from "../config/config-context.tsx";
import { diffEdits } from "../config/diff-edits.ts";
import { isMapping, isSame, textOf } from "../config/plain.ts";
import { useFormKeys } from "../fields/use-form-keys.ts";
import { settingsHref, showSettings } from "../settings-route.ts";
import { DraftOffer } from "./draft-offer.tsx";
import { EditorHeader } from "./editor-header.tsx";
import { MonitorForm } from "./monitor-form.tsx";
import styles from "./monitor-editor.module.css";
import { entryOf, fieldsOf, type FormShape, kindOfEntry, type MonitorFields } from "./monitor-fields.ts";
import { TryPanel } from "./try-panel.tsx";
import { useKeepDraft } from "./use-draft.ts";
import { useTry } from "./use-try.ts";

interface MonitorEditorProps {
  /** null = a new one. */
  readonly entry: EntrySummary | null;
  readonly written: WrittenValue | null;
  readonly value: PlainMapping;
  readonly draft: Draft | null;
}

/** Asking again with these changes nothing at the other end, so the first answer is fetched unasked. */
const SAFE_METHODS: readonly unknown[] = [undefined, "GET", "HEAD", "OPTIONS"];

export function MonitorEditor(props: MonitorEditorProps): ReactNode {
  const { t } = useTranslation();
  const { entry, written, draft } = props;
  const [before, setBefore] = useState(props.value);
  const { control, setValue, reset, trigger } = useForm<FormShape>({ defaultValues: startOf(props), mode: "onBlur" });
  // Every field has a default, so all of them are there; what is opaque came out of `fieldsOf` or out of a field of its kind.
  const fields = useWatch({ control }) as MonitorFields;
  const current = useMemo(() => entryOf(fields, before), [fields, before]);
  const isDirty = !isSame(current, before);
  const [offered, setOffered] = useState(entry === null ? null : draft);
  const title = entry === null ? t("settings.edit.newTitle") : t("settings.edit.title");
  useDocumentTitle(entry === null ? title : `${title}: ${shorten(entry.ref.name, 60)}`);
  const trial = useTry();
  const run = useCallback(() => void trial.run(current), [trial, current]);
  useFirstTry(entry === null ? null : before, trial.run);
  useRereadValue(props.value, current, isDirty, (value) => {
    setBefore(value);
    reset(fieldsOf(value));
  });
  const dropDraft = useKeepDraft({
    id: `monitor:${entry?.key ?? ""}`,
    title: fields.name === "" ? fields.url : fields.name,
    entry: entry?.ref ?? null,
    value: isDirty && offered === null ? current : null,
  });
  const save = useSaveMonitor({ entry, written, before, current, isValid: trigger, onSaved: dropDraft });
  const discard = (): void => {
    dropDraft();
    if (entry === null) showSettings({ section: "monitors", key: null });
    else reset(fieldsOf(before));
  };
  const choose = useCallback(
    (condition: string) => {
      const values = fields.conditions.filter((value) => value.trim() !== "");
      if (!values.includes(condition)) setValue("conditions", [...values, condition], { shouldDirty: true });
    },
    [fields.conditions, setValue],
  );
  useFormKeys({ onSave: () => void save(), onRun: run });
  return (
    <div className={styles.page}>
      <EditorHeader
        title={title}
        place={written === null || written.file === null ? null : { file: written.file, line: written.line }}
        isDirty={isDirty}
        isNew={entry === null}
        onDiscard={discard}
        onSave={() => void save()}
      />
      {offered !== null && (
        <DraftOffer
          draft={offered}
          onTake={() => {
            if (isMapping(offered.value)) reset(fieldsOf(offered.value), { keepDefaultValues: true });
            setOffered(null);
          }}
          onDrop={() => {
            dropDraft();
            setOffered(null);
          }}
        />
      )}
      {written !== null && written.inherited.length > 0 && <Inherited written={written} />}
      <div className={styles.columns}>
        <MonitorForm control={control} entry={current} tryId={trial.report?.tryId ?? null} />
        <TryPanel
          state={trial}
          kind={kindOfEntry(current)}
          used={fields.conditions}
          onRun={run}
          onCancel={trial.cancel}
          onChoose={choose}
        />
      </div>
    </div>
  );
}

function startOf({ entry, value, draft }: MonitorEditorProps): MonitorFields {
  return fieldsOf(entry === null && draft !== null && isMapping(draft.value) ? draft.value : value);
}

function useFirstTry(value: PlainMapping | null, run: (value: PlainMapping) => Promise<unknown>): void {
  const first = useRef(value);
  useEffect(() => {
    if (first.current !== null && SAFE_METHODS.includes(first.current["method"])) void run(first.current);
  }, [run]);
}

/**
 * What somebody else wrote into the file is shown, unless the form has changes of its own: then the save finds out. What the form itself
 * wrote is what it is compared with from then on.
 */
function useRereadValue(value: PlainMapping, current: PlainMapping, isDirty: boolean, onReread: (value: PlainMapping) => void): void {
  const seen = useRef(value);
  const latest = useRef({ current, isDirty, onReread });
  useEffect(() => {
    latest.current = { current, isDirty, onReread };
  });
  useEffect(() => {
    if (isSame(seen.current, value)) return;
    seen.current = value;
    const form = latest.current;
    if (!form.isDirty || isSame(form.current, value)) form.onReread(value);
  }, [value]);
}

function useSaveMonitor(options: {
  readonly entry: EntrySummary | null;
  readonly written: WrittenValue | null;
  readonly before: PlainMapping;
  readonly current: PlainMapping;
  readonly isValid: () => Promise<boolean>;
  readonly onSaved: () => void;
}): () => Promise<void> {
  const { t } = useTranslation();
  const { client } = useServices();
  const config = useConfig();
  const { entry, written, before, current, isValid, onSaved } = options;
  return async () => {
    if (!(await isValid())) return;
    const name = shorten(textOf(current["name"]), 60);
    const isSaved = await config.save({
      edits: editsOf(entry, before, current),
      reason: entry === null ? t("settings.edit.added", { name }) : t("settings.edit.saved", { name }),
      ...(written === null ? {} : { base: written.revision }),
    });
    if (!isSaved) return;
    onSaved();
    if (entry === null) {
      showSettings({ section: "monitors", key: null });
      return;
    }
    // A new name or group is a new key, and so a new address.
    const { entries } = await client.request("settings:get-config", undefined);
    const place = entry.ref;
    const renamed = entries.find(({ ref }) => ref.file === place.file && ref.list === place.list && ref.index === place.index);
    if (renamed !== undefined && renamed.key !== entry.key)
      window.location.replace(settingsHref({ section: "monitors", key: renamed.key }));
  };
}

function editsOf(entry: EntrySummary | null, before: PlainMapping, current: PlainMapping): readonly Edit[] {
  if (entry !== null) return diffEdits({ kind: "entry", entry: entry.ref }, [], before, current);
  const group = typeof current["group"] === "string" ? current["group"] : "";
  return [{ op: "add-entry", list: "endpoints", place: { at: "end-of-group", group }, value: current }];
}

function Inherited({ written }: { readonly written: WrittenValue }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const anchors = [...new Set(written.inherited.map(({ anchor }) => `&${anchor}`))];
  return (
    <Notice
      text={t("settings.edit.inherited", { keys: format.list(written.inherited.map(({ key }) => key)), anchors: format.list(anchors) })}
    />
  );
}
