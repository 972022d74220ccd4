// Finds the entry that an address names, and what was left half filled, before the form is drawn.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EntrySummary } from "../../../../shared/model/settings.ts";
import { Empty } from "../../../components/panel.tsx";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { isMapping } from "../config/plain.ts";
import { settingsHref } from "../settings-route.ts";
import { MonitorEditor } from "./monitor-editor.tsx";
import { useKeptDraft } from "./use-draft.ts";

export function EditMonitorPage({ monitorKey }: { readonly monitorKey: string }): ReactNode {
  const { t } = useTranslation();
  const { overview, failure } = useConfig();
  if (overview === null) return <Empty title={failure ?? t("common.loading")} />;
  const entry = overview.entries.find(({ key }) => key === monitorKey);
  if (entry === undefined) return <GoneEntry />;
  return <LoadedEntry key={monitorKey} entry={entry} />;
}

function GoneEntry(): ReactNode {
  const { t } = useTranslation();
  return (
    <Empty isPage title={t("settings.edit.gone")}>
      <a href={settingsHref({ section: "monitors", key: null })}>{t("settings.edit.back")}</a>
    </Empty>
  );
}

function LoadedEntry({ entry }: { readonly entry: EntrySummary }): ReactNode {
  const { t } = useTranslation();
  const { overview } = useConfig();
  const { data, failure } = useRequest(
    "settings:get-value",
    { target: { kind: "entry", entry: entry.ref }, path: [] },
    overview?.revision ?? null,
  );
  const draft = useKeptDraft(`monitor:${entry.key}`);
  if (failure !== null && data === null) return <Empty title={failure} />;
  if (data === null || draft === undefined) return <Empty title={t("common.loading")} />;
  if (!isMapping(data.value)) return <GoneEntry />;
  return <MonitorEditor entry={entry} written={data} value={data.value} draft={draft} />;
}

/** A new monitor with all that a monitor can have, begun from what was half filled. */
export function NewMonitorPage(): ReactNode {
  const { t } = useTranslation();
  const draft = useKeptDraft("monitor:");
  if (draft === undefined) return <Empty title={t("common.loading")} />;
  return <MonitorEditor entry={null} written={null} value={{}} draft={draft} />;
}
