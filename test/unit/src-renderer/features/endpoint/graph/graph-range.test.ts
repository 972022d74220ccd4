import { describe, expect, it } from "vitest";
import { HOUR } from "../../../../../../shared/units.ts";
import { firstPreset, spanForKey, zoomSpan } from "../../../../../../src-renderer/features/endpoint/graph/graph-range.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const SPAN = { fromMs: 1_000, toMs: 2_000 };

describe("zoomSpan", () => {
  it("keeps the moment that it zooms around where it is", () => {
    expect(zoomSpan(SPAN, 1 / 2, 1_250)).toEqual({ fromMs: 1_125, toMs: 1_625 });
    expect(zoomSpan(zoomSpan(SPAN, 1 / 2, 1_250), 2, 1_250)).toEqual(SPAN);
  });
});

describe("spanForKey", () => {
  it.each([
    ["+", false, null, { fromMs: 1_250, toMs: 1_750 }],
    ["=", false, 1_000, { fromMs: 1_000, toMs: 1_500 }],
    ["-", false, null, { fromMs: 500, toMs: 2_500 }],
    ["+", false, 9_000, { fromMs: 1_250, toMs: 1_750 }],
    ["0", false, null, "reset"],
    ["ArrowLeft", true, null, { fromMs: 750, toMs: 1_750 }],
    ["ArrowRight", true, null, { fromMs: 1_250, toMs: 2_250 }],
    ["ArrowLeft", false, null, null],
    ["x", false, null, null],
  ] as const)("%s with shift %s while %s is read", (key, isShift, readMs, wanted) => {
    expect(spanForKey(key, isShift, SPAN, readMs)).toEqual(wanted);
  });
});

describe("firstPreset", () => {
  it.each([
    ["a day for what is watched for long", null, "h24"],
    ["an hour for what is new", NOW - HOUR, "h1"],
    ["a day once there are three hours to see", NOW - 3 * HOUR, "h24"],
  ] as const)("is %s", (_name, watchedSinceMs, preset) => {
    expect(firstPreset(watchedSinceMs, NOW)).toBe(preset);
  });
});
