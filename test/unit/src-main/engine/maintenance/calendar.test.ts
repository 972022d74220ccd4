// Maintenance windows: Gatus' own table, clock changes, the forms that only Sentray has, and where the answer flips.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MaintenanceForm, MaintenanceWindowConfig, Weekday } from "../../../../../shared/model/maintenance.ts";
import { DAY, HOUR, MINUTE } from "../../../../../shared/units.ts";
import { createMaintenanceCalendar, isInMaintenance, nextBoundary } from "../../../../../src-main/engine/maintenance/calendar.ts";

function window(form: MaintenanceForm, durationMs: number, timezone = "UTC", enabled = true): MaintenanceWindowConfig {
  return { enabled, durationMs, timezone, ...form };
}

function weekly(start: string, durationMs: number, timezone = "UTC", every: readonly Weekday[] = []): MaintenanceWindowConfig {
  const [hours = 0, minutes = 0] = start.split(":").map(Number);
  return window({ form: "weekly", every, startMs: hours * HOUR + minutes * MINUTE }, durationMs, timezone);
}

function at(text: string): number {
  const moment = Date.parse(`${text}Z`);
  if (Number.isNaN(moment)) throw new Error(`no moment: ${text}`);
  return moment;
}

describe("a weekly window", () => {
  it.each([
    ["23:00", 1, "UTC", [], "2026-03-02T23:00:00", false],
    ["23:00", 1, "UTC", [], "2026-03-02T23:00:01", true],
    ["23:00", 1, "UTC", [], "2026-03-02T23:59:59", true],
    ["23:00", 1, "UTC", [], "2026-03-03T00:00:00", false],
    ["23:00", 2, "UTC", [], "2026-03-03T00:30:00", true],
    ["23:00", 2, "UTC", ["Monday"], "2026-03-03T00:30:00", true],
    ["23:00", 2, "UTC", ["Tuesday"], "2026-03-03T00:30:00", false],
    ["23:30", 24, "UTC", [], "2026-03-02T22:59:00", true],
    ["23:30", 24, "UTC", [], "2026-03-02T23:31:00", true],
    ["00:00", 24, "UTC", [], "2026-03-01T00:00:00", false],
    ["00:00", 24, "UTC", [], "2026-03-01T12:00:00", true],
    ["23:00", 3, "UTC", ["Saturday"], "2026-03-01T00:30:00", true],
    ["01:00", 3, "UTC", [], "2026-03-01T00:30:00", false],
    ["09:00", 1, "Europe/Amsterdam", [], "2026-03-02T08:30:00", true],
    ["09:00", 1, "Europe/Amsterdam", [], "2026-03-02T09:30:00", false],
    ["09:00", 1, "Europe/Amsterdam", [], "2026-03-29T07:30:00", false],
    ["09:00", 1, "Europe/Amsterdam", [], "2026-03-29T08:30:00", true],
  ] as const)("from %s for %i h in %s on %j is at %s active: %s, as in Gatus", (start, hours, zone, every, moment, active) => {
    expect(isInMaintenance([weekly(start, hours * HOUR, zone, every)], at(moment))).toBe(active);
  });

  it.each([
    ["23:30", "2026-03-02T23:10:00"],
    ["00:30", "2026-03-02T00:10:00"],
  ])("from %s for 24 h has no gap before its start at %s, unlike in Gatus", (start, moment) => {
    expect(isInMaintenance([weekly(start, 24 * HOUR)], at(moment))).toBe(true);
  });

  it.each([
    ["spring, an hour later on the clock", "2026-03-29T06:30:00", "2026-03-29T08:00:00.001", "2026-03-29T09:00:00"],
    ["autumn, an hour earlier on the clock", "2026-10-25T04:30:00", "2026-10-25T07:00:00.001", "2026-10-25T08:00:00"],
    ["the day after spring", "2026-03-30T00:00:00", "2026-03-30T07:00:00.001", "2026-03-30T08:00:00"],
  ])("shifts with the clock change of %s", (_, before, start, end) => {
    const windows = [weekly("09:00", HOUR, "Europe/Amsterdam")];
    expect([nextBoundary(windows, at(before)), nextBoundary(windows, at(start))]).toEqual([at(start), at(end)]);
  });

  it("that starts late reaches into the day after the clocks went forward", () => {
    // 23:30 after midnight of a day of 23 hours is half past midnight.
    const windows = [weekly("23:30", HOUR, "Europe/Amsterdam", ["Sunday"])];
    expect(nextBoundary(windows, at("2026-03-29T12:00:00"))).toBe(at("2026-03-29T22:30:00.001"));
    expect(isInMaintenance(windows, at("2026-03-29T22:45:00"))).toBe(true);
  });

  it("counts from the first moment of a day that has no midnight", () => {
    // In Cairo the clocks go from 00:00 to 01:00.
    expect(isInMaintenance([weekly("00:30", HOUR, "Africa/Cairo")], at("2026-04-23T22:45:00"))).toBe(true);
  });
});

