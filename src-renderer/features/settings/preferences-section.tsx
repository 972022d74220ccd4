import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Preferences } from "../../../shared/ipc/schemas.ts";
import { useServices } from "../../app/services.ts";
import { Panel } from "../../components/panel.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { Switch } from "../../components/switch.tsx";
import { useAct } from "../../hooks/use-act.ts";
import { useSettings } from "../../hooks/use-store.ts";
import styles from "./preferences-section.module.css";

const THEMES = ["system", "light", "dark"] as const;
const LANGUAGES = ["system", "en", "zh-TW"] as const;
const SWITCHES = ["closeToTray", "nativeNotifications", "notificationSound"] as const;

/** What is the same whatever is watched. Each change counts at once. */
export function PreferencesSection(): ReactNode {
  const { t } = useTranslation();
  const { preferences: store } = useServices();
  const { preferences, info } = useSettings();
  const act = useAct();
  const change = (preference: Partial<Preferences>): void =>
    void act(async () => {
      await store.change(preference);
      return null;
    });
  const toggle = (name: (typeof SWITCHES)[number] | "launchAtLogin" | "automaticUpdates"): ReactNode => (
    <Switch key={name} label={t(`pages.settings.${name}`)} isOn={preferences[name]} onChange={(isOn) => change({ [name]: isOn })} />
  );
  useRereadPreferences();
  return (
    <Panel title={t("pages.settings.general")}>
      <div className={styles.row}>
        <span>{t("pages.settings.theme")}</span>
        <Segmented
          label={t("pages.settings.theme")}
          value={preferences.theme}
          options={THEMES.map((value) => ({ value, label: t(`pages.settings.themes.${value}`) }))}
          onChange={(theme) => change({ theme })}
        />
      </div>
      <div className={styles.row}>
        <span>{t("pages.settings.language")}</span>
        <Segmented
          label={t("pages.settings.language")}
          value={preferences.language}
          options={LANGUAGES.map((value) => ({ value, label: t(`pages.settings.languages.${value}`) }))}
          onChange={(language) => change({ language })}
        />
      </div>
      {info.installation === "checkout" ? (
        <Impossible name={t("pages.settings.launchAtLogin")} why={t("settings.general.noLogin")} />
      ) : (
        toggle("launchAtLogin")
      )}
      {SWITCHES.map(toggle)}
      {info.installation === "updating" ? (
        toggle("automaticUpdates")
      ) : (
        <Impossible
          name={t("pages.settings.automaticUpdates")}
          why={t(info.installation === "checkout" ? "settings.general.noUpdatesCheckout" : "settings.general.noUpdates")}
        />
      )}
    </Panel>
  );
}

/** Whether it starts at login may have been changed in the system's own settings since the window opened. */
function useRereadPreferences(): void {
  const { preferences: store } = useServices();
  useEffect(() => {
    const reread = (): void => void store.reread().catch(() => undefined);
    reread();
    window.addEventListener("focus", reread);
    return () => window.removeEventListener("focus", reread);
  }, [store]);
}

/** A preference that this installation cannot offer, and why. */
function Impossible({ name, why }: { readonly name: string; readonly why: string }): ReactNode {
  return (
    <div className={styles.row}>
      <span>{name}</span>
      <span className={styles.why}>{why}</span>
    </div>
  );
}
