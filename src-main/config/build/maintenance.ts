// Maintenance windows, in their four forms, and quiet hours.

import { Cron } from "croner";

import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { SaidValue } from "../../../shared/i18n/said.ts";
import { LONGEST_DAILY_WINDOW_MS, LONGEST_WINDOW_MS } from "../../../shared/config-schema/maintenance.ts";
import type { maintenanceBlock, quietHoursBlock } from "../../../shared/config-schema/maintenance.ts";
import type { QuietHoursConfig } from "../../../shared/model/config.ts";
import type { MaintenanceForm, MaintenanceWindowConfig, Weekday } from "../../../shared/model/maintenance.ts";
import { HOUR, MINUTE } from "../../../shared/units.ts";
import type { Located, ValueOf } from "../decode/decode.ts";
import { hasKey, spotOf } from "../decode/decode.ts";
import { suggestion } from "../decode/suggest.ts";
import type { BuildContext } from "./context.ts";
import { quoted } from "./context.ts";

type WindowBlock = ValueOf<typeof maintenanceBlock>;

const WEEKDAYS: readonly Weekday[] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const FORM_KEYS = ["at", "cron", "days-of-month"] as const;

/** Reads a list of windows. */
export function buildWindows(
  blocks: ReadonlyArray<Located<WindowBlock>> | undefined,
  context: BuildContext,
): readonly MaintenanceWindowConfig[] {
  return (blocks ?? []).map(({ value }) => buildWindow(value, context));
}

/**
 * Reads a list of windows of which Gatus never looks at more than days and duration: what is wrong with one is a warning, and
 * the window is left out.
 */
export function buildLenientWindows(
  blocks: ReadonlyArray<Located<WindowBlock>> | undefined,
  context: BuildContext,
): readonly MaintenanceWindowConfig[] {
  return (blocks ?? []).flatMap(({ value }) => {
    let isWrong = false;
    const error: BuildContext["problems"]["error"] = (spot, fault) => {
      isWrong = true;
      context.problems.warning(spot, say("problem.windowIgnored", { fault }));
    };
    const window = buildWindow(value, { ...context, problems: { ...context.problems, error } });
    return isWrong ? [] : [window];
  });
}

/** Reads one window. A disabled one is not checked further than its types. */
export function buildWindow(block: WindowBlock, context: BuildContext): MaintenanceWindowConfig {
  const { values } = block;
  // Nothing is asked of a disabled window: it may be half written.
  const report = values.enabled ? context : { ...context, problems: silent };
  const form = buildForm(block, report);
  return {
    enabled: values.enabled,
    durationMs: buildDuration(block, form, report),
    timezone: buildTimezone(block, report),
    ...form,
  };
}

const silent: BuildContext["problems"] = { error: ignore, warning: ignore, hint: ignore, at: ignore };

function ignore(): void {
  // A disabled window has no problems.
}

function buildForm(block: WindowBlock, context: BuildContext): MaintenanceForm {
  const { values } = block;
  const [first = "", ...others] = FORM_KEYS.filter((key) => hasKey(block, key));
  const [second] = others;
  if (second !== undefined) {
    const forms = others.reduce<SaidValue>((before, key) => say("problem.and", { first: before, second: key }), first);
    context.problems.error(spotOf(block, second), say("problem.windowForm", { forms }));
  }
  if (values.at !== undefined) return { form: "once", atEpochMs: values.at };
  if (values.cron !== undefined) {
    checkCron(block, "cron", values.cron, context);
    return { form: "cron", cron: values.cron };
  }
  const startMs = buildStart(block, context);
  if (values["days-of-month"] !== undefined) return { form: "monthly", days: buildDays(values["days-of-month"], context), startMs };
  return { form: "weekly", every: buildWeekdays(values.every ?? [], context), startMs };
}

function buildWeekdays(every: ReadonlyArray<Located<string>>, context: BuildContext): readonly Weekday[] {
  return every.flatMap((item) => {
    const day = WEEKDAYS.find((name) => name === item.value);
    if (day === undefined) {
      const said = say("problem.weekday", { shown: quoted(item), days: WEEKDAYS });
      context.problems.error(item, followedBy(said, suggestion(item.value, WEEKDAYS)));
      return [];
    }
    return [day];
  });
}

function buildDays(days: ReadonlyArray<Located<number>>, context: BuildContext): readonly number[] {
  return days.map((item) => {
    const { value } = item;
    if (!(value === -1 || (value >= 1 && value <= 31))) {
      context.problems.error(item, say("problem.dayOfMonth", { shown: quoted(item) }));
    }
    return value;
  });
}

/** Five characters; what stands between hour and minute is not looked at, as in Gatus. */
const START = /^(\d\d).(\d\d)$/;

function buildStart(block: WindowBlock, context: BuildContext): number {
  const { start } = block.values;
  if (start === undefined || start === "") {
    context.problems.error(block, say("problem.noStart"));
    return 0;
  }
  const [, hour, minute] = START.exec(start) ?? [];
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59) {
    const spot = spotOf(block, "start");
    context.problems.error(spot, say("problem.start", { shown: quoted(spot) }));
    return 0;
  }
  return Number(hour) * HOUR + Number(minute) * MINUTE;
}

function buildDuration(block: WindowBlock, form: MaintenanceForm, context: BuildContext): number {
  const { duration } = block.values;
  const isDaily = form.form === "weekly" || form.form === "monthly";
  const longest = isDaily ? LONGEST_DAILY_WINDOW_MS : LONGEST_WINDOW_MS;
  if (duration === undefined) {
    // A wrong one was reported when it was read.
    if (!hasKey(block, "duration")) {
      context.problems.error(block, say("problem.noDuration"));
    }
    return 0;
  }
  if (duration <= 0 || duration > longest) {
    context.problems.error(spotOf(block, "duration"), isDaily ? say("problem.dailyLength") : say("problem.longestLength"));
  }
  return duration;
}

function buildTimezone(block: WindowBlock, context: BuildContext): string {
  const { timezone } = block.values;
  if (timezone === "" || timezone === "UTC") return "UTC";
  if (timezone === "Local") return context.localTimezone;
  if (!isTimezone(timezone)) {
    const spot = spotOf(block, "timezone");
    context.problems.error(spot, say("problem.timezone", { shown: quoted(spot) }));
  }
  return timezone;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    // Intl has no other way of asking.
    return false;
  }
}

/** Reports a cron expression that is malformed or never fires. */
export function checkCron(block: WindowBlock | Parameters<typeof spotOf>[0], key: string, expression: string, context: BuildContext): void {
  if (cronFires(expression)) return;
  const spot = spotOf(block, key);
  context.problems.error(spot, say("problem.cron", { shown: quoted(spot) }));
}

/** Any fixed moment will do to see whether an expression has a next one. */
const SOME_MOMENT = new Date(Date.UTC(2024, 0, 1));

function cronFires(expression: string): boolean {
  try {
    return new Cron(expression, { paused: true, timezone: "UTC" }).nextRun(SOME_MOMENT) !== null;
  } catch {
    // Croner tells of a malformed expression by throwing; its text would repeat the expression.
    return false;
  }
}

/** Reads the `quiet-hours` block. */
export function buildQuietHours(block: ValueOf<typeof quietHoursBlock> | undefined, context: BuildContext): QuietHoursConfig | null {
  if (block === undefined) return null;
  return {
    windows: buildWindows(block.values.windows, context),
    whileScreenLocked: block.values["while-screen-locked"],
    whileDoNotDisturb: block.values["while-do-not-disturb"],
  };
}
