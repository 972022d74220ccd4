// The files as text: one tab each, problems underlined and listed, a look at the changes before they are saved.

import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import type { ConfigFileSummary, FileDiff, FileText } from "../../../../shared/model/settings.ts";
import { describeError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Empty } from "../../../components/panel.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { DiffView } from "../config/diff-view.tsx";
import { settingsHref } from "../settings-route.ts";
import { createYamlEditor, type YamlEditor } from "./create-editor.ts";
import { ProblemPane } from "./problem-pane.tsx";
import styles from "./yaml-page.module.css";

export function YamlPage(props: { readonly file: string | null; readonly line: number }): ReactNode {
  const { t } = useTranslation();
  const { overview, failure } = useConfig();
  if (overview === null) return <Empty title={failure ?? t("common.loading")} />;
  const current = overview.files.find(({ file }) => file === props.file) ?? overview.files[0];
  if (current === undefined) return <Empty title={t("pages.settings.noFiles")} />;
  return (
    <div className={styles.page}>
      {overview.files.length > 1 && (
        <nav className={styles.tabs} aria-label={t("settings.yaml.files")}>
          {overview.files.map(({ file }) => (
            <a
              key={file}
              className={styles.tab}
              href={settingsHref({ section: "yaml", file, line: 0 })}
              title={file}
              {...(file === current.file ? { "aria-current": "page" } : {})}
            >
              {baseName(file)}
            </a>
          ))}
        </nav>
      )}
      <LoadedFile key={current.file} file={current} line={props.file === null ? 0 : props.line} problems={overview.problems} />
    </div>
  );
}

interface FileProps {
  readonly file: ConfigFileSummary;
  readonly line: number;
  /** Of all files, as they are saved. */
  readonly problems: readonly ConfigProblem[];
}

function LoadedFile(props: FileProps): ReactNode {
  const { t } = useTranslation();
  const { data, failure } = useRequest("settings:get-file", { file: props.file.file });
  if (data === null) return <Empty title={failure ?? t("common.loading")} />;
  return <FileEditor {...props} loaded={data} />;
}

type Review = { readonly diffs: readonly FileDiff[]; readonly problems: readonly ConfigProblem[] };

function FileEditor(props: FileProps & { readonly loaded: FileText }): ReactNode {
  const { t } = useTranslation();
  const { file, loaded, line } = props;
  const { client, toasts } = useServices();
  const { overview, reload, undo } = useConfig();
  const [saved, setSaved] = useState(loaded);
  const [changes, setChanges] = useState(0);
  const [review, setReview] = useState<Review | null>(null);
  const editor = useRef<YamlEditor | null>(null);
  const isDirty = changes > 0;
  const { problems, check } = useProblems(editor, props);
  const onChange = useCallback(() => {
    setChanges((count) => count + 1);
    check();
  }, [check]);

  const request = async (isPreview: boolean): Promise<void> => {
    const text = editor.current?.getText();
    if (text === undefined) return;
    try {
      const outcome = await client.request("settings:save-text", { base: saved.revision, file: file.file, text, isPreview });
      if (outcome.outcome === "unsaved" && outcome.diffs.length > 0) {
        setReview({ diffs: outcome.diffs, problems: outcome.problems });
        return;
      }
      setReview(null);
      if (outcome.outcome === "saved" || outcome.outcome === "unsaved") {
        if (outcome.outcome === "saved") setSaved({ file: file.file, revision: outcome.revision, text });
        setChanges(0);
        reload();
        toasts.show({
          tone: "plain",
          text: t("settings.yaml.saved", { name: baseName(file.file) }),
          ...(outcome.outcome === "saved" ? { action: { label: t("common.action.undo"), run: () => void undo().then(readAgain) } } : {}),
        });
      } else if (outcome.outcome === "invalid") setReview({ diffs: outcome.diffs, problems: outcome.problems });
      else if (outcome.outcome === "conflict") toasts.show({ tone: "failing", text: outcome.message });
    } catch (error) {
      toasts.show({ tone: "failing", text: t("common.failed", { message: describeError(error) }) });
    }
  };
  const readAgain = useCallback(async (): Promise<void> => {
    const fresh = await client.request("settings:get-file", { file: file.file });
    editor.current?.setText(fresh.text);
    setSaved(fresh);
    setChanges(0);
  }, [client, file.file]);
  const isStale = overview !== null && overview.revision !== saved.revision;
  useFollowFile(isStale && !isDirty, readAgain);
  const onSave = useLatest(() => void request(true));
  return (
    <>
      <div className={styles.tools}>
        <code className={styles.path}>{file.file}</code>
        {!file.isWritable && <span className={styles.note}>{t("settings.yaml.readOnly")}</span>}
        {isStale && isDirty && <span className={styles.note}>{t("settings.yaml.changedOnDisk")}</span>}
        <Button size="small" disabled={!isDirty} onClick={() => void readAgain()}>
          {t("settings.edit.discard")}
        </Button>
        <Button size="small" variant="primary" disabled={!isDirty} onClick={() => void request(true)}>
          {t("settings.yaml.review")}
        </Button>
      </div>
      <EditorArea
        editorRef={editor}
        text={loaded.text}
        label={t("settings.yaml.label", { name: baseName(file.file) })}
        line={line}
        isReadOnly={!file.isWritable}
        onChange={onChange}
        onSave={onSave}
        onReady={check}
      />
      <ProblemPane problems={problems} onJump={(problem) => editor.current?.jumpTo(problem.line, problem.column)} />
      {review !== null && <ReviewDialog review={review} onSave={() => void request(false)} onClose={() => setReview(null)} />}
    </>
  );
}

