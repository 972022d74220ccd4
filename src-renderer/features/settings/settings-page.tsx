// The settings: which part shows is the address' business, each part is a folder of its own.

import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { assertNever } from "../../../shared/assert-never.ts";
import { ErrorBoundary } from "../../app/error-boundary.tsx";
import { useHash } from "../../app/router.ts";
import { Empty } from "../../components/panel.tsx";
import { useDocumentTitle } from "../../hooks/use-document-title.ts";
import { AddPage } from "./add/add-page.tsx";
import { ChannelPage } from "./channels/channel-page.tsx";
import { ChannelsPage } from "./channels/channels-page.tsx";
import { ConfigProvider } from "./config/config-context.tsx";
import { EditMonitorPage, NewMonitorPage } from "./edit/edit-monitor-page.tsx";
import { GeneralSection } from "./general-section.tsx";
import { MonitorsPage } from "./monitors/monitors-page.tsx";
import { RulesPage } from "./rules/rules-page.tsx";
import { SecretsPage } from "./secrets/secrets-page.tsx";
import styles from "./settings-page.module.css";
import { parseSettingsRoute, SETTINGS_SECTIONS, settingsHref, type SettingsRoute, type SettingsSection } from "./settings-route.ts";
import { TransferPage } from "./transfer/transfer-page.tsx";

/** The editor is by far the largest part of the window: it comes when it is asked for. */
const YamlPage = lazy(() => import("./yaml/yaml-page.tsx").then((module) => ({ default: module.YamlPage })));

export function SettingsPage(): ReactNode {
  const route = parseSettingsRoute(useHash());
  return (
    <ConfigProvider>
      <ErrorBoundary key={settingsHref(route)}>
        <Part route={route} />
      </ErrorBoundary>
    </ConfigProvider>
  );
}

function Part({ route }: { readonly route: SettingsRoute }): ReactNode {
  const { t } = useTranslation();
  switch (route.section) {
    case "add":
      return route.isDetailed ? <NewMonitorPage /> : <AddPage />;
    case "monitors":
      return route.key === null ? (
        <Framed section="monitors" doesFill content={<MonitorsPage />} />
      ) : (
        <EditMonitorPage monitorKey={route.key} />
      );
    case "channels":
      return route.type === null ? <Framed section="channels" content={<ChannelsPage />} /> : <ChannelPage type={route.type} />;
    case "yaml": {
      const page = (
        <Suspense fallback={<Empty title={t("common.loading")} />}>
          <YamlPage file={route.file} line={route.line} />
        </Suspense>
      );
      return <Framed section="yaml" doesFill content={page} />;
    }
    case "general":
      return <Framed section="general" content={<GeneralSection />} />;
    case "rules":
      return <Framed section="rules" content={<RulesPage />} />;
    case "secrets":
      return <Framed section="secrets" content={<SecretsPage />} />;
    case "transfer":
      return <Framed section="transfer" content={<TransferPage />} />;
    default:
      return assertNever(route, "route");
  }
}

/** A part below the page's name and the ways to the other parts. `doesFill`: it scrolls within itself. */
function Framed(props: { readonly section: SettingsSection; readonly content: ReactNode; readonly doesFill?: boolean }): ReactNode {
  const { t } = useTranslation();
  const { section, content, doesFill = false } = props;
  useDocumentTitle(`${t("pages.settings.title")}: ${t(`settings.section.${section}`)}`);
  return (
    <div className={doesFill ? styles.filling : styles.page} {...(doesFill ? { "data-fills": true } : {})}>
      <header className={styles.header}>
        <h1 className={styles.title}>{t("pages.settings.title")}</h1>
        <nav className={styles.tabs} aria-label={t("settings.section.label")}>
          {SETTINGS_SECTIONS.map((each) => (
            <a
              key={each}
              className={styles.tab}
              href={settingsHref(routeOf(each))}
              {...(each === section ? { "aria-current": "page" } : {})}
            >
              {t(`settings.section.${each}`)}
            </a>
          ))}
        </nav>
      </header>
      {content}
    </div>
  );
}

function routeOf(section: SettingsSection): SettingsRoute {
  switch (section) {
    case "monitors":
      return { section, key: null };
    case "channels":
      return { section, type: null };
    case "yaml":
      return { section, file: null, line: 0 };
    default:
      return { section };
  }
}
