// The figures at a glance.

import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { UptimeSummary } from "../../../shared/model/history.ts";
import type { EndpointDetail, EndpointSummary } from "../../../shared/model/status.ts";
import { DAY, MINUTE } from "../../../shared/units.ts";
import { useServices } from "../../app/services.ts";
import { cx } from "../../components/cx.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useRequest } from "../../hooks/use-request.ts";
import { useNow } from "../../hooks/use-store.ts";
import { dataSince } from "../../state/data-since.ts";
import { toneOf } from "../../state/endpoint-state.ts";
import styles from "./tiles.module.css";

const SOON_MS = 14 * DAY;

export function Tiles({ endpoint, detail }: { readonly endpoint: EndpointSummary; readonly detail: EndpointDetail | null }): ReactNode {
  const { t } = useTranslation();
  const { day, dayBefore, month, incidents } = useFigures(endpoint);
  const range = t("endpoint.graph.h24");
  const domainExpiresAtMs = detail?.domainExpiresAtMs ?? null;
  return (
    <div className={styles.tiles}>
      <NowTile endpoint={endpoint} detail={detail} />
      <ComparedTile label={t("endpoint.tile.p50", { range })} value={day?.p50Ms ?? null} before={dayBefore?.p50Ms ?? null} />
      <ComparedTile label={t("endpoint.tile.p95", { range })} value={day?.p95Ms ?? null} before={dayBefore?.p95Ms ?? null} />
      <UptimeTile month={month} incidents={incidents} />
      <NotObservedTile month={month} />
      <ExpiryTile
        label={t("endpoint.tile.certificate")}
        atMs={endpoint.certificateExpiresAtMs}
        isTrusted={detail?.latestExtras?.tls?.trusted ?? true}
      />
      {domainExpiresAtMs !== null && <ExpiryTile label={t("endpoint.tile.domain")} atMs={domainExpiresAtMs} isTrusted />}
    </div>
  );
}

interface Figures {
  readonly day: UptimeSummary | null;
  readonly dayBefore: UptimeSummary | null;
  readonly month: UptimeSummary | null;
  readonly incidents: number | null;
}

/** Renewed once a minute at most. */
function useFigures(endpoint: EndpointSummary): Figures {
  const { ticker } = useServices();
  const minute = Math.floor((endpoint.lastCheckMs ?? 0) / MINUTE);
  const now = useMemo(() => (minute < 0 ? 0 : ticker.now()), [minute, ticker]);
  const keys = [endpoint.key];
  const day = useRequest("history:get-uptime", { keys, fromMs: now - DAY, toMs: now });
  const dayBefore = useRequest("history:get-uptime", { keys, fromMs: now - 2 * DAY, toMs: now - DAY });
  const month = useRequest("history:get-uptime", { keys, fromMs: now - 30 * DAY, toMs: now });
  const outages = useRequest("history:get-outages", { keys, fromMs: now - 30 * DAY, toMs: now, limit: 5_000 });
  return {
    day: day.data?.[0] ?? null,
    dayBefore: dayBefore.data?.[0] ?? null,
    month: month.data?.[0] ?? null,
    incidents: outages.data?.filter((outage) => outage.outcome === "failing").length ?? null,
  };
}

function Tile(props: {
  readonly label: string;
  readonly value: ReactNode;
  readonly detail: string;
  readonly tone?: "failing" | "degraded" | undefined;
}): ReactNode {
  return (
    <dl className={styles.tile}>
      <dt className={styles.label}>{props.label}</dt>
      <dd className={cx(styles.value, props.tone !== undefined && styles[props.tone])}>{props.value}</dd>
      <dd className={styles.detail} title={props.detail}>
        {props.detail}
      </dd>
    </dl>
  );
}

