// Maintenance windows, and quiet hours, which are built from the same windows.

import { WEEK } from "../units.ts";
import { block, duration, field, flag, integer, list, text, timestamp } from "./schema.ts";

/** Gatus' longest window; the weekly and monthly forms keep it. */
export const LONGEST_DAILY_WINDOW_MS = 86_400_000;
/** The longest window of the forms that don't repeat daily. */
export const LONGEST_WINDOW_MS = 52 * WEEK;

/** One window. Its form follows from the key that is there: `at`, `cron`, `days-of-month`, or else Gatus' weekly form. */
export const maintenanceBlock = block("a maintenance window", {
  enabled: field(flag, "Whether the window counts", { default: true }),
  every: field(list(text), "Weekdays by their English names; empty = every day", { example: "[Monday, Thursday]" }),
  start: field(text, "When it begins, hh:mm", { example: "23:00" }),
  duration: field(duration, "How long it lasts, at most 24h (at and cron: 52 weeks)", { example: "1h" }),
  timezone: field(text, "IANA name of the zone that start is meant in", { default: "UTC", example: "Europe/Amsterdam" }),
  at: field(timestamp, "Once, at this moment, instead of every and start", { origin: "sentray", example: "2026-12-24T18:00:00Z" }),
  cron: field(text, "Whenever this cron expression fires, instead of every and start", { origin: "sentray", example: '"0 3 * * 1-5"' }),
  "days-of-month": field(list(integer), "On these days of the month (1 to 31, -1 = the last) instead of every", {
    origin: "sentray",
    example: "[1, -1]",
  }),
});

/** Times in which notifications are held back. */
export const quietHoursBlock = block("quiet hours", {
  windows: field(list(maintenanceBlock), "When it is quiet, written like maintenance windows", { origin: "sentray" }),
  "while-screen-locked": field(flag, "Also while the screen is locked", { default: false, origin: "sentray" }),
  "while-do-not-disturb": field(flag, "Also while the system's do-not-disturb is on", { default: false, origin: "sentray" }),
});
