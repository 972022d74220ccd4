// The dashboard: tools on top, endpoints below, or the first start's question.

import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/panel.tsx";
import { useElementWidth } from "../../hooks/use-element-width.ts";
import { useDocumentTitle } from "../../hooks/use-document-title.ts";
import { useMonitor, useSampledMonitor, useSettings } from "../../hooks/use-store.ts";
import {
  type DashboardRow,
  isFiltering,
  isFlat,
  isSameOverview,
  layOutRows,
  reuseRows,
  selectEndpoints,
} from "../../state/dashboard-view.ts";
import { listEndpoints } from "../../state/monitor-state.ts";
import { useDashboardMemory } from "./dashboard-query.tsx";
import styles from "./dashboard.module.css";
import { EndpointRows } from "./endpoint-rows.tsx";
import { FirstStart } from "./first-start.tsx";
import { Toolbar } from "./toolbar.tsx";

const MIN_CARD_PX = 272;
const GAP_PX = 10;
/** Orders that follow the figures would otherwise jump under the reader's eyes. */
const REORDER_MS = 3_000;
/** Headings and heights follow this soon; the cards themselves show every change at once. */
const REGROUP_MS = 250;

type Endpoints = readonly EndpointSummary[];

const NONE: Endpoints = [];

export function Dashboard(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("dashboard.title"));
  const total = useMonitor((state) => state.order.length) ?? 0;
  const { change } = useDashboardMemory();
  const area = useRef<HTMLDivElement>(null);
  const width = useElementWidth(area, 960);
  const { compactDashboard, collapsedGroups } = useSettings().preferences;
  const columns = compactDashboard ? null : Math.max(1, Math.floor((width + GAP_PX) / (MIN_CARD_PX + GAP_PX)));
  const { rows, shown, settled } = useRows(columns, collapsedGroups);

  if (total === 0) return <FirstStart />;
  return (
    <div className={styles.page} data-fills>
      <h1 className="visually-hidden">{t("dashboard.title")}</h1>
      <Toolbar endpoints={settled} shown={shown} />
      <div ref={area} className={styles.area}>
        {rows.length === 0 ? (
          <Empty title={t("dashboard.empty.noMatch")}>
            <p>{t("dashboard.empty.noMatchHelp", { count: total })}</p>
            <p className={styles.clear}>
              <Button onClick={() => change({ search: "", states: new Set(), group: null, tag: null })}>
                {t("dashboard.filter.clear")}
              </Button>
            </p>
          </Empty>
        ) : (
          <EndpointRows rows={rows} columns={columns} />
        )}
      </div>
    </div>
  );
}

function useRows(
  columns: number | null,
  collapsedGroups: readonly string[],
): { readonly rows: readonly DashboardRow[]; readonly shown: number; readonly settled: readonly EndpointSummary[] } {
  const { query } = useDashboardMemory();
  const flat = isFlat(query.sort);
  const looksSame = useCallback((before: Endpoints, after: Endpoints) => isSameOverview(before, after, query.sort), [query.sort]);
  const endpoints = useSampledMonitor(listEndpoints, flat ? REORDER_MS : REGROUP_MS, looksSame) ?? NONE;
  const selected = useMemo(() => selectEndpoints(endpoints, query), [endpoints, query]);
  const rows = useMemo(() => {
    // A search looks into collapsed groups too.
    const collapsed = new Set(isFiltering(query) ? [] : collapsedGroups);
    return layOutRows(selected, { columns, collapsed, flat });
  }, [selected, columns, collapsedGroups, flat, query]);
  // Rows that are the same as before stay the same objects, so that most messages redraw nothing here.
  const [kept, setKept] = useState(rows);
  const reused = reuseRows(kept, rows);
  if (reused !== kept) setKept(reused);
  return { rows: reused, shown: selected.length, settled: endpoints };
}
