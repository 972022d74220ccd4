// Numbers, moments and durations as people read them, through Intl. Pure: the language and the zone are given.

import { DAY, HOUR, MINUTE, SECOND, WEEK, type DurationMs, type EpochMs } from "../units.ts";
import type { Language } from "./languages.ts";
import { say } from "./said.ts";
import { inLanguage } from "./tell.ts";

/** Writes figures in one language and one time zone. `null` always becomes an en dash: no data is shown as no data. */
export interface Formatter {
  readonly language: Language;
  /** Response times: `104 ms`, `1.24 s`, `0.08 ms`. */
  milliseconds(value: DurationMs | null): string;
  /** The same in two parts, so that the unit can be set smaller. */
  millisecondsParts(value: DurationMs | null): { readonly value: string; readonly unit: string };
  /** Lengths of time with the two largest units: `2 h 15 min`. Negative lengths are written as positive. */
  duration(value: DurationMs | null): string;
  /** Lengths of time with the largest unit alone, rounded down: `2 h`. */
  roughDuration(value: DurationMs | null): string;
  /** A ratio 0..1 as a percentage; never rounded up to 100 %. */
  percent(ratio: number | null): string;
  integer(value: number): string;
  /** `15:42:07` */
  time(at: EpochMs | null): string;
  /** `22 Nov, 15:42` */
  moment(at: EpochMs | null): string;
  /** `22 Nov 2026, 15:42:07` */
  exactMoment(at: EpochMs | null): string;
  /** `22 Nov 2026` */
  date(at: EpochMs | null): string;
  /** `22 Nov` */
  dayMonth(at: EpochMs | null): string;
  /** `15:42` */
  shortTime(at: EpochMs | null): string;
  /** Just the time when `at` is on the same day as `now`, else the moment. */
  shortMoment(at: EpochMs | null, now: EpochMs): string;
  list(items: readonly string[]): string;
}

const NONE = "–";

/** @param timeZone an IANA name; absent = the system's zone. @throws RangeError for a zone that does not exist. */
export function createFormatter(language: Language, timeZone?: string): Formatter {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...options, ...zone });
    return (at: EpochMs | null) => (at === null || !Number.isFinite(at) ? NONE : format.format(at));
  };
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const time = dates({ ...clock, second: "2-digit" });
  const shortTime = dates(clock);
  const day = dates({ year: "numeric", month: "2-digit", day: "2-digit" });
  const moment = dates({ day: "numeric", month: "short", ...clock });
  const exactMoment = dates({ day: "numeric", month: "short", year: "numeric", ...clock, second: "2-digit" });
  const date = dates({ day: "numeric", month: "short", year: "numeric" });
  const dayMonth = dates({ day: "numeric", month: "short" });
  const integer = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const separator = inLanguage(language, say("common.listSeparator"));
  const lengths = createDurationFormat(language);
  const millisecondsParts = createMillisecondsFormat(language);
  return {
    language,
    millisecondsParts,
    milliseconds(value) {
      const { value: figure, unit } = millisecondsParts(value);
      return unit === "" ? figure : `${figure} ${unit}`;
    },
    duration: (value) => (value === null ? NONE : lengths(value, 2)),
    roughDuration: (value) => (value === null ? NONE : lengths(value, 1)),
    percent: createPercentFormat(language),
    integer: (value) => integer.format(value),
    time,
    moment,
    exactMoment,
    date,
    dayMonth,
    shortTime,
    shortMoment: (at, now) => (at !== null && day(at) === day(now) ? shortTime(at) : moment(at)),
    list: (items) => items.join(separator),
  };
}

type LengthUnit = "week" | "day" | "hour" | "minute" | "second" | "millisecond";

const LENGTHS: ReadonlyArray<readonly [LengthUnit, number]> = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

function createDurationFormat(language: Language): (value: DurationMs, units: number) => string {
  const formats = new Map<LengthUnit, Intl.NumberFormat>();
  const part = (unit: LengthUnit, amount: number): string => {
    const known = formats.get(unit);
    const unitDisplay = unit === "day" ? "long" : "short";
    const format = known ?? new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay, maximumFractionDigits: 0 });
    if (known === undefined) formats.set(unit, format);
    return shortenHours(format.format(amount), unit, language);
  };
  return (value, units) => {
    const length = Math.abs(value);
    if (length < SECOND) return part("second", length >= SECOND / 2 ? 1 : 0);
    const start = LENGTHS.findIndex(([, size]) => length >= size);
    let rest = length;
    const parts: string[] = [];
    // Beyond two weeks the hours carry no information.
    const wanted = length >= 2 * WEEK ? 1 : units;
    for (const [unit, size] of LENGTHS.slice(start, start + wanted)) {
      const amount = Math.floor(rest / size);
      rest -= amount * size;
      if (amount > 0 || parts.length === 0) parts.push(part(unit, amount));
    }
    return parts.join(" ");
  };
}

/** English's short form of hours is `hr`; the field writes `h` and, for seconds, `s`. */
function shortenHours(text: string, unit: LengthUnit, language: Language): string {
  if (language !== "en") return text;
  if (unit === "hour") return text.replace("hr", "h");
  return unit === "second" ? text.replace("sec", "s") : text;
}

function createMillisecondsFormat(language: Language): Formatter["millisecondsParts"] {
  const figures = (digits: number) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: 0, maximumFractionDigits: digits, useGrouping: false });
  const [whole, tenths, hundredths] = [figures(0), figures(1), figures(2)];
  const tiny = new Intl.NumberFormat(language, { maximumSignificantDigits: 1, useGrouping: false });
  // An answer within microseconds took time all the same: it is never written as 0.
  const figureBelowSecond = (size: number): Intl.NumberFormat => {
    if (size === 0 || size >= 9.95) return whole;
    if (size >= 0.995) return tenths;
    return size >= 0.01 ? hundredths : tiny;
  };
  return (value) => {
    if (value === null || !Number.isFinite(value)) return { value: NONE, unit: "" };
    if (Math.abs(value) >= 9_995) return { value: tenths.format(value / SECOND), unit: "s" };
    if (Math.abs(value) >= 999.5) return { value: hundredths.format(value / SECOND), unit: "s" };
    return { value: figureBelowSecond(Math.abs(value)).format(value), unit: "ms" };
  };
}

function createPercentFormat(language: Language): (ratio: number | null) => string {
  const exact = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2, minimumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  return (ratio) => {
    if (ratio === null || !Number.isFinite(ratio)) return NONE;
    if (ratio >= 1) return whole.format(1);
    if (ratio <= 0) return whole.format(0);
    // One failed check in a year is not 100 %.
    return exact.format(Math.min(ratio, 0.9999));
  };
}
