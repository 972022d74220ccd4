// Whether it is quiet: at set times, or while the screen is locked. Tells alerting when that changes, and remembers it, so that a
// restart neither breaks a quiet time nor swallows what was to be told at its end.

import type { QuietHoursConfig } from "../../shared/model/config.ts";
import { MINUTE } from "../../shared/units.ts";
import type { AlertManager } from "../ports/alerting.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { HistoryReader, HistoryWriter } from "../ports/history.ts";
import { createMaintenanceCalendar } from "./maintenance/calendar.ts";
import type { MaintenanceCalendar } from "./maintenance/calendar.ts";

/** Whether it was quiet when that last changed, in the history. */
const STORED_AS = "quiet-hours";
/** The clock is looked at this often at least: one that was set must not end a night an hour late. */
const LONGEST_SLEEP_MS = MINUTE;

export interface QuietHoursPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly alerts: Pick<AlertManager, "quiet">;
  readonly history: Pick<HistoryWriter, "putValue"> & Pick<HistoryReader, "value">;
}

/** The driver of quiet hours. Closed by `close`, which leaves the quiet as it is. */
export class QuietHours {
  readonly #ports: QuietHoursPorts;
  #calendar: MaintenanceCalendar = createMaintenanceCalendar([]);
  #countsLock = false;
  #isLocked = false;
  /** null = nothing configured yet. */
  #isQuiet: boolean | null = null;
  #timer: TimerHandle | null = null;

  constructor(ports: QuietHoursPorts) {
    this.#ports = ports;
  }

  /** Follows these settings; null = it is never quiet. Call after alerting was configured: a quiet that is over is told there. */
  configure(config: QuietHoursConfig | null): void {
    this.#calendar = createMaintenanceCalendar(config?.windows ?? []);
    this.#countsLock = config?.whileScreenLocked ?? false;
    if (this.#isQuiet === null) this.#restore();
    this.refresh();
  }

  /** The screen was locked or unlocked. */
  setLocked(isLocked: boolean): void {
    this.#isLocked = isLocked;
    this.refresh();
  }

  /** Looks at the clock again. */
  refresh(): void {
    if (this.#isQuiet === null) return;
    const nowMs = this.#ports.clock.nowMs();
    const isQuiet = this.#calendar.isActive(nowMs) || (this.#countsLock && this.#isLocked);
    if (isQuiet !== this.#isQuiet) {
      this.#isQuiet = isQuiet;
      this.#ports.history.putValue(STORED_AS, isQuiet ? "true" : null);
      this.#ports.alerts.quiet(isQuiet);
    }
    this.#arm(nowMs);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#isQuiet = null;
  }

  /** What an earlier run left quiet is quiet still, until the clock says otherwise. */
  #restore(): void {
    this.#isQuiet = this.#ports.history.value(STORED_AS) === "true";
    if (this.#isQuiet) this.#ports.alerts.quiet(true);
  }

  #arm(nowMs: number): void {
    this.#timer?.cancel();
    this.#timer = null;
    const nextMs = this.#calendar.nextBoundary(nowMs);
    if (nextMs === null) return;
    this.#timer = this.#ports.timers.setTimer(Math.min(LONGEST_SLEEP_MS, nextMs - nowMs), () => this.refresh());
  }
}
