import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { formatGoDuration, formatShortDuration, parseGoDuration } from "../../../shared/go-duration.ts";

describe("parseGoDuration", () => {
  it.each([
    ["0", 0],
    ["-0", 0],
    ["+5s", 5_000],
    ["-5s", -5_000],
    ["1.5h", 5_400_000],
    [".5s", 500],
    ["5.s", 5_000],
    ["1m1m", 120_000],
    ["1s1h", 3_601_000],
    ["300ms", 300],
    ["1us", 0.001],
    ["1µs", 0.001],
    ["1μs", 0.001],
    ["1ns", 0.000_001],
    ["1.005s", 1_005],
    ["2540400h", 9_145_440_000_000],
  ])("reads %s", (text, milliseconds) => {
    expect(parseGoDuration(text)).toBe(milliseconds);
  });

  it.each(["", " ", "-", "60", "1", "s", ".s", "1 s", "1h 30m", "1d", "1w", "1x", "1hh", "1e3s", "0x1s", "3000000h", "1,5s"])(
    "refuses %j",
    (text) => {
      expect(parseGoDuration(text)).toBeNull();
    },
  );

  it("takes days and weeks only where asked", () => {
    expect(parseGoDuration("1w2d3h", { longUnits: true })).toBe(9 * 86_400_000 + 3 * 3_600_000);
    expect(parseGoDuration("1d", { longUnits: false })).toBeNull();
  });
});

describe("formatGoDuration", () => {
  it.each([
    [0, "0s"],
    [1_000, "1s"],
    [1_500, "1.5s"],
    [300, "300ms"],
    [90_000, "1m30s"],
    [600_000, "10m0s"],
    [129_600_000, "36h0m0s"],
    [-5_400_000, "-1h30m0s"],
    [0.001, "1µs"],
    [0.0015, "1.5µs"],
    [0.000_001, "1ns"],
    [1.5, "1.5ms"],
    [3_600_500, "1h0m0.5s"],
  ])("writes %d ms as %s", (milliseconds, text) => {
    expect(formatGoDuration(milliseconds)).toBe(text);
  });

  it("writes what reads back to the same length", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }), (milliseconds) => {
        expect(parseGoDuration(formatGoDuration(milliseconds))).toBe(milliseconds);
        expect(parseGoDuration(formatShortDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });

  it("keeps fractions down to the nanosecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (nanoseconds) => {
        expect(parseGoDuration(formatGoDuration(nanoseconds / 1e6))).toBe(nanoseconds / 1e6);
      }),
    );
  });
});

describe("formatShortDuration", () => {
  it.each([
    [600_000, "10m"],
    [3_600_000, "1h"],
    [5_400_000, "1h30m"],
    [3_601_000, "1h0m1s"],
    [30_000, "30s"],
    [0, "0s"],
    [1_010_000, "16m50s"],
  ])("writes %d ms as %s", (milliseconds, text) => {
    expect(formatShortDuration(milliseconds)).toBe(text);
  });
});
