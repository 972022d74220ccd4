// One file as text: written, checked, looked over and saved; what is left unsaved is kept and offered again.

import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { pickLanguage } from "../../../../shared/i18n/languages.ts";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import type { ConfigFileSummary, Draft, FileText } from "../../../../shared/model/settings.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { useAct } from "../../../hooks/use-act.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { useConfig } from "../config/config-context.tsx";
import { LONGEST_REASON } from "../config/use-saver.ts";
import { type DraftKeeper, useDraftKeeper } from "../edit/use-draft.ts";
import { usePhrase } from "../fields/use-phrase.ts";
import { createYamlEditor, type EditorWords, type YamlEditor } from "./create-editor.ts";
import { ProblemPane } from "./problem-pane.tsx";
import { type Review, ReviewDialog } from "./review-dialog.tsx";
import { draftId, readTextDraft, writeTextDraft } from "./text-draft.ts";
import { useProblems } from "./use-problems.ts";
import styles from "./yaml-page.module.css";

export interface FileEditorProps {
  readonly file: ConfigFileSummary;
  /** 0 = its top. */
  readonly line: number;
  /** Of all files, as they are saved. */
  readonly problems: readonly ConfigProblem[];
  readonly loaded: FileText;
  readonly draft: Draft | null;
}

export function FileEditor(props: FileEditorProps): ReactNode {
  const { t } = useTranslation();
  const { file, loaded, line } = props;
  const { overview } = useConfig();
  const words = useEditorWords(baseName(file.file));
  const editor = useRef<YamlEditor | null>(null);
  const [isDirty, setDirty] = useState(false);
  const [saved, setSaved] = useState(loaded);
  const { problems, check } = useProblems(editor, file.file, props.problems);
  const keeper = useDraftKeeper(draftId(file.file), () => {
    const text = editor.current?.getText();
    if (text === undefined) return null;
    return { title: baseName(file.file), entry: null, value: writeTextDraft({ text, base: saved.revision }) };
  });
  const saving = useSaving({ editor, saved, setSaved, setDirty, keeper });
  const isQuiet = useRef(false);
  const onChange = useCallback(() => {
    check();
    // A text that comes from the file is no change of the user's.
    if (isQuiet.current) return;
    setDirty(true);
    keeper.soon();
  }, [check, keeper]);
  const showText = useCallback((fresh: FileText) => {
    isQuiet.current = true;
    editor.current?.setText(fresh.text);
    isQuiet.current = false;
    setSaved(fresh);
    setDirty(false);
  }, []);
  const { client } = useServices();
  const readAgain = useCallback(
    async () => showText(await client.request("settings:get-file", { file: file.file })),
    [client, file.file, showText],
  );
  const act = useAct();
  const discard = (): void =>
    void act(async () => {
      keeper.drop();
      await readAgain();
      return null;
    });
  const isStale = overview !== null && overview.revision !== saved.revision;
  useFollowFile(isStale && !isDirty, readAgain);
  const onSave = useLatest(() => void saving.review());
  return (
    <>
      <div className={styles.tools}>
        <code className={styles.path}>{file.file}</code>
        {!file.isWritable && <span className={styles.note}>{t("settings.yaml.readOnly")}</span>}
        {isStale && isDirty && <span className={styles.note}>{t("settings.yaml.changedOnDisk")}</span>}
        <Button size="small" disabled={!isDirty} onClick={discard}>
          {t("settings.edit.discard")}
        </Button>
        <Button size="small" variant="primary" disabled={!isDirty} onClick={() => void saving.review()}>
          {t("settings.yaml.review")}
        </Button>
      </div>
      <TextDraftOffer draft={isDirty ? null : props.draft} revision={saved.revision} editor={editor} onDrop={keeper.drop} />
      <EditorArea
        editorRef={editor}
        text={loaded.text}
        words={words}
        line={line}
        isReadOnly={!file.isWritable}
        onChange={onChange}
        onSave={onSave}
        onReady={check}
      />
      <ProblemPane problems={problems} onJump={(problem) => editor.current?.jumpTo(problem.line, problem.column)} />
      {saving.shown !== null && (
        <ReviewDialog review={saving.shown} onSave={() => void saving.save()} onGoOn={() => void saving.goOn()} onClose={saving.close} />
      )}
    </>
  );
}

interface SavingParts {
  readonly editor: RefObject<YamlEditor | null>;
  readonly saved: FileText;
  readonly setSaved: (saved: FileText) => void;
  readonly setDirty: (isDirty: boolean) => void;
  readonly keeper: DraftKeeper;
}

