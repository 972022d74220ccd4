// Which endpoints are in a configured maintenance window, and a word to the engine when that changes.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { MaintenanceWindowConfig } from "../../shared/model/maintenance.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import { createMaintenanceCalendar } from "./maintenance/calendar.ts";
import type { MaintenanceCalendar } from "./maintenance/calendar.ts";

/** Timers further away than this are set in steps, because `setTimeout` overflows at 2^31 ms. */
const LONGEST_SLEEP_MS = 3_600_000;

export interface MaintenancePlanPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** A window began or ended. */
  readonly onChange: () => void;
}

/** The global windows and each endpoint's own. Closed by `close`. */
export class MaintenancePlan {
  readonly #ports: MaintenancePlanPorts;
  #everywhere: MaintenanceCalendar = createMaintenanceCalendar([]);
  /** One calendar for each list of windows; lists are shared by reference between checks of the same configuration. */
  #calendars = new Map<readonly MaintenanceWindowConfig[], MaintenanceCalendar>();
  #timer: TimerHandle | null = null;

  constructor(ports: MaintenancePlanPorts) {
    this.#ports = ports;
  }

  configure(everywhere: readonly MaintenanceWindowConfig[], endpoints: readonly EndpointConfig[]): void {
    this.#everywhere = createMaintenanceCalendar(everywhere);
    this.#calendars = new Map();
    for (const { maintenanceWindows } of endpoints) {
      if (maintenanceWindows.length > 0) this.#calendars.set(maintenanceWindows, createMaintenanceCalendar(maintenanceWindows));
    }
    this.#arm();
  }

  isActive(config: EndpointConfig, atMs: EpochMs): boolean {
    return this.#everywhere.isActive(atMs) || (this.#calendars.get(config.maintenanceWindows)?.isActive(atMs) ?? false);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const nowMs = this.#ports.clock.nowMs();
    const boundaries = [this.#everywhere, ...this.#calendars.values()].map((calendar) => calendar.nextBoundary(nowMs));
    const nextMs = Math.min(...boundaries.map((boundary) => boundary ?? Number.POSITIVE_INFINITY));
    if (!Number.isFinite(nextMs)) return;
    this.#timer = this.#ports.timers.setTimer(Math.min(LONGEST_SLEEP_MS, nextMs - nowMs), () => {
      this.#arm();
      if (this.#ports.clock.nowMs() >= nextMs) this.#ports.onChange();
    });
  }
}
