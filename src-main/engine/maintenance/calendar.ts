// Whether maintenance is on, and until when that stays so. A window is active between its start and its end, both moments
// themselves excluded. What that means for checks and alerts is decided elsewhere in the engine.

import type { MaintenanceWindowConfig } from "../../../shared/model/maintenance.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import { type Starts, startsOf } from "./starts.ts";

/** The windows that count for one endpoint, or for everything. */
export interface MaintenanceCalendar {
  /** Cheap while the answer stays the same: zones are consulted only when it may have changed. */
  isActive(atMs: EpochMs): boolean;
  /** The first whole millisecond after `atMs` at which the answer is another one; null = none in sight. */
  nextBoundary(atMs: EpochMs): EpochMs | null;
}

/** Prepares windows; those that are not enabled never count. @throws for a zone or cron expression that the configuration should have refused. */
export function createMaintenanceCalendar(windows: readonly MaintenanceWindowConfig[]): MaintenanceCalendar {
  return new Calendar(windows.filter(({ enabled, durationMs }) => enabled && durationMs > 0));
}

/** Whether a window is active. For a single question; else keep a calendar. */
export function isInMaintenance(windows: readonly MaintenanceWindowConfig[], atMs: EpochMs): boolean {
  return createMaintenanceCalendar(windows).isActive(atMs);
}

/** When {@link isInMaintenance} will next answer differently; null = never, or not in sight. */
export function nextBoundary(windows: readonly MaintenanceWindowConfig[], atMs: EpochMs): EpochMs | null {
  return createMaintenanceCalendar(windows).nextBoundary(atMs);
}

/** An answer and the moments for which it is known: from `fromMs` on, before `untilMs`. */
interface Span {
  readonly isActive: boolean;
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
}

interface PreparedWindow {
  readonly starts: Starts;
  readonly durationMs: DurationMs;
}

/** Windows that touch or overlap without end are followed this far. */
const LONGEST_CHAIN = 1_000;

class Calendar implements MaintenanceCalendar {
  readonly #windows: readonly PreparedWindow[];
  #known: Span = { isActive: false, fromMs: 0, untilMs: 0 };

  constructor(windows: readonly MaintenanceWindowConfig[]) {
    this.#windows = windows.map((window) => ({ starts: startsOf(window), durationMs: window.durationMs }));
  }

  isActive(atMs: EpochMs): boolean {
    return this.#spanAt(Math.floor(atMs)).isActive;
  }

  nextBoundary(atMs: EpochMs): EpochMs | null {
    let { isActive, untilMs } = this.#spanAt(Math.floor(atMs));
    const now = isActive;
    for (let followed = 0; followed < LONGEST_CHAIN && Number.isFinite(untilMs); followed++) {
      const boundaryMs = untilMs;
      ({ isActive, untilMs } = spanOf(this.#windows, boundaryMs));
      if (isActive !== now) return boundaryMs;
    }
    return null;
  }

  #spanAt(atMs: EpochMs): Span {
    const { fromMs, untilMs } = this.#known;
    if (atMs < fromMs || atMs >= untilMs) this.#known = spanOf(this.#windows, atMs);
    return this.#known;
  }
}

/** What holds at a moment, and for how long at least. */
function spanOf(windows: readonly PreparedWindow[], atMs: EpochMs): Span {
  let endMs = Number.NEGATIVE_INFINITY;
  let startMs = Number.POSITIVE_INFINITY;
  for (const { starts, durationMs } of windows) {
    const latest = starts.before(atMs);
    if (latest !== null && atMs < latest + durationMs) {
      endMs = Math.max(endMs, Math.ceil(latest + durationMs));
      continue;
    }
    startMs = Math.min(startMs, starts.from(atMs) ?? Number.POSITIVE_INFINITY);
  }
  if (endMs > atMs) return { isActive: true, fromMs: atMs, untilMs: endMs };
  // The moment of the start itself does not count yet.
  return { isActive: false, fromMs: atMs, untilMs: Math.floor(startMs) + 1 };
}
