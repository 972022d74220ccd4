// The figures of a service-level report. Pure. No data is null, never 0 and never 100 %.

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { OutageSpan, UptimeSummary } from "../../../shared/model/history.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import { dataSince } from "../../state/data-since.ts";
import { groupBy } from "../../state/group-by.ts";

export interface ReportRow {
  readonly key: EndpointKey;
  readonly uptimeRatio: number | null;
  readonly downMs: DurationMs;
  readonly observedMs: DurationMs;
  readonly notObservedMs: DurationMs;
  readonly incidents: number;
  /** Mean time seen failing for each incident, gaps in which nobody watched left out; null = nothing was seen failing. */
  readonly mttrMs: DurationMs | null;
  /** Mean time seen working for each incident; null = nothing failed. Uptime is MTBF ÷ (MTBF + MTTR). */
  readonly mtbfMs: DurationMs | null;
  readonly p50Ms: DurationMs | null;
  readonly p95Ms: DurationMs | null;
  /** Where its data begins when that is within the range; null = before it. */
  readonly sinceMs: EpochMs | null;
}

/** One row for each summary, in their order. */
export function reportRows(summaries: readonly UptimeSummary[], outages: readonly OutageSpan[]): readonly ReportRow[] {
  const byKey = groupBy(
    outages.filter((outage) => outage.outcome === "failing"),
    (outage) => outage.key,
  );
  return summaries.map((summary) => ({
    key: summary.key,
    uptimeRatio: summary.uptimeRatio,
    downMs: summary.downMs,
    observedMs: summary.observedMs,
    notObservedMs: summary.notObservedMs,
    p50Ms: summary.p50Ms,
    p95Ms: summary.p95Ms,
    sinceMs: dataSince(summary),
    ...failureFigures(byKey.get(summary.key)?.length ?? 0, summary),
  }));
}

/** Both means are of watched time within the range: an outage that the machine slept through is not longer for it. */
function failureFigures(
  incidents: number,
  { observedMs, downMs }: Pick<UptimeSummary, "observedMs" | "downMs">,
): Pick<ReportRow, "incidents" | "mttrMs" | "mtbfMs"> {
  return {
    incidents,
    mttrMs: incidents === 0 || downMs === 0 ? null : downMs / incidents,
    mtbfMs: incidents === 0 ? null : (observedMs - downMs) / incidents,
  };
}

/** All endpoints together, each minute of each counting the same. Percentiles do not add up, so there are none. */
export function totalOf(
  rows: readonly ReportRow[],
  outages: readonly OutageSpan[],
): Omit<ReportRow, "key" | "p50Ms" | "p95Ms" | "sinceMs"> {
  const sum = (pick: (row: ReportRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  const observedMs = sum((row) => row.observedMs);
  const downMs = sum((row) => row.downMs);
  const incidents = outages.filter((outage) => outage.outcome === "failing").length;
  return {
    uptimeRatio: observedMs === 0 ? null : (observedMs - downMs) / observedMs,
    downMs,
    observedMs,
    notObservedMs: sum((row) => row.notObservedMs),
    ...failureFigures(incidents, { observedMs, downMs }),
  };
}

export const REPORT_PRESETS = ["thisMonth", "lastMonth", "d30", "d90", "y1"] as const;

export type ReportPreset = (typeof REPORT_PRESETS)[number];

/** The range of a preset in local time: whole days, the end not after `nowMs`. */
export function rangeOfPreset(preset: ReportPreset, nowMs: EpochMs): { readonly fromMs: EpochMs; readonly toMs: EpochMs } {
  const now = new Date(nowMs);
  const dayStart = (year: number, month: number, day: number): EpochMs => new Date(year, month, day).getTime();
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const DAYS = { d30: 29, d90: 89, y1: 364 } as const;
  switch (preset) {
    case "thisMonth":
      return { fromMs: dayStart(year, month, 1), toMs: nowMs };
    case "lastMonth":
      return { fromMs: dayStart(year, month - 1, 1), toMs: dayStart(year, month, 1) };
    default:
      return { fromMs: dayStart(year, month, day - DAYS[preset]), toMs: nowMs };
  }
}
