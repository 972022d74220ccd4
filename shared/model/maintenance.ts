// Times at which failing is expected. Evaluated by the pure functions beside the engine.

import type { DurationMs, EpochMs } from "../units.ts";

export type Weekday = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

/** One window. Exactly one of the four forms; every form has a duration and a zone. */
export type MaintenanceWindowConfig = MaintenanceWindowCommon & MaintenanceForm;

interface MaintenanceWindowCommon {
  readonly enabled: boolean;
  readonly durationMs: DurationMs;
  /** IANA zone name. */
  readonly timezone: string;
}

export type MaintenanceForm =
  /** Gatus' form. `every` empty = each day. `startMs` is the time since midnight. */
  | { readonly form: "weekly"; readonly every: readonly Weekday[]; readonly startMs: DurationMs }
  /** Once, at a moment. */
  | { readonly form: "once"; readonly atEpochMs: EpochMs }
  /** Whenever the cron expression fires. */
  | { readonly form: "cron"; readonly cron: string }
  /** On days of the month (1 to 31, or -1 for the last). */
  | { readonly form: "monthly"; readonly days: readonly number[]; readonly startMs: DurationMs };
