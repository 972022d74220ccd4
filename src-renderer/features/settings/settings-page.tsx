// Preferences, the configuration's files and problems, silences. Each part is a section of its own; more can stand beside them.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { useDocumentTitle } from "../../hooks/use-document-title.ts";
import { useSettings } from "../../hooks/use-store.ts";
import { ConfigSection } from "./config-section.tsx";
import { PreferencesSection } from "./preferences-section.tsx";
import styles from "./settings-page.module.css";
import { SilencesSection } from "./silences-section.tsx";

export function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("pages.settings.title"));
  return (
    <div className={styles.page}>
      <PageHeader title={t("pages.settings.title")} />
      <PreferencesSection />
      <ConfigSection />
      <SilencesSection />
      <AboutSection />
    </div>
  );
}

function AboutSection(): ReactNode {
  const { t } = useTranslation();
  const { info } = useSettings();
  const facts = [
    [t("pages.settings.version"), info.version],
    [t("pages.settings.runtime"), info.electronVersion],
    [t("pages.settings.dataFolder"), info.dataFolder],
  ] as const;
  return (
    <Panel title={t("pages.settings.about")}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