function NowTile({ endpoint, detail }: { readonly endpoint: EndpointSummary; readonly detail: EndpointDetail | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const latest = detail?.latest ?? null;
  const tone = toneOf(endpoint.state);
  const shown =
    latest === null
      ? t(`common.state.${endpoint.state}`)
      : latest.status > 0
        ? String(latest.status)
        : latest.dnsRcode || format.milliseconds(latest.durationMs);
  const state = t(`common.state.${endpoint.state}`);
  const lengthOf = (ms: number): string => (ms < DAY ? format.duration(ms) : format.roughDuration(ms));
  return (
    <Tile
      label={t("endpoint.tile.now")}
      value={shown}
      detail={endpoint.sinceMs === null ? state : t("endpoint.tile.stateSince", { state, duration: lengthOf(now - endpoint.sinceMs) })}
      tone={tone === "failing" || tone === "degraded" ? tone : undefined}
    />
  );
}

function ComparedTile(props: { readonly label: string; readonly value: number | null; readonly before: number | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { label, value, before } = props;
  return <Tile label={label} value={format.milliseconds(value)} detail={comparison()} />;

  function comparison(): string {
    if (value === null || before === null) return t("endpoint.tile.noComparison");
    const duration = format.milliseconds(Math.abs(value - before));
    if (Math.abs(value - before) < 1) return t("endpoint.tile.same");
    return value > before ? t("endpoint.tile.slower", { duration }) : t("endpoint.tile.faster", { duration });
  }
}

function isWithoutData({ observedMs, maintenanceMs, notObservedMs }: UptimeSummary): boolean {
  return observedMs + maintenanceMs + notObservedMs === 0;
}

/** Words about a window, and where its data begins when that is later than the window's start. */
function useSince(): (text: string, summary: UptimeSummary) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (text, summary) => {
    const sinceMs = dataSince(summary);
    return sinceMs === null ? text : t("endpoint.tile.since", { text, time: format.shortMoment(sinceMs, now) });
  };
}

function UptimeTile({ month, incidents }: { readonly month: UptimeSummary | null; readonly incidents: number | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const since = useSince();
  const label = t("endpoint.tile.uptime");
  if (month === null || incidents === null || isWithoutData(month))
    return <Tile label={label} value={format.percent(null)} detail={t("common.noData")} />;
  const detail =
    incidents === 0
      ? t("endpoint.tile.noIncidents")
      : t("endpoint.tile.incidents", { count: incidents, duration: format.duration(withoutOddSeconds(month.downMs)) });
  return <Tile label={label} value={format.percent(month.uptimeRatio)} detail={since(detail, month)} />;
}

/** Beside minutes, seconds are noise. */
function withoutOddSeconds(lengthMs: number): number {
  return lengthMs < 10 * MINUTE ? lengthMs : Math.round(lengthMs / MINUTE) * MINUTE;
}

/** Below this share of the time a gap is not worth a figure. */
const NOTHING_MISSED = 0.000_05;

function NotObservedTile({ month }: { readonly month: UptimeSummary | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const since = useSince();
  const label = t("endpoint.tile.notObserved");
  if (month === null || isWithoutData(month)) return <Tile label={label} value={format.duration(null)} detail={t("common.noData")} />;
  const share = month.notObservedMs / (month.observedMs + month.maintenanceMs + month.notObservedMs);
  const detail =
    share < NOTHING_MISSED ? t("endpoint.tile.allObserved") : t("endpoint.tile.notObservedShare", { percent: format.percent(share) });
  return <Tile label={label} value={format.duration(month.notObservedMs)} detail={since(detail, month)} />;
}

function ExpiryTile(props: { readonly label: string; readonly atMs: number | null; readonly isTrusted: boolean }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { label, atMs, isTrusted } = props;
  if (atMs === null) return <Tile label={label} value={t("common.none")} detail={t("endpoint.tile.noCertificate")} />;
  const leftMs = atMs - now;
  const tone = leftMs <= 0 || !isTrusted ? "failing" : leftMs < SOON_MS ? "degraded" : undefined;
  return (
    <Tile
      label={label}
      value={leftMs <= 0 ? t("endpoint.tile.expired") : format.roughDuration(leftMs)}
      detail={isTrusted ? format.date(atMs) : t("endpoint.tile.notTrusted")}
      tone={tone}
    />
  );
}
