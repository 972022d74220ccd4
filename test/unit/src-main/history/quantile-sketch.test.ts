import { DDSketch } from "@datadog/sketches-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binOf, QuantileSketch, RELATIVE_ACCURACY } from "../../../../src-main/history/quantile-sketch.ts";

const QUANTILES = [0, 0.25, 0.5, 0.95, 0.99, 1] as const;
const values = fc.array(
  fc.integer({ min: 1, max: 100_000_000 }).map((ticks) => ticks / 100),
  { minLength: 1, maxLength: 300 },
);

function sketchOf(list: readonly number[]): QuantileSketch {
  const sketch = new QuantileSketch();
  for (const value of list) sketch.add(binOf(value), 1);
  return sketch;
}

describe("quantile sketch", () => {
  it("stays within its relative error of the exact quantile", () => {
    fc.assert(
      fc.property(values, (list) => {
        const sorted = list.toSorted((left, right) => left - right);
        for (const [index, answer] of sketchOf(list).quantiles(QUANTILES).entries()) {
          const exact = sorted[Math.floor((QUANTILES[index] ?? 0) * (sorted.length - 1))] ?? Number.NaN;
          expect(Math.abs(answer - exact)).toBeLessThanOrEqual(exact * RELATIVE_ACCURACY * 1.000_001);
        }
      }),
    );
  });

  it("answers what the reference implementation answers", () => {
    fc.assert(
      fc.property(values, (list) => {
        const reference = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
        for (const value of list) reference.accept(value);
        for (const [index, answer] of sketchOf(list).quantiles(QUANTILES).entries()) {
          const expected = reference.getValueAtQuantile(QUANTILES[index] ?? 0);
          expect(Math.abs(answer - expected) / expected).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("gives the same answers merged in any way as all at once", () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const merged = sketchOf(right);
        merged.merge(sketchOf(left));
        expect(merged.total).toBe(left.length + right.length);
        expect(merged.quantiles(QUANTILES)).toEqual(sketchOf([...left, ...right]).quantiles(QUANTILES));
      }),
    );
  });

  it("has no answers while it is empty", () => {
    expect(new QuantileSketch().quantiles(QUANTILES)).toEqual([]);
  });
});
