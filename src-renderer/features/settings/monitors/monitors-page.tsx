// All monitors as a list: search, order, choose several, change them together. Thousands stay quick: only what is seen is drawn.

import { Plus, Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntrySummary } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Empty } from "../../../components/panel.tsx";
import { useFormat } from "../../../hooks/use-format.ts";
import { useConfig } from "../config/config-context.tsx";
import { showSettings } from "../settings-route.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { MonitorList } from "./monitor-list.tsx";
import { idOf, rowsOf, searchEntries } from "./monitor-rows.ts";
import styles from "./monitors-page.module.css";

export function MonitorsPage(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { overview, failure } = useConfig();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const asked = useDeferredValue(search);
  const entries = overview?.entries;
  const rows = useMemo(() => rowsOf(searchEntries(entries ?? [], asked)), [entries, asked]);
  const selected = useMemo<readonly EntrySummary[]>(() => (entries ?? []).filter(({ ref }) => chosen.has(idOf(ref))), [entries, chosen]);
  if (entries === undefined) return <Empty title={failure ?? t("common.loading")} />;
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <div className={styles.search}>
          <Search size={14} aria-hidden />
          <input
            type="search"
            className={styles.input}
            aria-label={t("settings.monitors.search")}
            placeholder={t("settings.monitors.search")}
            value={search}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <span className={styles.count}>
          {t("settings.monitors.count", { count: entries.length, figure: format.integer(entries.length) })}
        </span>
        <Button variant="primary" icon={Plus} onClick={() => showSettings({ section: "add", isDetailed: false })}>
          {t("settings.add.title")}
        </Button>
      </div>
      {selected.length > 0 && <BulkBar entries={selected} onClear={() => setChosen(new Set())} />}
      {entries.length === 0 ? (
        <Empty title={t("settings.monitors.none")}>{t("settings.monitors.noneHelp")}</Empty>
      ) : rows.length === 0 ? (
        <Empty title={t("settings.monitors.noMatch")} />
      ) : (
        <MonitorList rows={rows} canOrder={asked === ""} chosen={chosen} onChoose={setChosen} />
      )}
    </div>
  );
}
