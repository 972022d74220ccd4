// The packed form of rollups. One check in a minute takes about five bytes, an hour of sixty about a hundred.
// Layout of one rollup: count·2 + plain; [failures degraded maintenance timed unless plain]; the timing; where a single
// timed check is its duration alone, since sum, extremes and sketch follow from it.

import { binOf } from "./quantile-sketch.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { bucketAt, emptyRollup, sketchOf, TICKS_PER_MS, type Rollup, type RollupBuckets } from "./rollup.ts";

/** Packs one rollup. */
export function encodeRollup(rollup: Rollup): Buffer {
  const out = new ByteWriter(128);
  writeRollup(out, rollup);
  return out.take();
}

/** Adds a packed rollup to another. @throws RangeError when the bytes are damaged; `into` is not to be used then */
export function mergePacked(bytes: Uint8Array, into: Rollup): void {
  mergeFrom(new ByteReader(bytes), into);
}

/** @throws RangeError when the bytes are damaged */
export function decodeRollup(bytes: Uint8Array): Rollup {
  const rollup = emptyRollup();
  mergePacked(bytes, rollup);
  return rollup;
}

/** Packs several rollups of one level, numbered from `first` on. */
export function encodeBuckets(buckets: RollupBuckets, first: number): Buffer {
  const out = new ByteWriter(512);
  let next = first;
  for (const [bucket, rollup] of [...buckets].sort((left, right) => left[0] - right[0])) {
    out.unsigned(bucket - next);
    writeRollup(out, rollup);
    next = bucket + 1;
  }
  return out.take();
}

/**
 * Goes through packed buckets and adds each to the rollup that the caller names for it.
 * @throws RangeError when the bytes are damaged
 */
export function mergePackedBuckets(bytes: Uint8Array, first: number, rollupOf: (bucket: number) => Rollup): void {
  const from = new ByteReader(bytes);
  let next = first;
  while (!from.done) {
    const bucket = next + from.unsigned();
    mergeFrom(from, rollupOf(bucket));
    next = bucket + 1;
  }
}

/** @throws RangeError when the bytes are damaged */
export function decodeBuckets(bytes: Uint8Array, first: number): RollupBuckets {
  const buckets: RollupBuckets = new Map();
  mergePackedBuckets(bytes, first, (bucket) => bucketAt(buckets, bucket));
  return buckets;
}

function writeRollup(out: ByteWriter, rollup: Rollup): void {
  const plain = rollup.failures === 0 && rollup.degraded === 0 && rollup.maintenance === 0 && rollup.timed === rollup.count;
  out.unsigned(rollup.count * 2 + (plain ? 1 : 0));
  if (!plain) {
    out.unsigned(rollup.failures);
    out.unsigned(rollup.degraded);
    out.unsigned(rollup.maintenance);
    out.unsigned(rollup.timed);
  }
  if (rollup.timed === 0) return;
  out.unsigned(rollup.min);
  if (rollup.timed === 1) return;
  out.unsigned(rollup.max - rollup.min);
  out.unsigned(rollup.sum - rollup.min * rollup.timed);
  writeBins(out, rollup);
}

/** Gap to the bin before and count in one number where the count is 1, which it mostly is. The lowest bin follows from the minimum. */
function writeBins(out: ByteWriter, rollup: Rollup): void {
  let previous = binOf(rollup.min / TICKS_PER_MS);
  let bins = 0;
  rollup.sketch?.forEach(() => {
    bins += 1;
  });
  out.unsigned(bins);
  rollup.sketch?.forEach((bin, count) => {
    const single = count === 1;
    out.unsigned((bin - previous) * 2 + (single ? 1 : 0));
    if (!single) out.unsigned(count);
    previous = bin;
  });
}

/** Reads a rollup and adds it to `into` in one pass: a graph of a year reads thousands. */
function mergeFrom(from: ByteReader, into: Rollup): void {
  const head = from.unsigned();
  const count = Math.floor(head / 2);
  let timed = count;
  into.count += count;
  if (head % 2 === 0) {
    into.failures += from.unsigned();
    into.degraded += from.unsigned();
    into.maintenance += from.unsigned();
    timed = from.unsigned();
  }
  if (timed === 0) return;
  const min = from.unsigned();
  const max = timed === 1 ? min : min + from.unsigned();
  const sum = timed === 1 ? min : min * timed + from.unsigned();
  into.min = into.timed === 0 ? min : Math.min(into.min, min);
  into.max = Math.max(into.max, max);
  into.timed += timed;
  into.sum += sum;
  const sketch = sketchOf(into);
  let bin = binOf(min / TICKS_PER_MS);
  if (timed === 1) sketch.add(bin, 1);
  else {
    for (let left = from.unsigned(); left > 0; left -= 1) {
      const packed = from.unsigned();
      bin += Math.floor(packed / 2);
      if (bin > HIGHEST_BIN) throw new RangeError("packed rollup has a bin beyond all durations");
      sketch.add(bin, packed % 2 === 1 ? 1 : from.unsigned());
    }
  }
}

/** Above the bin of any duration that fits; only damage goes beyond. */
const HIGHEST_BIN = 2_048;