describe("a single window", () => {
  const windows = [window({ form: "once", atEpochMs: at("2026-05-01T10:00:00") }, 90 * MINUTE)];

  it.each([
    ["2026-05-01T10:00:00", false],
    ["2026-05-01T10:00:00.001", true],
    ["2026-05-01T11:29:59.999", true],
    ["2026-05-01T11:30:00", false],
    ["2027-05-01T11:00:00", false],
  ])("at %s is active: %s", (moment, active) => {
    expect(isInMaintenance(windows, at(moment))).toBe(active);
  });

  it("has no boundary once it is over", () => {
    expect(nextBoundary(windows, at("2026-05-01T11:30:00"))).toBeNull();
  });
});

describe("a cron window", () => {
  it.each([
    ["0 2 * * 6", "UTC", "2026-03-07T02:30:00", true],
    ["0 2 * * 6", "UTC", "2026-03-08T02:30:00", false],
    ["0 2 * * 6", "UTC", "2026-03-07T03:00:00", false],
    ["30 2 * * *", "Europe/Amsterdam", "2026-03-29T01:10:00", true],
    ["30 2 * * *", "Europe/Amsterdam", "2026-10-25T00:40:00", true],
    ["30 2 * * *", "Europe/Amsterdam", "2026-10-25T01:40:00", false],
    ["0 0 31 2 *", "UTC", "2026-02-28T00:30:00", false],
  ])("%s in %s at %s is active: %s", (cron, timezone, moment, active) => {
    expect(isInMaintenance([window({ form: "cron", cron }, HOUR, timezone)], at(moment))).toBe(active);
  });

  it("that fires again before it ends goes on", () => {
    const windows = [window({ form: "cron", cron: "0,30 12 * * *" }, 45 * MINUTE)];
    expect(nextBoundary(windows, at("2026-03-07T12:10:00"))).toBe(at("2026-03-07T13:15:00"));
  });

  it("that never pauses has no boundary in sight", () => {
    const windows = [window({ form: "cron", cron: "0 * * * *" }, 90 * MINUTE)];
    expect([isInMaintenance(windows, at("2026-03-07T12:10:00")), nextBoundary(windows, at("2026-03-07T12:10:00"))]).toEqual([true, null]);
  });
});

describe("a monthly window", () => {
  const first = (days: readonly number[], timezone = "UTC"): MaintenanceWindowConfig[] => [
    window({ form: "monthly", days, startMs: 2 * HOUR }, HOUR, timezone),
  ];

  it.each([
    [[1, 15], "2026-03-15T02:30:00", true],
    [[1, 15], "2026-03-16T02:30:00", false],
    [[-1], "2026-02-28T02:30:00", true],
    [[-1], "2028-02-28T02:30:00", false],
    [[-1], "2028-02-29T02:30:00", true],
    [[31], "2026-04-30T02:30:00", false],
    [[31], "2026-05-31T02:30:00", true],
    [[], "2026-05-31T02:30:00", false],
  ])("on %j at %s is active: %s", (days, moment, active) => {
    expect(isInMaintenance(first(days), at(moment))).toBe(active);
  });

  it.each([
    [[31], "2026-05-31T04:00:00", "2026-07-31T02:00:00.001"],
    [[31], "2026-12-31T04:00:00", "2027-01-31T02:00:00.001"],
    [[30], "2026-01-30T04:00:00", "2026-03-30T02:00:00.001"],
  ])("on %j after %s is next active at %s", (days, moment, start) => {
    expect(nextBoundary(first(days), at(moment))).toBe(at(start));
  });
});

