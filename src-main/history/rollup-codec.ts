// The packed form of rollups. One check in a minute takes about five bytes, an hour of sixty about a hundred.
// Layout of one rollup: count·2 + plain; [failures degraded maintenance timed unless plain]; the timing; where a single
// timed check is its duration alone, since sum, extremes and sketch follow from it.

import { binOf, sortedBins } from "./quantile-sketch.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { emptyRollup, TICKS_PER_MS, type Rollup, type RollupBuckets } from "./rollup.ts";

/** Packs one rollup. */
export function encodeRollup(rollup: Rollup): Buffer {
  const out = new ByteWriter(128);
  writeRollup(out, rollup);
  return out.take();
}

/** @throws RangeError when the bytes are damaged */
export function decodeRollup(bytes: Uint8Array): Rollup {
  return readRollup(new ByteReader(bytes));
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

/** @throws RangeError when the bytes are damaged */
export function decodeBuckets(bytes: Uint8Array, first: number): RollupBuckets {
  const from = new ByteReader(bytes);
  const buckets: RollupBuckets = new Map();
  let next = first;
  while (!from.done) {
    const bucket = next + from.unsigned();
    buckets.set(bucket, readRollup(from));
    next = bucket + 1;
  }
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
  const bins = sortedBins(rollup.bins);
  out.unsigned(bins.length);
  for (const [bin, count] of bins) {
    const single = count === 1;
    out.unsigned((bin - previous) * 2 + (single ? 1 : 0));
    if (!single) out.unsigned(count);
    previous = bin;
  }
}

function readRollup(from: ByteReader): Rollup {
  const rollup = emptyRollup();
  const head = from.unsigned();
  rollup.count = Math.floor(head / 2);
  if (head % 2 === 1) {
    rollup.timed = rollup.count;
  } else {
    rollup.failures = from.unsigned();
    rollup.degraded = from.unsigned();
    rollup.maintenance = from.unsigned();
    rollup.timed = from.unsigned();
  }
  if (rollup.timed === 0) return rollup;
  rollup.min = from.unsigned();
  if (rollup.timed === 1) {
    rollup.max = rollup.min;
    rollup.sum = rollup.min;
    rollup.bins.set(binOf(rollup.min / TICKS_PER_MS), 1);
    return rollup;
  }
  rollup.max = rollup.min + from.unsigned();
  rollup.sum = rollup.min * rollup.timed + from.unsigned();
  readBins(from, rollup);
  return rollup;
}

function readBins(from: ByteReader, rollup: Rollup): void {
  let bin = binOf(rollup.min / TICKS_PER_MS);
  for (let left = from.unsigned(); left > 0; left -= 1) {
    const head = from.unsigned();
    bin += Math.floor(head / 2);
    rollup.bins.set(bin, head % 2 === 1 ? 1 : from.unsigned());
  }
}
