// The stretches of a graph in which nothing was measured, or nothing counted, with the words for them. Pure.

import type { Translator } from "../../../../shared/i18n/create.ts";
import type { Formatter } from "../../../../shared/i18n/format.ts";
import type { Series } from "../../../../shared/model/history.ts";
import { DAY, type EpochMs } from "../../../../shared/units.ts";

/** A stretch of time that is shaded and named. */
export interface ShadedSpan {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** `quiet` = not observed, `maintenance` = observed and left out of the uptime, `before` = not watched yet. */
  readonly tone: "quiet" | "maintenance" | "before";
  /** The reason alone, where there is little room. */
  readonly label: string;
  /** The reason with its times. */
  readonly fullLabel: string;
}

/** All shaded stretches within the series' range, in time order. `watchedSinceMs` null = since before the range. */
export function shadedSpans(series: Series, watchedSinceMs: EpochMs | null, t: Translator["t"], format: Formatter): readonly ShadedSpan[] {
  const spanOf = (fromMs: EpochMs, toMs: EpochMs, tone: ShadedSpan["tone"], label: string): ShadedSpan => {
    const isShort = toMs - fromMs < DAY;
    const from = format.shortMoment(fromMs, series.toMs);
    // The second of two moments on the same day needs no date.
    const to = isShort ? format.shortMoment(toMs, isSameDay(fromMs, toMs) ? toMs : series.toMs) : format.moment(toMs);
    return { fromMs, toMs, tone, label, fullLabel: t("endpoint.graph.span", { label, from, to }) };
  };
  const before =
    watchedSinceMs !== null && watchedSinceMs > series.fromMs
      ? [{ ...spanOf(series.fromMs, Math.min(watchedSinceMs, series.toMs), "before", t("endpoint.graph.notWatchedYet")) }]
      : [];
  return [
    ...before.map((span) => ({ ...span, fullLabel: span.label })),
    ...series.notObserved.map(({ fromMs, toMs, reason }) => spanOf(fromMs, toMs, "quiet", t(`common.reason.${reason}`))),
    ...series.maintenance.map(({ fromMs, toMs }) => spanOf(fromMs, toMs, "maintenance", t("endpoint.graph.maintenance"))),
  ].toSorted((a, b) => a.fromMs - b.fromMs);
}

function isSameDay(a: EpochMs, b: EpochMs): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** The stretch that a moment lies in; null = none. */
export function spanAt(spans: readonly ShadedSpan[], atMs: EpochMs): ShadedSpan | null {
  return spans.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs) ?? null;
}
