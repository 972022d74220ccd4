import { describe, expect, it } from "vitest";

import { readFlag, readInteger, readTimestamp } from "../../../../../src-main/config/decode/scalars.ts";
import { nearestWord } from "../../../../../src-main/config/decode/suggest.ts";

describe("readFlag", () => {
  it.each(["true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON"])("takes %s for true", (text) => {
    expect(readFlag(text, true)).toBe(true);
  });

  it.each(["false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF"])("takes %s for false", (text) => {
    expect(readFlag(text, true)).toBe(false);
  });

  it("takes the old spellings in quotes too, but not true", () => {
    expect(readFlag("yes", false)).toBe(true);
    expect(readFlag("off", false)).toBe(false);
    expect(readFlag("true", false)).toBeNull();
  });

  it.each(["1", "0", "tRUE", "", "t", "oN", "enabled"])("refuses %j", (text) => {
    expect(readFlag(text, true)).toBeNull();
  });
});

describe("readInteger", () => {
  it.each([
    ["0", 0],
    ["5", 5],
    ["-5", -5],
    ["+5", 5],
    ["0x1F", 31],
    ["0o17", 15],
    ["0b101", 5],
    ["010", 8],
    ["08", 8],
    ["1_000", 1_000],
    ["5.5", 5],
    ["-5.9", -5],
    ["1e3", 1_000],
    [".5", 0],
    ["-0.5", 0],
    ["0xff_ff", 65_535],
  ])("reads %s as %d", (text, number) => {
    expect(readInteger(text)).toBe(number);
  });

  it.each(["", "a", "1a", "1 000", "_1", "1_", "0x", "0o8", "0b2", ".inf", ".nan", "Infinity", "99999999999999999999", "--1", "1.2.3"])(
    "refuses %j",
    (text) => {
      expect(readInteger(text)).toBeNull();
    },
  );
});

describe("readTimestamp", () => {
  it.each([
    ["2025-11-07T14:00:00Z", true, "2025-11-07T14:00:00.000Z"],
    ["2025-11-07T14:00:00+02:00", true, "2025-11-07T12:00:00.000Z"],
    ["2025-11-07 14:00:00", true, "2025-11-07T14:00:00.000Z"],
    ["2025-11-07", true, "2025-11-07T00:00:00.000Z"],
    ["2025-11-07T14:00:00.25Z", true, "2025-11-07T14:00:00.250Z"],
    ["2025-11-07T14:00:00Z", false, "2025-11-07T14:00:00.000Z"],
    ["2025-11-07T14:00:00-05:30", false, "2025-11-07T19:30:00.000Z"],
  ])("reads %s (plain: %s)", (text, plain, iso) => {
    expect(new Date(readTimestamp(text, plain) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each([
    ["2025-11-07T14:00:00", true],
    ["2025-11-07T14:00:00", false],
    ["2025-11-07", false],
    ["2025-11-07 14:00:00", false],
    ["2025-02-30", true],
    ["2025-13-01", true],
    ["2025-11-07T24:00:00Z", true],
    ["tomorrow", true],
    ["", true],
  ])("refuses %j (plain: %s)", (text, plain) => {
    expect(readTimestamp(text, plain)).toBeNull();
  });
});

describe("nearestWord", () => {
  it.each([
    ["conditons", "conditions"],
    ["inteval", "interval"],
    ["condition", "conditions"],
    ["Interval", "interval"],
    ["maintenance_windows", "maintenance-windows"],
    ["ulr", "url"],
    ["nmae", "name"],
  ])("takes %s for %s", (word, expected) => {
    expect(nearestWord(word, ["name", "url", "interval", "conditions", "maintenance-windows"])).toBe(expected);
  });

  it("says nothing when nothing is near", () => {
    expect(nearestWord("frequency", ["name", "url", "interval"])).toBeNull();
    expect(nearestWord("x".repeat(1_000_000), ["xxxx"])).toBeNull();
  });
});
