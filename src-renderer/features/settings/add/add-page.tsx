import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentTitle } from "../../../hooks/use-document-title.ts";
import { AddMonitor } from "./add-monitor.tsx";
import styles from "./add-page.module.css";

/** The page that asks what to watch. */
export function AddPage(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("settings.add.title"));
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t("settings.add.question")}</h1>
      <AddMonitor>
        <p className={styles.help}>{t("settings.add.help")}</p>
      </AddMonitor>
    </div>
  );
}
