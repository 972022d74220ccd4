// Ctrl/⌘ K: pages, actions and endpoints by name.

import { Command } from "cmdk";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { HOUR } from "../../../shared/units.ts";
import { hrefOf, navigate } from "../../app/router.ts";
import { useServices } from "../../app/services.ts";
import { useAct } from "../../hooks/use-act.ts";
import { useCheckNow, useOpenConfig, usePause, useResume } from "../../hooks/use-monitor-actions.ts";
import { useEndpoints, useSettings } from "../../hooks/use-store.ts";
import type { Preferences } from "../../../shared/ipc/schemas.ts";
import { searchEndpoints } from "../../state/dashboard-view.ts";
import { EndpointChoices } from "./endpoint-choices.tsx";
import styles from "./palette.module.css";
import { PaletteDialog } from "./palette-dialog.tsx";

const MOST_ENDPOINTS = 50;

interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onShowShortcuts: () => void;
}

export function Palette(props: PaletteProps): ReactNode {
  const { t } = useTranslation();
  return (
    <PaletteDialog isOpen={props.isOpen} label={t("shell.palette.label")} onClose={props.onClose}>
      <PaletteContent {...props} />
    </PaletteDialog>
  );
}

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

function PaletteContent({ onClose, onShowShortcuts }: PaletteProps): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const endpoints = useEndpoints();
  const pages = usePages();
  const actions = useActions(onShowShortcuts);
  const matches = (choice: Choice): boolean => choice.label.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
  const found = search.trim() === "" ? [] : searchEndpoints(endpoints, search).slice(0, MOST_ENDPOINTS);
  const run = (choice: Choice) => (): void => {
    onClose();
    choice.run();
  };
  const section = (heading: string, choices: readonly Choice[]): ReactNode => {
    const shown = choices.filter(matches);
    if (shown.length === 0) return null;
    return (
      <Command.Group heading={heading} className={styles.group}>
        {shown.map((choice) => (
          <Command.Item key={choice.id} value={choice.id} className={styles.item} onSelect={run(choice)}>
            {choice.label}
          </Command.Item>
        ))}
      </Command.Group>
    );
  };
  return (
    <Command shouldFilter={false} label={t("shell.palette.label")} loop>
      <Command.Input
        className={styles.input}
        aria-label={t("shell.palette.placeholder")}
        placeholder={t("shell.palette.placeholder")}
        value={search}
        onValueChange={setSearch}
        maxLength={200}
      />
      <Command.List className={styles.list} label={t("shell.palette.label")}>
        <Command.Empty className={styles.empty}>{t("shell.palette.empty")}</Command.Empty>
        <EndpointChoices
          endpoints={found}
          heading={t("shell.palette.endpoints")}
          onPick={(key) => {
            onClose();
            window.location.hash = hrefOf({ to: "endpoint", key });
          }}
        />
        {section(t("shell.palette.pages"), pages)}
        {section(t("shell.palette.actions"), actions)}
      </Command.List>
    </Command>
  );
}

function usePages(): readonly Choice[] {
  const { t } = useTranslation();
  return (["dashboard", "incidents", "reports", "settings"] as const).map((to) => ({
    id: `page:${to}`,
    label: t(`shell.nav.${to}`),
    run: () => navigate({ to }),
  }));
}

function useActions(onShowShortcuts: () => void): readonly Choice[] {
  const { t } = useTranslation();
  const { client, preferences, ticker } = useServices();
  const current = useSettings().preferences;
  const act = useAct();
  const checkNow = useCheckNow();
  const pause = usePause();
  const resume = useResume();
  const openConfig = useOpenConfig();
  const everything = { kind: "everything" } as const;
  const change = (preference: Partial<Preferences>) => () =>
    void act(async () => {
      await preferences.change(preference);
      return null;
    });
  const quit = (): void =>
    void act(async () => {
      await client.request("app:quit", undefined);
      return null;
    });
  return [
    { id: "check", label: t("shell.palette.checkAll"), run: () => void checkNow(everything) },
    { id: "pause", label: t("shell.palette.pauseHour"), run: () => void pause(everything, ticker.now() + HOUR) },
    { id: "resume", label: t("shell.palette.resumeAll"), run: () => void resume(everything) },
    { id: "config", label: t("shell.palette.openConfig"), run: () => void openConfig() },
    {
      id: "layout",
      label: current.compactDashboard ? t("shell.palette.cards") : t("shell.palette.compact"),
      run: change({ compactDashboard: !current.compactDashboard }),
    },
    ...(["system", "light", "dark"] as const).map((theme) => ({
      id: `theme:${theme}`,
      label: t("shell.palette.theme", { name: t(`pages.settings.themes.${theme}`) }),
      run: change({ theme }),
    })),
    ...(["system", "en", "zh-TW"] as const).map((language) => ({
      id: `language:${language}`,
      label: t("shell.palette.language", { name: t(`pages.settings.languages.${language}`) }),
      run: change({ language }),
    })),
    { id: "shortcuts", label: t("shell.palette.shortcuts"), run: onShowShortcuts },
    { id: "quit", label: t("shell.palette.quit"), run: quit },
  ];
}
