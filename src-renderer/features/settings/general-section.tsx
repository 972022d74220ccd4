// Preferences, the configuration's files and problems, silences, facts about the app.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { useSettings } from "../../hooks/use-store.ts";
import { ConfigSection } from "./config-section.tsx";
import { LocationSection } from "./location-section.tsx";
import styles from "./general-section.module.css";
import { PreferencesSection } from "./preferences-section.tsx";
import { SilencesSection } from "./silences-section.tsx";

export function GeneralSection(): ReactNode {
  return (
    <div className={styles.column}>
      <PreferencesSection />
      <LocationSection />
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
