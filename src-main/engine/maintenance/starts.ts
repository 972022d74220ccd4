// When the windows of each form start. Pure: the moment is passed in, never read from a clock.

import { Cron } from "croner";
import { Temporal } from "temporal-polyfill";
import { assertNever } from "../../../shared/assert-never.ts";
import type { MaintenanceWindowConfig, Weekday } from "../../../shared/model/maintenance.ts";
import { DAY, type EpochMs } from "../../../shared/units.ts";

/** The moments at which one window starts. */
export interface Starts {
  /** The latest start before `atMs`; null = none. */
  before(atMs: EpochMs): EpochMs | null;
  /** The earliest start at or after `atMs`; null = none. */
  from(atMs: EpochMs): EpochMs | null;
}

/** The starts of a window. @throws for a zone or cron expression that the configuration should have refused. */
export function startsOf(window: MaintenanceWindowConfig): Starts {
  switch (window.form) {
    case "once":
      return once(window.atEpochMs);
    case "cron":
      return cron(window.cron, window.timezone);
    case "weekly": {
      const { every } = window;
      return onDays(window.timezone, window.startMs, (day) => every.length === 0 || every.includes(weekdayOf(day)));
    }
    case "monthly": {
      const { days } = window;
      return onDays(window.timezone, window.startMs, (day) => days.includes(day.day) || (days.includes(-1) && day.day === day.daysInMonth));
    }
    default:
      return assertNever(window, "maintenance window");
  }
}

function once(startMs: EpochMs): Starts {
  return {
    before: (atMs) => (startMs < atMs ? startMs : null),
    from: (atMs) => (startMs >= atMs ? startMs : null),
  };
}

/** Only the expression's arithmetic is used: the timers that croner has stay off, so that the engine's clock alone counts. */
function cron(expression: string, timezone: string): Starts {
  const schedule = new Cron(expression, { paused: true, timezone });
  return {
    before: (atMs) => schedule.previousRuns(1, new Date(atMs))[0]?.getTime() ?? null,
    from: (atMs) => schedule.nextRun(new Date(atMs - 1))?.getTime() ?? null,
  };
}

/** No two matching days are further apart than this, whatever the form: the 31st is missing in one month, then there again. */
const FARTHEST_DAY = 64;

/**
 * The start is a time after midnight, as elapsed time: on a day with a clock change it shifts by the change, and a start
 * before midnight can come to lie in the next day. Hence one day more is looked at on the far side.
 */
function onDays(timezone: string, startMs: number, isMatching: (day: Temporal.PlainDate) => boolean): Starts {
  const startOn = (day: Temporal.PlainDate): EpochMs => day.toZonedDateTime(timezone).epochMilliseconds + startMs;
  const dayAt = (atMs: EpochMs): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timezone).toPlainDate();
  const find = (first: Temporal.PlainDate, step: 1 | -1, isWanted: (start: EpochMs) => boolean): EpochMs | null => {
    for (let distance = 0; distance <= FARTHEST_DAY; distance++) {
      const day = first.add({ days: step * distance });
      if (!isMatching(day)) continue;
      const start = startOn(day);
      if (isWanted(start)) return start;
    }
    return null;
  };
  return {
    before: (atMs) => find(dayAt(atMs), -1, (start) => start < atMs),
    from: (atMs) => find(dayAt(atMs - 2 * DAY), 1, (start) => start >= atMs),
  };
}

/** ISO order: Monday is 1. */
const WEEKDAYS: readonly Weekday[] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function weekdayOf(day: Temporal.PlainDate): Weekday {
  const weekday = WEEKDAYS[day.dayOfWeek - 1];
  if (weekday === undefined) throw new Error(`no weekday ${day.dayOfWeek}`);
  return weekday;
}
