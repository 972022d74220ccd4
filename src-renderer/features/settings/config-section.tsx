import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemList } from "../../components/problem-list.tsx";
import { useOpenConfig } from "../../hooks/use-monitor-actions.ts";
import { useOverall } from "../../hooks/use-store.ts";
import styles from "./config-section.module.css";

/** The files that are read, and everything that is wrong with them. */
export function ConfigSection(): ReactNode {
  const { t } = useTranslation();
  const openConfig = useOpenConfig();
  const overall = useOverall();
  const files = overall?.configFiles ?? [];
  const problems = overall?.configProblems ?? [];
  return (
    <Panel title={t("pages.settings.config")}>
      <p className={styles.help}>{t("pages.settings.configHelp")}</p>
      <h3 className={styles.subtitle}>{t("pages.settings.files")}</h3>
      {files.length === 0 && <p>{t("pages.settings.noFiles")}</p>}
      <ul>
        {files.map((file) => (
          <li key={file} className={styles.file}>
            <code>{file}</code>
            <Button size="small" aria-label={t("pages.settings.openFile", { file })} onClick={() => void openConfig(file)}>
              {t("pages.settings.open")}
            </Button>
          </li>
        ))}
      </ul>
      <h3 className={styles.subtitle}>{t("pages.settings.problems")}</h3>
      {problems.length === 0 ? <p>{t("pages.settings.noProblems")}</p> : <ProblemList problems={problems} />}
    </Panel>
  );
}
