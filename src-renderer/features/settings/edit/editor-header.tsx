// The name of the page, where the entry stands, and the three ways on.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../components/button.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { settingsHref, showSettings } from "../settings-route.ts";
import styles from "./editor-header.module.css";

export function EditorHeader(props: {
  readonly title: string;
  /** null = nowhere yet. */
  readonly place: { readonly file: string; readonly line: number } | null;
  readonly isDirty: boolean;
  readonly isNew: boolean;
  readonly onDiscard: () => void;
  readonly onSave: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { place } = props;
  return (
    <header className={styles.header}>
      <a className={styles.back} href={settingsHref({ section: "monitors", key: null })}>
        ‹ {t("settings.edit.back")}
      </a>
      <h1 className={styles.title}>{props.title}</h1>
      {place !== null && (
        <span className={styles.place} title={place.file}>
          {t("settings.edit.place", { file: baseName(place.file), line: place.line })}
        </span>
      )}
      <span className={styles.gap} />
      {place !== null && (
        <Button onClick={() => showSettings({ section: "yaml", file: place.file, line: place.line })}>{t("settings.edit.viewYaml")}</Button>
      )}
      <Button disabled={!props.isDirty && !props.isNew} onClick={props.onDiscard}>
        {t("settings.edit.discard")}
      </Button>
      <Button variant="primary" disabled={!props.isDirty} onClick={props.onSave}>
        {t("settings.edit.save")}
      </Button>
    </header>
  );
}
