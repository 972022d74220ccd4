// Quantiles that can be merged: DDSketch's logarithmic mapping with a relative error of 1 %, and a sparse store of our own.
// Pure; the packed form is in rollup-codec.ts.
//
// See Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019.

/** The promise: an answer lies within this ratio of the true value. Fixed by the file format: other accuracies don't merge. */
export const RELATIVE_ACCURACY = 0.01;

const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const MULTIPLIER = 1 / Math.log(GAMMA);

/** Bin number → how many values fell into it; the numbers are ascending only when read through {@link sortedBins}. */
export type SketchBins = Map<number, number>;

/** The bin of a value above 0. */
export function binOf(value: number): number {
  return Math.ceil(Math.log(value) * MULTIPLIER);
}

/** The value that stands for all values of a bin. */
export function valueOfBin(bin: number): number {
  return (2 * GAMMA ** bin) / (1 + GAMMA);
}

export function addToSketch(bins: SketchBins, bin: number, count: number): void {
  bins.set(bin, (bins.get(bin) ?? 0) + count);
}

export function mergeSketch(into: SketchBins, other: SketchBins): void {
  for (const [bin, count] of other) addToSketch(into, bin, count);
}

/** The bins in ascending order. */
export function sortedBins(bins: SketchBins): ReadonlyArray<readonly [bin: number, count: number]> {
  return [...bins].sort((left, right) => left[0] - right[0]);
}

/**
 * The values at the given ranks.
 * @param quantiles ascending, each 0..1
 * @returns one value for each quantile, within {@link RELATIVE_ACCURACY} of the value at rank `floor(q · (n - 1))`; empty when
 * the sketch is
 */
export function quantilesOf(bins: SketchBins, quantiles: readonly number[]): readonly number[] {
  const sorted = sortedBins(bins);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return [];
  let seen = 0;
  let at = -1;
  return quantiles.map((quantile) => {
    const rank = Math.floor(quantile * (total - 1));
    while (seen <= rank) {
      at += 1;
      seen += sorted[at]?.[1] ?? Number.POSITIVE_INFINITY;
    }
    return valueOfBin(sorted[at]?.[0] ?? 0);
  });
}
