// The files as text, one tab each. What can be done with one of them is the file editor's business.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../../components/panel.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { useKeptDraft } from "../edit/use-draft.ts";
import { settingsHref } from "../settings-route.ts";
import { FileEditor, type FileEditorProps } from "./file-editor.tsx";
import { draftId } from "./text-draft.ts";
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

function LoadedFile(props: Omit<FileEditorProps, "loaded" | "draft">): ReactNode {
  const { t } = useTranslation();
  const { file } = props.file;
  const { data, failure } = useRequest("settings:get-file", { file });
  const draft = useKeptDraft(draftId(file));
  if (data === null || draft === undefined) return <Empty title={failure ?? t("common.loading")} />;
  return <FileEditor {...props} loaded={data} draft={draft} />;
}
