// Quantiles that can be merged: DDSketch's logarithmic mapping with a relative error of 1 %, and a sparse store of our own.
// Pure; the packed form is in rollup-codec.ts.
//
// See Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019.

/** The promise: an answer lies within this ratio of the true value. Fixed by the file format: other accuracies don't merge. */
export const RELATIVE_ACCURACY = 0.01;

const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const MULTIPLIER = 1 / Math.log(GAMMA);

/** The bin of a value above 0. */
export function binOf(value: number): number {
  return Math.ceil(Math.log(value) * MULTIPLIER);
}

/** The value that stands for all values of a bin. */
export function valueOfBin(bin: number): number {
  return (2 * GAMMA ** bin) / (1 + GAMMA);
}

const FIRST_WIDTH = 16;

/**
 * Counts by bin. The counts lie in one array with room at both ends, because merging thousands of sketches must cost no more
 * than adding their numbers.
 */
export class QuantileSketch {
  #counts = new Uint32Array(0);
  /** The bin of the first count. */
  #base = 0;
  #total = 0;

  /** How many values were added. */
  get total(): number {
    return this.#total;
  }

  add(bin: number, count: number): void {
    const at = bin - this.#base;
    const known = this.#counts[at];
    if (known === undefined) {
      this.#makeRoomFor(bin);
      this.add(bin, count);
      return;
    }
    this.#counts[at] = known + count;
    this.#total += count;
  }

  merge(other: QuantileSketch): void {
    other.forEach((bin, count) => this.add(bin, count));
  }

  /** Calls back for each bin that has values, in ascending order. */
  forEach(visit: (bin: number, count: number) => void): void {
    for (let at = 0; at < this.#counts.length; at += 1) {
      const count = this.#counts[at] ?? 0;
      if (count > 0) visit(this.#base + at, count);
    }
  }

  /**
   * The values at the given ranks.
   * @param quantiles ascending, each 0..1
   * @returns one value for each quantile, within {@link RELATIVE_ACCURACY} of the value at rank `floor(q · (n - 1))`; empty
   * when nothing was added
   */
  quantiles(quantiles: readonly number[]): readonly number[] {
    if (this.#total === 0) return [];
    let seen = 0;
    let at = -1;
    return quantiles.map((quantile) => {
      const rank = Math.floor(quantile * (this.#total - 1));
      while (seen <= rank && at < this.#counts.length) {
        at += 1;
        seen += this.#counts[at] ?? 0;
      }
      return valueOfBin(this.#base + at);
    });
  }

  #makeRoomFor(bin: number): void {
    const { length } = this.#counts;
    if (length === 0) {
      this.#counts = new Uint32Array(FIRST_WIDTH);
      this.#base = bin - FIRST_WIDTH / 2;
      return;
    }
    const room = Math.ceil(length / 2);
    const lowest = bin < this.#base ? bin - room : this.#base;
    const end = bin < this.#base ? this.#base + length : bin + 1 + room;
    const wider = new Uint32Array(end - lowest);
    wider.set(this.#counts, this.#base - lowest);
    this.#counts = wider;
    this.#base = lowest;
  }
}
