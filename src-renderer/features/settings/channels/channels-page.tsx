// All channels that alerts can go through: those of the configuration first, then the rest.

import { ChevronRight, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderForm } from "../../../../shared/model/settings-monitor.ts";
import { Empty, Panel } from "../../../components/panel.tsx";
import { settingsHref } from "../settings-route.ts";
import styles from "./channels-page.module.css";
import { useProviders } from "./use-providers.ts";

export function ChannelsPage(): ReactNode {
  const { t } = useTranslation();
  const { all, configured, failure } = useProviders();
  const [search, setSearch] = useState("");
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = all.filter(({ type, title }) => words.every((word) => `${type} ${title}`.toLowerCase().includes(word)));
  const isReady = ({ type }: ProviderForm): boolean => configured.has(type) || type === "desktop";
  if (all.length === 0) return <Empty title={failure ?? t("common.loading")} />;
  return (
    <div className={styles.page}>
      <div className={styles.search}>
        <Search size={14} aria-hidden />
        <input
          type="search"
          className={styles.input}
          aria-label={t("settings.channels.search")}
          placeholder={t("settings.channels.search")}
          value={search}
          maxLength={100}
          spellCheck={false}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ChannelGroup title={t("settings.channels.configured")} providers={found.filter(isReady)} isReady />
      <ChannelGroup title={t("settings.channels.available")} providers={found.filter((each) => !isReady(each))} />
      {found.length === 0 && <Empty title={t("settings.channels.noMatch")} />}
    </div>
  );
}

function ChannelGroup(props: {
  readonly title: string;
  readonly providers: readonly ProviderForm[];
  readonly isReady?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  if (props.providers.length === 0) return null;
  return (
    <Panel title={props.title} aside={props.providers.length}>
      <ul className={styles.list}>
        {props.providers.map(({ type, title }) => (
          <li key={type}>
            <a className={styles.channel} href={settingsHref({ section: "channels", type })}>
              <span className={styles.title}>{title}</span>
              <code className={styles.type}>{type}</code>
              {props.isReady === true && (
                <span className={styles.state}>{t(type === "desktop" ? "settings.channels.builtIn" : "settings.channels.ready")}</span>
              )}
              <ChevronRight size={14} aria-hidden />
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