/** A file that nobody edits here is shown as it is on disk. */
function useFollowFile(isBehind: boolean, readAgain: () => Promise<void>): void {
  useEffect(() => {
    // A file that cannot be read any more is told by the overview's problems.
    if (isBehind) readAgain().catch(() => undefined);
  }, [isBehind, readAgain]);
}

function useLatest(run: () => void): () => void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  return useCallback(() => latest.current(), []);
}

/** Long enough that a fast writer is never waited for. */
const CHECK_AFTER_MS = 500;

/** What is wrong with the text as it stands, found by the main process while the typing rests. */
function useProblems(
  editor: RefObject<YamlEditor | null>,
  props: FileProps,
): { readonly problems: readonly ConfigProblem[]; readonly check: () => void } {
  const { client } = useServices();
  const { file } = props.file;
  const [problems, setProblems] = useState(() => props.problems.filter((problem) => problem.file === file));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef(0);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      asked.current = -1;
    },
    [],
  );
  const ask = useCallback(async () => {
    const text = editor.current?.getText();
    if (text === undefined) return;
    asked.current += 1;
    const own = asked.current;
    const found = await client.request("settings:check-text", { file, text });
    if (asked.current !== own) return;
    const here = found.filter((problem) => problem.file === file);
    setProblems(here);
    editor.current?.showProblems(here.filter((problem) => problem.line > 0));
  }, [client, editor, file]);
  const check = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    // What could not be asked is asked again with the next key.
    timer.current = setTimeout(() => void ask().catch(() => undefined), CHECK_AFTER_MS);
  }, [ask]);
  return { problems, check };
}

function EditorArea(props: {
  readonly editorRef: RefObject<YamlEditor | null>;
  readonly text: string;
  readonly label: string;
  readonly line: number;
  readonly isReadOnly: boolean;
  readonly onChange: () => void;
  readonly onSave: () => void;
  readonly onReady: () => void;
}): ReactNode {
  const { editorRef, line, onChange, onSave, onReady } = props;
  const area = useRef<HTMLDivElement>(null);
  const first = useRef(props);
  useEffect(() => {
    const parent = area.current;
    if (parent === null) return undefined;
    const { text, label, isReadOnly } = first.current;
    const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
    const created = createYamlEditor({ parent, text, label, isReadOnly, nonce, onChange, onSave });
    editorRef.current = created;
    onReady();
    return () => {
      editorRef.current = null;
      created.destroy();
    };
  }, [editorRef, onChange, onSave, onReady]);
  useEffect(() => {
    if (line > 0) editorRef.current?.jumpTo(line, 1);
  }, [editorRef, line]);
  return <div ref={area} className={styles.editor} />;
}

function ReviewDialog(props: { readonly review: Review; readonly onSave: () => void; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const errors = props.review.problems.filter(({ severity }) => severity === "error").length;
  return (
    <Dialog isOpen title={t("settings.yaml.reviewTitle")} onClose={props.onClose}>
      {errors > 0 && <p className={styles.errors}>{t("settings.yaml.errors", { count: errors })}</p>}
      <DiffView diffs={props.review.diffs} />
      <div className={styles.actions}>
        <Button onClick={props.onClose}>{t("common.action.cancel")}</Button>
        <Button variant="primary" disabled={errors > 0} onClick={props.onSave}>
          {t("settings.edit.save")}
        </Button>
      </div>
    </Dialog>
  );
}
