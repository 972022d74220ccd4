// Nothing is watched yet: ask what should be, or where a configuration comes from.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button.tsx";
import { Logo } from "../../components/logo.tsx";
import { useOpenConfig } from "../../hooks/use-monitor-actions.ts";
import { AddMonitor } from "../settings/add/add-monitor.tsx";
import { ConfigProvider } from "../settings/config/config-context.tsx";
import { showSettings } from "../settings/settings-route.ts";
import styles from "./first-start.module.css";

export function FirstStart(): ReactNode {
  const { t } = useTranslation();
  const openConfig = useOpenConfig();
  return (
    <div className={styles.page}>
      <Logo size={44} />
      <h1 className={styles.title}>{t("dashboard.empty.title")}</h1>
      <ConfigProvider>
        <AddMonitor>
          <p className={styles.explain}>{t("settings.add.help")}</p>
          <div className={styles.actions}>
            <Button onClick={() => showSettings({ section: "transfer" })}>{t("dashboard.empty.import")}</Button>
            <Button onClick={() => void openConfig()}>{t("dashboard.empty.openConfig")}</Button>
          </div>
        </AddMonitor>
      </ConfigProvider>
    </div>
  );
}
