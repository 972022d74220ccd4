// Where the data of a window of time begins, so that a figure never claims more than it knows. Pure.

import type { UptimeSummary } from "../../shared/model/history.ts";
import type { EndpointSummary } from "../../shared/model/status.ts";
import { DAY, type DurationMs, type EpochMs, HOUR } from "../../shared/units.ts";

/** A window that is hardly older than its data needs no word on where the data begins. */
const MOSTLY_COVERED = 0.99;

/** Since when there is anything to count; null = there is, for (nearly) the whole window, or nothing is known at all. */
export function dataSince({ fromMs, toMs, observedMs, maintenanceMs, notObservedMs }: UptimeSummary): EpochMs | null {
  const knownMs = observedMs + maintenanceMs + notObservedMs;
  return knownMs > 0 && knownMs < (toMs - fromMs) * MOSTLY_COVERED ? toMs - knownMs : null;
}

/** One figure of a card: a whole window, or everything since the watching began. */
export type UptimeFigure =
  | { readonly window: "h24" | "d7" | "d30"; readonly ratio: number | null }
  | { readonly window: "since"; readonly sinceMs: EpochMs; readonly isRecent: boolean; readonly ratio: number | null };

const WINDOWS = [
  ["h24", DAY, "uptime24h"],
  ["d7", 7 * DAY, "uptime7d"],
  ["d30", 30 * DAY, "uptime30d"],
] as const satisfies ReadonlyArray<readonly [string, DurationMs, keyof EndpointSummary]>;

/** Uptimes of the windows that the watching fills; the first one that it does not fill says since when, and is the last. */
export function uptimeFigures(endpoint: EndpointSummary): readonly UptimeFigure[] {
  const { watchedSinceMs, lastCheckMs } = endpoint;
  const figures: UptimeFigure[] = [];
  for (const [window, lengthMs, field] of WINDOWS) {
    const watchedMs = watchedSinceMs === null || lastCheckMs === null ? Number.POSITIVE_INFINITY : lastCheckMs - watchedSinceMs;
    if (watchedMs < lengthMs * MOSTLY_COVERED && watchedSinceMs !== null) {
      figures.push({ window: "since", sinceMs: watchedSinceMs, isRecent: watchedMs < 12 * HOUR, ratio: endpoint[field] });
      return figures;
    }
    figures.push({ window, ratio: endpoint[field] });
  }
  return figures;
}