describe("several windows", () => {
  it("are active when one of them is, and end when the last of them ends", () => {
    const windows = [weekly("10:00", 2 * HOUR), weekly("11:00", 3 * HOUR), weekly("20:00", HOUR)];
    expect(nextBoundary(windows, at("2026-03-02T10:30:00"))).toBe(at("2026-03-02T14:00:00"));
    expect(nextBoundary(windows, at("2026-03-02T15:00:00"))).toBe(at("2026-03-02T20:00:00.001"));
  });

  it("that are not enabled do not count", () => {
    const windows = [window({ form: "once", atEpochMs: 0 }, DAY, "UTC", false)];
    expect([isInMaintenance(windows, HOUR), nextBoundary(windows, HOUR), nextBoundary([], HOUR)]).toEqual([false, null, null]);
  });
});

const zone = fc.constantFrom("UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo");
const weekday = fc.constantFrom<Weekday>("Monday", "Saturday", "Sunday");
const startMs = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minutes) => minutes * MINUTE);
const span = { min: at("2026-01-01T00:00:00"), max: at("2027-12-31T00:00:00") };
const form: fc.Arbitrary<MaintenanceForm> = fc.oneof(
  fc.record({ form: fc.constant("weekly" as const), every: fc.array(weekday, { maxLength: 2 }), startMs }),
  fc.record({
    form: fc.constant("monthly" as const),
    days: fc.array(fc.constantFrom(1, 15, 30, 31, -1), { minLength: 1, maxLength: 2 }),
    startMs,
  }),
  fc.record({ form: fc.constant("once" as const), atEpochMs: fc.integer(span) }),
  fc.record({ form: fc.constant("cron" as const), cron: fc.constantFrom("0 2 * * *", "30 1 * * 0", "15 */6 * * *", "0 3 1 * *") }),
);
const anyWindow = fc
  .tuple(form, fc.integer({ min: 1, max: 24 * 60 }), zone)
  .map(([shape, minutes, timezone]) => window(shape, minutes * MINUTE, timezone));
const anyWindows = fc.array(anyWindow, { minLength: 1, maxLength: 3 });

describe("nextBoundary", () => {
  it("is where the answer flips, and it flips nowhere before", () => {
    fc.assert(
      fc.property(
        anyWindows,
        fc.integer(span),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }),
        (windows, moment, places) => {
          const now = isInMaintenance(windows, moment);
          const boundary = nextBoundary(windows, moment);
          const end = boundary ?? moment + 90 * DAY;
          const onTheWay = [moment, end - 1, ...places.map((place) => moment + Math.floor((end - 1 - moment) * place))];
          // Windows that follow each other for ever, one millisecond apart or overlapping, have no boundary in sight.
          fc.pre(boundary !== null || !now);
          for (const between of onTheWay) expect([between, isInMaintenance(windows, between)]).toEqual([between, now]);
          if (boundary !== null) expect([boundary > moment, isInMaintenance(windows, boundary)]).toEqual([true, !now]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a calendar", () => {
  it("answers at any moment what a fresh one answers", () => {
    fc.assert(
      fc.property(anyWindows, fc.array(fc.integer(span), { maxLength: 8 }), (windows, moments) => {
        const calendar = createMaintenanceCalendar(windows);
        for (const moment of moments) {
          for (const near of [moment, moment + 0.5, moment + MINUTE, moment - MINUTE]) {
            expect([near, calendar.isActive(near)]).toEqual([near, isInMaintenance(windows, near)]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