/** From the text through a look at its changes into the file. A file that was changed meanwhile is shown, and never overwritten unseen. */
function useSaving({ editor, saved, setSaved, setDirty, keeper }: SavingParts) {
  const { t } = useTranslation();
  const { client, toasts } = useServices();
  const { reload, undo } = useConfig();
  const act = useAct();
  const [shown, setShown] = useState<Review | null>(null);
  const { file } = saved;
  const finish = (): void => {
    setShown(null);
    setDirty(false);
    keeper.drop();
    reload();
  };
  const request = async (base: string, isPreview: boolean): Promise<void> => {
    const text = editor.current?.getText();
    if (text === undefined) return;
    const reason = t("settings.yaml.saved", { name: baseName(file) }).slice(0, LONGEST_REASON);
    const outcome = await client.request("settings:save-text", { base, file, text, isPreview, reason });
    switch (outcome.outcome) {
      case "invalid":
        return setShown({ kind: "changes", diffs: outcome.diffs, problems: outcome.problems });
      case "conflict":
        return setShown({ kind: "meanwhile", diffs: outcome.diffs });
      case "unsaved":
        if (outcome.diffs.length > 0) return setShown({ kind: "changes", diffs: outcome.diffs, problems: outcome.problems });
        return finish();
      case "saved":
        setSaved({ file, revision: outcome.revision, text });
        finish();
        toasts.show({
          tone: "plain",
          text: t("settings.yaml.saved", { name: baseName(file) }),
          action: { label: t("common.action.undo"), run: () => void undo() },
        });
        return undefined;
      default:
        // A text is never shared with others.
        return undefined;
    }
  };
  const during = async (work: () => Promise<void>): Promise<void> => {
    await act(async () => {
      await work();
      return null;
    });
  };
  return {
    shown,
    close: () => setShown(null),
    review: async () => await during(async () => await request(saved.revision, true)),
    save: async () => await during(async () => await request(saved.revision, false)),
    goOn: async () =>
      await during(async () => {
        const now = await client.request("settings:get-file", { file });
        setSaved(now);
        await request(now.revision, true);
      }),
  };
}

/** A text that was left unsaved can be gone on with: taking it is one step that can be taken back. */
function TextDraftOffer(props: {
  readonly draft: Draft | null;
  readonly revision: string;
  readonly editor: RefObject<YamlEditor | null>;
  readonly onDrop: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [isAnswered, setAnswered] = useState(false);
  const { draft } = props;
  const kept = readTextDraft(draft);
  if (draft === null || kept === null || isAnswered) return null;
  const time = format.moment(draft.savedAtEpochMs);
  return (
    <Notice isNews text={t(kept.base === props.revision ? "settings.yaml.draft" : "settings.yaml.draftOld", { time })}>
      <Button
        size="small"
        variant="primary"
        onClick={() => {
          setAnswered(true);
          props.editor.current?.setText(kept.text);
        }}
      >
        {t("settings.edit.takeDraft")}
      </Button>
      <Button
        size="small"
        onClick={() => {
          setAnswered(true);
          props.onDrop();
        }}
      >
        {t("settings.edit.dropDraft")}
      </Button>
    </Notice>
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

/** What the editor says, the same object as long as the language is the same. */
function useEditorWords(name: string): EditorWords {
  const { t, i18n } = useTranslation();
  const phrase = usePhrase();
  const { language } = i18n;
  return useMemo(
    () => ({ t, phrase, language: pickLanguage([language]), label: t("settings.yaml.label", { name }) }),
    [t, phrase, language, name],
  );
}

function EditorArea(props: {
  readonly editorRef: RefObject<YamlEditor | null>;
  readonly text: string;
  readonly words: EditorWords;
  readonly line: number;
  readonly isReadOnly: boolean;
  readonly onChange: () => void;
  readonly onSave: () => void;
  readonly onReady: () => void;
}): ReactNode {
  const { editorRef, line, words, onChange, onSave, onReady } = props;
  const area = useRef<HTMLDivElement>(null);
  const first = useRef(props);
  useEffect(() => {
    const parent = area.current;
    if (parent === null) return undefined;
    const { text, words: firstWords, isReadOnly } = first.current;
    const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
    const created = createYamlEditor({ parent, text, words: firstWords, isReadOnly, nonce, onChange, onSave });
    editorRef.current = created;
    onReady();
    return () => {
      editorRef.current = null;
      created.destroy();
    };
  }, [editorRef, onChange, onSave, onReady]);
  useEffect(() => {
    if (words !== first.current.words) editorRef.current?.setWords(words);
  }, [editorRef, words]);
  useEffect(() => {
    if (line > 0) editorRef.current?.jumpTo(line, 1);
  }, [editorRef, line]);
  return <div ref={area} className={styles.editor} />;
}
