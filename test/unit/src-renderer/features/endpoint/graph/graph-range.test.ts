import { describe, expect, it } from "vitest";
import { spanForKey, zoomSpan } from "../../../../../../src-renderer/features/endpoint/graph/graph-range.ts";

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
